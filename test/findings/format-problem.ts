import { formatFinding } from "../../src/findings/finding.js";
import { placeProblem, type Problem } from "../../src/findings/problem.js";

/** A problem as a line of text, of a value that stands in no file. */
export function formatProblem(problem: Problem): string {
  return formatFinding(placeProblem(problem));
}

import { findEksProblems } from "../../src/aws/eks-problems.js";
import type { EksInput } from "../../src/aws/eks-input.js";
import { createFinding } from "../../src/findings/problem.js";
import { formatProblem } from "../findings/format-problem.js";
import { formatFinding } from "../../src/findings/finding.js";
import { leastSettings } from "./settings.js";

/** What is said about the least settings with others laid over them. */
export function find(settings: Partial<Record<keyof EksInput, unknown>>, component = "cluster"): string[] {
  const input = { ...leastSettings, ...settings };
  return findEksProblems(component, input as unknown as EksInput).map(formatProblem);
}

/** The message that a setting gets, with its code's own remedy unless another one is named. */
export function says(code: Parameters<typeof createFinding>[0], message: string, remedy?: string): string {
  return formatFinding(createFinding(code, message, remedy));
}

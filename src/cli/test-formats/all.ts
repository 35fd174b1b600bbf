import type { Finding } from "../../findings/finding.js";
import { createProblem, formatSetting, placeProblem } from "../../findings/problem.js";
import type { TestResult } from "../../simulate/tests/run-tests.js";
import { formatAsGithub } from "../formats/github.js";
import { formatTestsAsJunit } from "./format-junit.js";
import { formatTestsAsText } from "./format-text.js";

/** The forms that results of tests can be printed in. */
export const testFormats: Readonly<Record<string, (results: readonly TestResult[]) => string>> = {
  text: formatTestsAsText,
  junit: formatTestsAsJunit,
  github: (results) => formatAsGithub(results.flatMap(listFailures)),
};

/** What differs, as findings at the expectations. */
function listFailures({ test, differences }: TestResult): Finding[] {
  return differences.map(({ path, expected, actual }) => {
    const message = `${test.name}: ${formatSetting(path)}: expected ${expected}; actual ${actual}`;
    return placeProblem(createProblem(path, "MESH0504", message), test);
  });
}

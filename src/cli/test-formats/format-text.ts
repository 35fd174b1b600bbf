import { formatSetting } from "../../findings/problem.js";
import { formatStep } from "../../simulate/format-answer.js";
import { listSteps } from "../../simulate/outcome-words.js";
import { hasPassed, type TestResult } from "../../simulate/tests/run-tests.js";
import { formatPlace } from "../../text/schema-problems.js";

/** A line a test; of one that fails what differs, and the way of its request. */
export function formatTestsAsText(results: readonly TestResult[]): string {
  const failed = results.filter((result) => !hasPassed(result)).length;
  const total = `${results.length} ${results.length === 1 ? "test" : "tests"}`;
  const summary = failed === 0 ? `${total}, all passed` : `${total}, ${failed} failed`;
  const milliseconds = results.reduce((sum, result) => sum + result.milliseconds, 0);
  return [...results.map(formatResult), `${summary} (${milliseconds.toFixed(1)} ms)`].join("\n");
}

function formatResult(result: TestResult): string {
  const { test } = result;
  if (hasPassed(result)) return `ok    ${test.name}`;
  const lines = [`FAIL  ${test.name} (${formatPlace(test.locate(["name"]))})`, ...describeFailure(result)];
  return lines.join("\n");
}

/** What differs, and the way of the request, each line indented. */
export function describeFailure({ differences, answer }: TestResult): string[] {
  return [
    ...differences.flatMap(({ path, expected, actual }) => [
      `      ${formatSetting(path)}`,
      `        expected: ${expected}`,
      `        actual:   ${actual}`,
    ]),
    "      the request's way",
    ...listSteps(answer).map((step) => `        ${formatStep(step)}`),
  ];
}

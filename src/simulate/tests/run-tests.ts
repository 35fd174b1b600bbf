import type { Finding } from "../../findings/finding.js";
import { createProblem, placeProblem } from "../../findings/problem.js";
import type { MeshReader } from "../../mesh/objects.js";
import type { Answer } from "../answer.js";
import { readRequest } from "../read-request.js";
import { simulate } from "../simulate.js";
import { compareAnswer, type Difference } from "./compare-answer.js";
import type { PlacedTest } from "./request-test.js";

/** What a test found. */
export interface TestResult {
  test: PlacedTest;
  answer: Answer;
  /** Empty where it passed. */
  differences: readonly Difference[];
  milliseconds: number;
}

/** The results of tests, and what is wrong with the requests of those that cannot run. */
export interface TestRun {
  results: TestResult[];
  findings: Finding[];
}

/** Runs all tests on a mesh, in their order. */
export function runTests(tests: readonly PlacedTest[], mesh: MeshReader): TestRun {
  const run: TestRun = { results: [], findings: [] };
  for (const test of tests) {
    const start = performance.now();
    const read = readRequest(mesh, test.request);
    if ("problems" in read) {
      const problems = read.problems.map(({ field, message }) =>
        createProblem(["request", field], "MESH0503", message),
      );
      run.findings.push(...problems.map((problem) => placeProblem(problem, test)));
      continue;
    }
    const answer = simulate(mesh, read.request);
    const differences = compareAnswer(test.expect, answer);
    run.results.push({ test, answer, differences, milliseconds: performance.now() - start });
  }
  return run;
}

/** Whether a test passed. */
export function hasPassed({ differences }: TestResult): boolean {
  return differences.length === 0;
}

import type { Finding } from "../../findings/finding.js";
import { moveProblems, placeProblems, type Problem } from "../../findings/problem.js";
import type { MeshReader } from "../../mesh/objects.js";
import type { Answer } from "../answer.js";
import type { MeshRequest } from "../request.js";
import { compareAnswer, type Difference } from "./compare-answer.js";
import type { PlacedTest, WrittenRequest } from "./request-test.js";

/** What a test found. */
export interface TestResult {
  test: PlacedTest;
  answer: Answer;
  /** Empty where it passed. */
  differences: readonly Difference[];
  milliseconds: number;
}

/** What tests run on. */
export interface TestBed {
  mesh: MeshReader;
  simulate: (mesh: MeshReader, request: MeshRequest) => Answer;
  /** The request that is written, or what is wrong with it, by paths of its own. */
  readRequest: (mesh: MeshReader, written: WrittenRequest) => MeshRequest | readonly Problem[];
}

/** The results of tests, and what is wrong with the requests of those that cannot run. */
export interface TestRun {
  results: TestResult[];
  findings: Finding[];
}

/** Runs all tests, in their order. */
export function runTests(tests: readonly PlacedTest[], { mesh, simulate, readRequest }: TestBed): TestRun {
  const run: TestRun = { results: [], findings: [] };
  for (const test of tests) {
    const start = performance.now();
    const request = readRequest(mesh, test.request);
    if ("caller" in request) {
      const answer = simulate(mesh, request);
      const differences = compareAnswer(test.expect, answer);
      run.results.push({ test, answer, differences, milliseconds: performance.now() - start });
    } else {
      run.findings.push(...placeProblems(moveProblems(["request"], request), test));
    }
  }
  return run;
}

/** Whether a test passed. */
export function hasPassed({ differences }: TestResult): boolean {
  return differences.length === 0;
}

import type { Finding } from "../../findings/finding.js";
import type { ValuePath } from "../../findings/place.js";
import { createProblem, placeProblem, type Problem } from "../../findings/problem.js";
import { createHosts } from "../../mesh/hosts.js";
import type { MeshReader } from "../../mesh/objects.js";
import { formatClosest } from "../../text/closest.js";
import type { Answer } from "../answer.js";
import { nameService } from "../outcome-words.js";
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
    const ofRequest = "problems" in read ? read.problems : [];
    const problems = [
      ...ofRequest.map(({ field, message }) => createProblem(["request", field], "MESH0503", message)),
      ...findUnknownServices(test, mesh),
    ];
    run.findings.push(...problems.map((problem) => placeProblem(problem, test)));
    if ("problems" in read || problems.length > 0) continue;
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

/** Services that a test expects, and no object declares: without them it could never fail, or never pass. */
function findUnknownServices({ expect }: PlacedTest, mesh: MeshReader): Problem[] {
  const known = new Set(mesh.ask(createHosts).all.map(({ host }) => nameService(host)));
  const find = (service: string | undefined, path: ValuePath) => {
    // A host outside of the mesh need not be declared.
    if (service?.includes("/") !== true || known.has(service)) return [];
    const message = `there is no Service ${service}${formatClosest(service, [...known])}`;
    return [createProblem(path, "MESH0503", message)];
  };
  return [
    ...find(expect.notReached, ["expect", "notReached"]),
    ...find(expect.reaches?.service, ["expect", "reaches", "service"]),
  ];
}

import { join } from "node:path";
import { formatFindings, type Finding } from "../findings/finding.js";
import { formatClosest } from "../text/closest.js";
import type { StackFolder } from "../stack/stack-facts.js";
import { readPolicyTexts } from "../stack/stack-files.js";
import { loadTests } from "../simulate/tests/load-tests.js";
import { hasPassed, runTests } from "../simulate/tests/run-tests.js";
import type { PlacedTest } from "../simulate/tests/request-test.js";
import { loadMesh } from "./load-mesh.js";
import { findStack } from "./stack-folder.js";

import { testFormats } from "./test-formats/all.js";

/** Options of `mesh test`. */
export interface TestOptions {
  stack: string;
  /** How results are printed: a key of `testFormats`. @default "text" */
  format?: string;
}

/**
 * `mesh test`.
 * @returns the exit code: 0 where all tests pass, 1 where one fails, 2 where a test cannot be read
 * @throws where it cannot run
 */
export async function runTestVerb({ stack, format = "text" }: TestOptions): Promise<number> {
  const print = testFormats[format];
  if (print === undefined) {
    const allowed = Object.keys(testFormats);
    throw new Error(`--format is "${format}"; allowed are ${allowed.join(", ")}${formatClosest(format, allowed)}`);
  }
  const folder = findStack(stack);
  const tests = readTests(folder);
  if ("findings" in tests) return refuse(tests.findings);
  const { results, findings } = runTests(tests, await loadMesh({ paths: [], stack }));
  if (findings.length > 0) return refuse(findings);
  console.log(print(results));
  return results.every(hasPassed) ? 0 : 1;
}

/** @throws where there is no test at all: a pipeline that tests nothing would be green */
function readTests({ root, folder }: StackFolder): PlacedTest[] | { findings: readonly Finding[] } {
  const place = join(folder, "tests");
  const texts = readPolicyTexts(root, place, undefined, "MESH0501");
  const { tests, findings } = loadTests(texts.texts);
  const all = [...texts.findings, ...findings];
  if (all.length > 0) return { findings: all };
  if (tests.length === 0) throw new Error(`${place} has no tests; propose some by mesh test --write`);
  return tests;
}

function refuse(findings: readonly Finding[]): number {
  console.error(formatFindings(findings));
  return 2;
}

import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import type { MeshIndex } from "../mesh/mesh-index.js";
import { formatFindings, type Finding } from "../findings/finding.js";
import type { StackFolder } from "../stack/stack-facts.js";
import { readPolicyTexts } from "../stack/stack-files.js";
import { formatMutations, mutateMesh } from "../simulate/tests/mutate.js";
import { proposeTests } from "../simulate/tests/propose-tests.js";
import { loadTests } from "../simulate/tests/load-tests.js";
import { hasPassed, runTests } from "../simulate/tests/run-tests.js";
import type { PlacedTest } from "../simulate/tests/request-test.js";
import { loadMesh } from "./load-mesh.js";
import { choose } from "./require-choice.js";
import { findStack } from "./stack-folder.js";
import { testFormats } from "./test-formats/all.js";

/** Options of `mesh test`. */
export interface TestOptions {
  stack: string;
  /** How results are printed: a key of `testFormats`. @default "text" */
  format?: string;
  /** Change each policy object in small ways, and list what no test notices. @default false */
  mutate?: boolean;
  /** Write tests for what the stack does now. @default false */
  write?: boolean;
}

/**
 * `mesh test`.
 * @returns the exit code: 0 where all tests pass, 1 where one fails, or no test notices a mutation, 2 where a test cannot be read
 * @throws where it cannot run
 */
export async function runTestVerb({ stack, format = "text", mutate, write }: TestOptions): Promise<number> {
  const print = choose("format", format, testFormats);
  const folder = findStack(stack);
  if (write === true) return writeProposed(folder, await loadMesh({ paths: [], stack }));
  const tests = readTests(folder);
  if ("findings" in tests) return refuse(tests.findings);
  const mesh = await loadMesh({ paths: [], stack });
  const { results, findings } = runTests(tests, mesh);
  if (findings.length > 0) return refuse(findings);
  console.log(print(results));
  if (!results.every(hasPassed)) return 1;
  if (mutate !== true) return 0;
  const report = mutateMesh(mesh, tests);
  console.log(formatMutations(report));
  return report.unnoticed.length === 0 ? 0 : 1;
}

/** A file for each host that has none yet. What people have written is not touched. */
function writeProposed({ root, folder }: StackFolder, mesh: MeshIndex): number {
  for (const [host, tests] of proposeTests(mesh)) {
    const file = join(folder, "tests", `${host.replaceAll(/[^\w.-]/g, ".")}.yaml`);
    if (existsSync(join(root, file))) {
      console.log(`${file} exists and stays as it is`);
      continue;
    }
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), tests.map((test) => stringify(test, { lineWidth: 120 })).join("---\n"), {
      flag: "wx",
    });
    console.log(`${file}: ${tests.length} ${tests.length === 1 ? "test" : "tests"}`);
  }
  return 0;
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

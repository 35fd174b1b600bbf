import { formatManifest } from "../../kubernetes/manifest.js";
import { formatSetting } from "../../findings/problem.js";
import type { MeshIndex } from "../../mesh/mesh-index.js";
import { formatPlace } from "../../text/schema-problems.js";
import { compareMeshes } from "../diff/compare-meshes.js";
import { applyMutation, listMutations, type Mutation } from "./mutations.js";
import type { PlacedTest } from "./request-test.js";
import { hasPassed, runTests } from "./run-tests.js";

/** What tests make of mutations. */
export interface MutationReport {
  noticed: readonly Mutation[];
  /** Those that change what requests meet, while all tests pass. */
  unnoticed: readonly Mutation[];
  /** Those that no request can tell from the mesh as it is. */
  withoutEffect: readonly Mutation[];
}

/** Changes each policy object in small ways, one at a time, and runs all tests. */
export function mutateMesh(mesh: MeshIndex, tests: readonly PlacedTest[]): MutationReport {
  const report = { noticed: [] as Mutation[], unnoticed: [] as Mutation[], withoutEffect: [] as Mutation[] };
  for (const mutation of listMutations(mesh)) {
    const mutated = applyMutation(mesh, mutation);
    const { results, findings } = runTests(tests, mutated);
    const isNoticed = findings.length > 0 || !results.every(hasPassed);
    if (isNoticed) report.noticed.push(mutation);
    else if (compareMeshes(mesh, mutated).changes.length === 0) report.withoutEffect.push(mutation);
    else report.unnoticed.push(mutation);
  }
  return report;
}

/** The mutations that no test notices, and how many there are of each sort. */
export function formatMutations({ noticed, unnoticed, withoutEffect }: MutationReport): string {
  const total = noticed.length + unnoticed.length + withoutEffect.length;
  const summary = `${total} mutations: ${noticed.length} noticed, ${unnoticed.length} not noticed, ${withoutEffect.length} without an effect on requests`;
  return [...unnoticed.map((one) => `not noticed: ${formatMutation(one)}`), summary].join("\n");
}

function formatMutation({ object, path, change }: Mutation): string {
  const place = formatPlace(object.locate(path));
  const field = path.length === 0 ? "" : ` ${formatSetting(path)}`;
  return `${formatManifest(object.manifest)}${field}: ${change}${place === "" ? "" : ` (${place})`}`;
}

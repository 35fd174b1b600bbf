import { formatFindings, hasErrors, sortByLevel } from "../findings/finding.js";
import type { MeshIndex } from "../mesh/mesh-index.js";
import { planStackMesh, type StackFacts } from "../plan/stack-plan.js";
import { loadPolicies } from "../policy/documents/load.js";
import { readWholeStack, type StackFolder } from "../stack/stack-facts.js";

/**
 * The mesh that the files of a stack make, without the engine, a cluster, or the network.
 * @throws an error that lists what is wrong with these files, with places
 */
export function readStackMesh(stack: StackFolder): MeshIndex {
  return readStackVersion(stack).mesh;
}

/** The same with what decides beside the documents. */
export function readStackVersion(stack: StackFolder): { mesh: MeshIndex; facts: StackFacts } {
  const { facts, texts, findings } = readWholeStack(stack);
  const planned = facts && planStackMesh(loadPolicies(texts), facts);
  const all = [...findings, ...(planned?.findings ?? [])];
  if (facts !== undefined && planned !== undefined && !hasErrors(all)) return { mesh: planned.mesh, facts };
  throw new Error(formatFindings(sortByLevel(all.filter(({ level }) => level !== "info"))));
}

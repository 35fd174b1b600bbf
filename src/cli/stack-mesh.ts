import { formatFindings, hasErrors, sortByLevel } from "../findings/finding.js";
import type { MeshIndex } from "../mesh/mesh-index.js";
import { planStackMesh } from "../plan/stack-plan.js";
import { loadPolicies } from "../policy/documents/load.js";
import { readWholeStack, type StackFolder } from "../stack/stack-facts.js";

/**
 * The mesh that the files of a stack make, without the engine, a cluster, or the network.
 * @throws an error that lists what is wrong with these files, with places
 */
export function readStackMesh(stack: StackFolder): MeshIndex {
  const { facts, texts, findings } = readWholeStack(stack);
  const planned = facts && planStackMesh(loadPolicies(texts), facts);
  const all = [...findings, ...(planned?.findings ?? [])];
  if (planned !== undefined && !hasErrors(all)) return planned.mesh;
  throw new Error(formatFindings(sortByLevel(all.filter(({ level }) => level !== "info"))));
}

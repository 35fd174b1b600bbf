import type { Manifest } from "../kubernetes/manifest.js";
import { indexDeployed } from "../plan/stack-plan.js";
import { isSameObject } from "../simulate/diff/changed-objects.js";
import { compareMeshes } from "../simulate/diff/compare-meshes.js";
import type { Effect } from "../simulate/diff/effect.js";
import type { StackFolder } from "../stack/stack-facts.js";
import { readMeshObjects } from "./engine-state.js";
import { readStackVersion } from "./stack-mesh.js";

/**
 * What the files of a stack do to requests, beside what its last run left. Undefined where Pulumi's state is not on this machine.
 * @throws an error that lists what is wrong with the files, with places
 */
export function computeDeployedEffect(stack: string, folder: StackFolder): Effect | undefined {
  const deployed = readMeshObjects({ stack });
  if (deployed === undefined) return undefined;
  const { mesh, facts } = readStackVersion(folder);
  return compareMeshes(indexDeployed(deployed, facts), mesh, { isSame: isSameAsDeployed });
}

/** By what people write: not by what the components add, nor by Secrets, whose values are encrypted in the state. */
function isSameAsDeployed(before: Manifest, after: Manifest): boolean {
  if (after.kind === "Secret") return true;
  if (after.kind === "Namespace") return isSameObject(dropAnnotations(before, ""), dropAnnotations(after, ""));
  return isSameObject(dropAnnotations(before, "pulumi.com/"), dropAnnotations(after, "pulumi.com/"));
}

function dropAnnotations(manifest: Manifest, prefix: string): Manifest {
  const { annotations = {}, ...metadata } = manifest.metadata;
  const kept = Object.entries(annotations).filter(([name]) => !name.startsWith(prefix));
  return { ...manifest, metadata: { ...metadata, annotations: Object.fromEntries(kept) } };
}

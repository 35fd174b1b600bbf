import { isSlip } from "../text/closest.js";
import type { Manifest } from "../kubernetes/manifest.js";
import type { ValuePath } from "../findings/place.js";
import type { Context, MeshFacts } from "./kind.js";
import { collectServices } from "./service/service.js";

/** Every cluster has these. */
const givenNamespaces = ["default", "kube-node-lease", "kube-public", "kube-system"];

/**
 * The namespaces that the stack and its objects name.
 * @returns undefined where neither the stack nor an object declares a namespace or a Service: then nothing is known
 */
export function listKnownNamespaces(
  { namespaces = [], rootNamespace, gateways }: MeshFacts,
  manifests: readonly Manifest[],
): string[] | undefined {
  const declared = manifests.filter(({ kind }) => kind === "Namespace").map(({ metadata }) => metadata.name);
  if (namespaces.length + declared.length + collectServices(manifests).size === 0) return undefined;
  const used = manifests.flatMap(({ metadata }) => metadata.namespace ?? []);
  const ofGateways = gateways.map(({ namespace }) => namespace);
  const all = [...givenNamespaces, rootNamespace, ...ofGateways, ...namespaces, ...declared, ...used];
  return [...new Set(all)].sort();
}

/** Reports a namespace that nothing declares and that is probably a slip of a known one. */
export function checkNamespaceSlip(namespace: string, path: ValuePath, { mesh, report }: Context): void {
  const message = describeNamespaceSlip(namespace, mesh);
  if (message !== undefined) report(path, "MESH0263", message);
}

/** What is wrong with the name of a namespace that nothing declares and that is near a known one; others may own the rest. */
export function describeNamespaceSlip(
  namespace: string,
  { namespaces }: Pick<MeshFacts, "namespaces">,
): string | undefined {
  if (namespaces === undefined || namespaces.includes(namespace)) return undefined;
  const meant = namespaces.find((known) => isSlip(namespace, known));
  return meant && `nothing declares the namespace ${namespace}; did you mean "${meant}"?`;
}

import { toMap, toMaps, toText } from "../text/read.js";
import type { AnalyzedObject, MeshReader, ObjectKind } from "./objects.js";
import { file } from "./selection.js";
import { matchesPolicySelector } from "./selectors.js";
import { gatewayNameLabel, type MeshWorkload } from "./workloads.js";

/** The policies of one kind that are for a workload: those of the root namespace first, each namespace's by name. */
export type AttachedPolicies = (workload: MeshWorkload) => readonly AnalyzedObject[];

/** Which AuthorizationPolicies are for which workload. */
export function createAccessPolicies(reader: MeshReader): AttachedPolicies {
  return createAttachment(reader, "security.istio.io/AuthorizationPolicy");
}

/** Which RequestAuthentications are for which workload. */
export function createTokenPolicies(reader: MeshReader): AttachedPolicies {
  return createAttachment(reader, "security.istio.io/RequestAuthentication");
}

/** Which WasmPlugins are for which workload. */
export function createWasmPlugins(reader: MeshReader): AttachedPolicies {
  return createAttachment(reader, "extensions.istio.io/WasmPlugin");
}

function createAttachment({ list, mesh }: MeshReader, kind: ObjectKind): AttachedPolicies {
  const byNamespace = new Map<string, AnalyzedObject[]>();
  for (const object of list(kind)) file(byNamespace, object.namespace, object);
  const known = new Map<MeshWorkload, readonly AnalyzedObject[]>();
  return (workload) => {
    const before = known.get(workload);
    if (before !== undefined) return before;
    const namespaces = new Set([mesh.rootNamespace, workload.namespace]);
    const found = [...namespaces].flatMap((namespace) =>
      (byNamespace.get(namespace) ?? []).filter((object) => isAttached(object, workload)),
    );
    known.set(workload, found);
    return found;
  };
}

/**
 * Whether a policy of the root namespace, or of a workload's own, is for it. Source: `ShouldAttachPolicy` in istio
 * pilot/pkg/model/policyattachment.go, for all that are no waypoints.
 */
export function isAttached({ manifest, namespace }: AnalyzedObject, workload: MeshWorkload): boolean {
  const { selector, targetRef, targetRefs } = toMap(manifest.spec);
  const refs = [
    ...toMaps(targetRefs),
    ...(targetRefs === undefined && targetRef !== undefined ? [toMap(targetRef)] : []),
  ];
  if (refs.length === 0) return matchesPolicySelector(toMap(toMap(selector).matchLabels), workload.labels);
  const gateway = workload.labels[gatewayNameLabel];
  if (gateway === undefined || namespace !== workload.namespace) return false;
  return refs.some(
    ({ group, kind, name, namespace: other }) =>
      kind === "Gateway" &&
      group === "gateway.networking.k8s.io" &&
      name === gateway &&
      [workload.namespace, ""].includes(toText(other)),
  );
}

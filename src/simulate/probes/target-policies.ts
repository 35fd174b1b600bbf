import { isAttached } from "../../mesh/policy-attachment.js";
import type { AnalyzedObject, MeshReader } from "../../mesh/objects.js";
import { file } from "../../mesh/selection.js";
import type { MeshWorkload } from "../../mesh/workloads.js";
import { toMap, toMaps, toText } from "../../text/read.js";
import { toFqdn } from "../../mesh/host-names.js";
import { createPodsBehind } from "./pods-behind.js";
import type { Target } from "./targets.js";

/** The AuthorizationPolicies and RequestAuthentications that requests of a target may meet. */
export type TargetPolicies = (target: Target) => readonly AnalyzedObject[];

const kinds = ["security.istio.io/AuthorizationPolicy", "security.istio.io/RequestAuthentication"] as const;

/** Indexes them by namespace, and those for waypoints by Service. */
export function createTargetPolicies(reader: MeshReader): TargetPolicies {
  const byNamespace = new Map<string, AnalyzedObject[]>();
  const byService = new Map<string, AnalyzedObject[]>();
  for (const object of kinds.flatMap((kind) => reader.list(kind))) {
    file(byNamespace, object.namespace, object);
    for (const host of listServiceRefs(object)) file(byService, host, object);
  }
  const { workloadsOf } = reader.ask(createPodsBehind);
  const known = new Map<MeshWorkload, readonly AnalyzedObject[]>();
  const listAttached = (workload: MeshWorkload) => {
    const before = known.get(workload);
    if (before !== undefined) return before;
    const namespaces = new Set([reader.mesh.rootNamespace, workload.namespace]);
    const found = [...namespaces].flatMap((namespace) =>
      (byNamespace.get(namespace) ?? []).filter((object) => isAttached(object, workload)),
    );
    known.set(workload, found);
    return found;
  };
  return ({ gateway, leadsTo }) => {
    const workloads = [...(gateway === undefined ? [] : [gateway]), ...leadsTo.flatMap(workloadsOf)];
    return [...new Set([...workloads.flatMap(listAttached), ...leadsTo.flatMap((host) => byService.get(host) ?? [])])];
  };
}

/** Hosts of the Services whose waypoints keep to a policy. */
export function listServiceRefs({ manifest, namespace }: AnalyzedObject): string[] {
  const { targetRef, targetRefs } = toMap(manifest.spec);
  const refs = [...toMaps(targetRefs), toMap(targetRef)];
  return refs.filter(({ kind }) => kind === "Service").map(({ name }) => toFqdn(toText(name), namespace));
}

import type { Manifest } from "../kubernetes/manifest.js";

/**
 * The manifest with what the Kubernetes provider must know about it; an annotation that says otherwise counts.
 *
 * A Service counts as ready as soon as it has what it is of use by: a load balancer its address, any other nothing more.
 * The provider's own rule waits for the pods, which the Deployment that comes after would start, and at least 10 s, twice
 * in a first `up` (`processEndpointEvent` in its service.go).
 *
 * A Deployment that is deleted is not waited for until its last pod has drained; the cluster's garbage collector ends the
 * pods, as after `kubectl delete`, and a namespace that goes too still waits for them.
 */
export function annotateForProvider(manifest: Manifest): Manifest {
  const { annotations = {} } = manifest.metadata;
  const added = computeAnnotations(manifest, Object.keys(annotations));
  if (Object.keys(added).length === 0) return manifest;
  return { ...manifest, metadata: { ...manifest.metadata, annotations: { ...added, ...annotations } } };
}

function computeAnnotations({ kind, spec }: Manifest, given: readonly string[]): Record<string, string> {
  if (kind === "Deployment") return { "pulumi.com/deletionPropagationPolicy": "background" };
  if (kind !== "Service" || given.includes("pulumi.com/waitFor") || given.includes("pulumi.com/skipAwait")) return {};
  return spec?.type === "LoadBalancer"
    ? { "pulumi.com/waitFor": "jsonpath={.status.loadBalancer.ingress}" }
    : { "pulumi.com/skipAwait": "true" };
}

import { toMap, toMaps } from "../text/read.js";
import type { AnalyzedObject, MeshReader, Workload } from "./objects.js";

const injectionLabel = "sidecar.istio.io/inject";

/** Whether pods get a sidecar, as far as their labels and their namespace's say. Reads `Namespace`. Source: analyzers/util/in_mesh.go. */
export function isInjected({ find }: MeshReader, { namespace, labels, annotations, podSpec }: Workload): boolean {
  const containers = [...toMaps(podSpec.containers), ...toMaps(podSpec.initContainers)];
  if (isOnHostNetwork(podSpec)) return false;
  if (containers.some(({ name, image }) => name === "istio-proxy" && image !== undefined)) return true;
  const own = toMap(labels)[injectionLabel] ?? toMap(annotations)[injectionLabel];
  if (own !== undefined) return own === "true";
  const ofNamespace = toMap(find("Namespace", "", namespace)?.manifest.metadata.labels);
  const legacy: unknown = ofNamespace["istio-injection"];
  return legacy === undefined ? ofNamespace["istio.io/rev"] !== undefined : legacy === "enabled";
}

/**
 * Whether pods are in their node's own network, where neither sidecars nor the ambient mode go, but for a proxy that stands there by hand.
 * Source: `injectRequired` in istio pkg/kube/inject/inject.go, cni/pkg/util/enablement_selector.go.
 */
export function isOnHostNetwork({ hostNetwork, containers, initContainers }: Workload["podSpec"]): boolean {
  const all = [...toMaps(containers), ...toMaps(initContainers)];
  return (
    hostNetwork === true &&
    !all.some(({ name, image }) => name === "istio-proxy" && image !== undefined && image !== "auto")
  );
}

/** Whether pods are a gateway's: a proxy and nothing else, which keeps to no PeerAuthentication. */
export function isGatewayPod({ object, annotations, podSpec }: Workload): boolean {
  const containers = toMaps(podSpec.containers);
  const template: unknown = toMap(annotations)["inject.istio.io/templates"];
  const isProxy = containers.length > 0 && containers.every(({ name }) => name === "istio-proxy");
  return object.isAssumed || isProxy || (typeof template === "string" && template.split(",").includes("gateway"));
}

/** Whether an object is of Istio's own installation. Source: analyzers/util/config.go. */
export function isControlPlane({ manifest }: AnalyzedObject): boolean {
  const labels = toMap(manifest.metadata.labels);
  return labels.istio !== undefined || labels.release === "istio";
}

/** Whether a namespace says nothing of injection. */
export function isUndecided({ manifest }: AnalyzedObject): boolean {
  const labels = toMap(manifest.metadata.labels);
  if (labels["istio.io/dataplane-mode"] === "ambient" || labels["istio.io/rev"] !== undefined) return false;
  return (labels["istio-injection"] ?? "") === "";
}

/** Whether the injector of the default revision injects where nothing is said. Reads `ConfigMap`. */
export function isInjectedByDefault({ find, mesh }: MeshReader): boolean {
  const values: unknown = find("ConfigMap", mesh.rootNamespace, "istio-sidecar-injector")?.manifest.data?.values;
  if (typeof values !== "string") return false;
  try {
    return toMap(toMap(JSON.parse(values)).sidecarInjectorWebhook).enableNamespacesByDefault === true;
  } catch {
    return false;
  }
}

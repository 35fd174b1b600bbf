import { toMap, toMaps } from "../text/read.js";
import { modeLabel } from "./ambient.js";
import type { AnalyzedObject, MeshReader, Workload } from "./objects.js";

const injectionLabel = "sidecar.istio.io/inject";

/** What takes the connections of pods. */
export type PodProxy = "sidecar" | "node" | "none";

/**
 * The proxy that pods get, as far as their labels and their namespace's say; undefined where their Namespace is not declared, which would say so.
 * Reads `Namespace`. Source: `inMesh` in istio pkg/config/analysis/analyzers/util/in_mesh.go, the webhooks of istiod's chart for revisions, and
 * cni/pkg/util/enablement_selector.go for the ambient mode.
 */
export function findPodProxy(
  { find }: MeshReader,
  { namespace, labels, annotations, podSpec }: Workload,
): PodProxy | undefined {
  if (isOnHostNetwork(podSpec)) return "none";
  if (listContainers(podSpec).some(isProxy)) return "sidecar";
  const own = toMap(labels);
  const wanted: unknown = own[injectionLabel] ?? toMap(annotations)[injectionLabel];
  // A boolean is refused by the API server, and nothing else follows from it.
  if (wanted === "true" || wanted === true) return "sidecar";
  const declared = find("Namespace", "", namespace);
  const ofNamespace = toMap(declared?.manifest.metadata.labels);
  const mode: unknown = own[modeLabel] ?? ofNamespace[modeLabel];
  if (mode === "ambient") return "node";
  if (wanted !== undefined) return "none";
  const hasRevision = [own, ofNamespace].some((given) => given["istio.io/rev"] !== undefined);
  if (declared === undefined) return hasRevision ? "sidecar" : undefined;
  const legacy: unknown = ofNamespace["istio-injection"];
  return (legacy === undefined ? hasRevision : legacy === "enabled") ? "sidecar" : "none";
}

/** What runs in pods, before and beside the application too. */
function listContainers({ containers, initContainers }: Workload["podSpec"]): Record<string, unknown>[] {
  return [...toMaps(containers), ...toMaps(initContainers)];
}

/** Of a container without an image it is only said how the injected one differs. */
function isProxy({ name, image }: Record<string, unknown>): boolean {
  return name === "istio-proxy" && image !== undefined;
}

/**
 * Whether pods are in their node's own network, where neither sidecars nor the ambient mode go, but for a proxy that stands there by hand.
 * Source: `injectRequired` in istio pkg/kube/inject/inject.go, cni/pkg/util/enablement_selector.go.
 */
export function isOnHostNetwork(podSpec: Workload["podSpec"]): boolean {
  return podSpec.hostNetwork === true && !listContainers(podSpec).some((one) => isProxy(one) && one.image !== "auto");
}

/** Whether pods are a gateway's: a proxy and nothing else, which keeps to no PeerAuthentication. */
export function isGatewayPod({ annotations, podSpec }: Workload): boolean {
  const containers = toMaps(podSpec.containers);
  const template: unknown = toMap(annotations)["inject.istio.io/templates"];
  const isAlone = containers.length > 0 && containers.every(({ name }) => name === "istio-proxy");
  return isAlone || (typeof template === "string" && template.split(",").includes("gateway"));
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

import { toMap, toMaps, toText } from "../text/read.js";
import type { AnalyzedObject, MeshReader } from "./objects.js";
import { matchesLabelSelector } from "./selectors.js";

const waypointLabel = "istio.io/use-waypoint";
export const modeLabel = "istio.io/dataplane-mode";

/** The labels of a Namespace; none where it is not declared. Reads `Namespace`. */
export function readNamespaceLabels({ find }: MeshReader, namespace: string): Record<string, any> {
  return toMap(find("Namespace", "", namespace)?.manifest.metadata.labels);
}

/** Whether a namespace's pods are in the mesh without sidecars. Reads `Namespace`. */
export function isAmbientNamespace(context: MeshReader, namespace: string): boolean {
  return readNamespaceLabels(context, namespace)[modeLabel] === "ambient";
}

/** A waypoint that labels name. */
export interface WaypointName {
  namespace: string;
  name: string;
}

/**
 * The waypoint that an object's own labels name, or else its namespace's; undefined where it has none.
 * Source: `GetUseWaypoint` in istio pilot/pkg/serviceregistry/ambient/waypoints.go.
 */
export function findWaypoint(context: MeshReader, labels: unknown, namespace: string): WaypointName | undefined {
  const own = toMap(labels);
  const chosen = own[waypointLabel] === undefined ? readNamespaceLabels(context, namespace) : own;
  const name = toText(chosen[waypointLabel]);
  if (name === "" || name === "none") return undefined;
  return { namespace: toText(chosen[`${waypointLabel}-namespace`]) || namespace, name };
}

/** The waypoint of a Service. */
export function findServiceWaypoint(context: MeshReader, object: AnalyzedObject): WaypointName | undefined {
  return findWaypoint(context, object.manifest.metadata.labels, object.namespace);
}

/**
 * Whether a waypoint takes what is in a namespace; of a namespace that is not declared it is not known, so that it counts as taken. Reads `Namespace`.
 * Source: `makeAllowedRoutes` in istio pilot/pkg/serviceregistry/ambient/waypoints.go.
 */
export function takesNamespace(context: MeshReader, waypoint: AnalyzedObject, namespace: string): boolean {
  const { spec, metadata } = waypoint.manifest;
  // Another listener counts where an annotation binds the waypoint to it.
  if (toMap(metadata.annotations)["ambient.istio.io/waypoint-inbound-binding"] !== undefined) return true;
  const listener = toMaps(toMap(spec).listeners).find(({ protocol, port }) => protocol === "HBONE" && port === 15008);
  const { from = "Same", selector } = toMap(toMap(toMap(listener).allowedRoutes).namespaces);
  if (from !== "Selector") return from === "All" || waypoint.namespace === namespace;
  const declared = context.find("Namespace", "", namespace);
  const labels = { "kubernetes.io/metadata.name": namespace, ...toMap(declared?.manifest.metadata.labels) };
  return declared === undefined || matchesLabelSelector(selector, labels);
}

/** What a waypoint takes: what is for Services, for pods, or both; by default for Services alone. */
export function readWaypointTraffic({ manifest }: AnalyzedObject): string {
  return toText(toMap(manifest.metadata.labels)["istio.io/waypoint-for"]) || "service";
}

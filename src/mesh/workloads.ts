import { findPodProxy, isGatewayPod, isOnHostNetwork } from "./injection.js";
import { toMap } from "../text/read.js";
import { type AnalyzedObject, type MeshReader, type Workload } from "./objects.js";
import { createSelection, file } from "./selection.js";
import type { Labels } from "./selectors.js";

/** What a policy's selector may select: pods, machines outside of the cluster, and gateways that Istio makes pods for. */
export interface MeshWorkload {
  object: AnalyzedObject;
  namespace: string;
  labels: Labels;
  /** What makes the pods; undefined where it stands for machines, or for pods that are not there yet. */
  workload?: Workload;
  /** Whether it has a proxy, a sidecar or the node's; undefined where its Namespace is not declared, which would say so. */
  isInMesh: boolean | undefined;
  /** Whether that is a sidecar in the pods. */
  hasSidecar: boolean;
}

/** The workloads of a mesh, ready to be asked for. */
export interface MeshWorkloads {
  /** Whether any is declared at all: where none is, nothing is known of them. */
  areKnown: boolean;
  /** Those of a namespace, or of all, that have the labels of a selector; an empty one selects all. */
  select: (selector: Labels, namespace?: string) => readonly MeshWorkload[];
}

/** What is to be said of workloads that have no proxy, and what to do where injection is no help. */
export function explainNoProxy(found: readonly MeshWorkload[]): { lack: string; remedy?: string } {
  const isOnHost = found.some(({ workload }) => workload !== undefined && isOnHostNetwork(workload.podSpec));
  const lack = found.length === 0 ? "" : " that have a proxy";
  if (!isOnHost) return { lack };
  return { lack: `${lack}, which pods of hostNetwork never get`, remedy: "leave out hostNetwork, or this policy" };
}

/** The label of the pods that Istio makes for a Gateway of the Gateway API. */
export const gatewayNameLabel = "gateway.networking.k8s.io/gateway-name";

/** Whether it is a gateway, of either API. */
export function isGateway({ object, workload }: MeshWorkload): boolean {
  return workload === undefined ? object.manifest.kind === "Gateway" : isGatewayPod(workload);
}

/** Indexes all of them. */
export function createWorkloads(context: MeshReader): MeshWorkloads {
  const workloads = [
    ...context.workloads().map((workload) => toMeshWorkload(workload, context)),
    ...context.list("networking.istio.io/WorkloadEntry").map((object) => toMachine(object, object.manifest.spec)),
    ...context
      .list("networking.istio.io/WorkloadGroup")
      .map((object) => toMachine(object, toMap(object.manifest.spec).metadata)),
    ...context.list("gateway.networking.k8s.io/Gateway").flatMap(toGatewayPods),
  ];
  const byNamespace = new Map<string, MeshWorkload[]>();
  for (const workload of workloads) file(byNamespace, workload.namespace, workload);
  const selections = new Map([...byNamespace].map(([name, list]) => [name, createSelection(list)]));
  const selectAll = createSelection(workloads);
  return {
    areKnown: workloads.some(({ object }) => !object.isAssumed),
    select: (selector, namespace) =>
      namespace === undefined ? selectAll(selector) : (selections.get(namespace)?.(selector) ?? []),
  };
}

function toMeshWorkload(workload: Workload, context: MeshReader): MeshWorkload {
  const { object, namespace, labels } = workload;
  const proxy = findPodProxy(context, workload);
  const isInMesh = proxy === undefined ? undefined : proxy !== "none";
  return { object, namespace, labels: toMap(labels), workload, isInMesh, hasSidecar: proxy === "sidecar" };
}

function toMachine(object: AnalyzedObject, holder: unknown): MeshWorkload {
  return {
    object,
    namespace: object.namespace,
    labels: toMap(toMap(holder).labels),
    isInMesh: true,
    hasSidecar: false,
  };
}

/** Its pods are there only once the Gateway is. */
function toGatewayPods(object: AnalyzedObject): MeshWorkload[] {
  const { gatewayClassName, infrastructure } = toMap(object.manifest.spec);
  if (typeof gatewayClassName !== "string" || !gatewayClassName.startsWith("istio")) return [];
  const labels = { ...toMap(toMap(infrastructure).labels), [gatewayNameLabel]: object.manifest.metadata.name };
  return [{ object, namespace: object.namespace, labels, isInMesh: true, hasSidecar: false }];
}

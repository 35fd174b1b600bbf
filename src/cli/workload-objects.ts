import { inTime, requestApi, requestIfThere } from "../cluster-access/api-request.js";

// What the API server has of a workload and its pods, as far as it says why they are not ready.

/** The workloads for whose pods the Kubernetes provider waits, with the path of their API. */
const paths = {
  Deployment: { base: "/apis/apps/v1", plural: "deployments" },
  StatefulSet: { base: "/apis/apps/v1", plural: "statefulsets" },
  DaemonSet: { base: "/apis/apps/v1", plural: "daemonsets" },
  Job: { base: "/apis/batch/v1", plural: "jobs" },
  Pod: { base: "/api/v1", plural: "pods" },
} as const;

/** Kind of a workload. */
export type WorkloadKind = keyof typeof paths;

/** A workload by its name. */
export interface Workload {
  kind: WorkloadKind;
  namespace: string;
  name: string;
}

/** `Deployment shop/reviews` */
export function formatWorkload({ kind, namespace, name }: Workload): string {
  return `${kind} ${namespace}/${name}`;
}

/** Whether a kind is one whose pods are waited for. */
export function isWorkloadKind(kind: unknown): kind is WorkloadKind {
  return typeof kind === "string" && Object.hasOwn(paths, kind);
}

/** Condition of https://kubernetes.io/docs/reference/kubernetes-api/ of any kind. */
export interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
}

/** An object that has pods, or is one. */
export interface LiveObject {
  metadata: {
    name: string;
    uid: string;
    generation?: number;
    annotations?: Record<string, string>;
    deletionTimestamp?: string;
    ownerReferences?: { uid: string }[];
  };
  spec?: { replicas?: number };
  status?: LiveStatus;
}

/** Counts and conditions of the statuses of all kinds of workloads. */
export interface LiveStatus {
  observedGeneration?: number;
  conditions?: Condition[];
  updatedReplicas?: number;
  readyReplicas?: number;
  desiredNumberScheduled?: number;
  updatedNumberScheduled?: number;
  numberReady?: number;
  ready?: number;
  succeeded?: number;
}

/** ContainerStatus of a pod. */
export interface ContainerStatus {
  name: string;
  image: string;
  ready: boolean;
  state?: ContainerState;
  lastState?: ContainerState;
}

interface ContainerState {
  waiting?: { reason?: string; message?: string };
  running?: object;
  terminated?: { exitCode: number; reason?: string; message?: string };
}

/** A pod. */
export interface LivePod extends LiveObject {
  status?: LiveStatus & { initContainerStatuses?: ContainerStatus[]; containerStatuses?: ContainerStatus[] };
}

/** An event, which the API server keeps for an hour. */
export interface LiveEvent {
  /** `fieldPath` names a container: `spec.containers{app}`. */
  involvedObject: { uid?: string; fieldPath?: string };
  reason: string;
  message: string;
  lastTimestamp?: string | null;
  eventTime?: string | null;
}

/** A workload with all of its namespace that may say what it waits for. */
export interface WorkloadObjects {
  kind: WorkloadKind;
  workload: LiveObject;
  replicaSets: readonly LiveObject[];
  pods: readonly LivePod[];
  /** Warnings. */
  events: readonly LiveEvent[];
}

/** Reads them from the API server of a kubeconfig; undefined where there is no such workload yet. */
export async function readWorkload(kubeconfig: string, target: Workload): Promise<WorkloadObjects | undefined> {
  const { kind, namespace, name } = target;
  const { base, plural } = paths[kind];
  const workload = await requestIfThere<LiveObject>(
    kubeconfig,
    inTime(`${base}/namespaces/${namespace}/${plural}/${name}`),
  );
  if (workload === undefined) return undefined;
  const list = async <T>(path: string) => (await requestApi<{ items: T[] }>(kubeconfig, inTime(path))).items;
  const core = `/api/v1/namespaces/${namespace}`;
  const [replicaSets, pods, events] = await Promise.all([
    kind === "Deployment" ? list<LiveObject>(`/apis/apps/v1/namespaces/${namespace}/replicasets`) : [],
    kind === "Pod" ? [] : list<LivePod>(`${core}/pods`),
    list<LiveEvent>(`${core}/events?fieldSelector=type%3DWarning`),
  ]);
  return { kind, workload, replicaSets, pods, events };
}

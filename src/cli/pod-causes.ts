import { findContainerCause } from "./container-causes.js";
import { formatMessage, newestMessage, type PodCause } from "./pod-cause.js";
import { findRefusal } from "./pod-refusal.js";
import type { LiveEvent, LiveObject, LivePod, LiveStatus, WorkloadObjects } from "./workload-objects.js";

/** What a look at a workload finds. */
export interface WorkloadLook {
  /** Differs from the last look where the workload got on. */
  progress: string;
  causes: readonly PodCause[];
}

/** Why a workload's pods are missing or not ready, each cause once; nothing while its controller has not looked at it yet. */
export function lookAtWorkload(objects: WorkloadObjects): WorkloadLook {
  const { kind, workload, replicaSets, pods, events } = objects;
  const owner = findNewest(replicaSets.filter((set) => isOwned(set, workload))) ?? workload;
  const isLeft = ({ metadata }: LivePod) => metadata.deletionTimestamp === undefined;
  const own = kind === "Pod" ? [workload] : pods.filter((pod) => isOwned(pod, owner) && isLeft(pod));
  const progress = countProgress(workload.status, own);
  const { observedGeneration } = workload.status ?? {};
  if (observedGeneration !== undefined && observedGeneration !== workload.metadata.generation) {
    return { progress, causes: [] };
  }
  const refusal = findRefusal({ kind, owner, pods: own.length, events });
  const all = [...(refusal === undefined ? [] : [refusal]), ...own.flatMap((pod) => findCausesOfPod(pod, events))];
  return { progress, causes: [...new Map(all.map((cause) => [cause.key, cause])).values()] };
}

/** The numbers that change while a workload gets on. */
function countProgress(status: LiveStatus = {}, pods: readonly LivePod[]): string {
  const { updatedReplicas, readyReplicas, updatedNumberScheduled, numberReady, ready, succeeded } = status;
  const ofWorkload = [updatedReplicas, readyReplicas, updatedNumberScheduled, numberReady, ready, succeeded];
  const isReady = pods.flatMap((pod) => pod.status?.containerStatuses ?? []).filter((container) => container.ready);
  return [...ofWorkload, pods.length, isReady.length].map((count) => count ?? 0).join(" ");
}

function isOwned({ metadata }: LiveObject, owner: LiveObject): boolean {
  return (metadata.ownerReferences ?? []).some(({ uid }) => uid === owner.metadata.uid);
}

/** The ReplicaSet of the Deployment's present template. */
function findNewest(sets: readonly LiveObject[]): LiveObject | undefined {
  const revision = ({ metadata }: LiveObject) =>
    Number(metadata.annotations?.["deployment.kubernetes.io/revision"] ?? 0);
  return [...sets].sort((a, b) => revision(b) - revision(a))[0];
}

/** Events of a pod that has a node, and no container yet. */
const ofStart = ["FailedMount", "FailedAttachVolume", "FailedCreatePodSandBox"];

function findCausesOfPod(pod: LivePod, events: readonly LiveEvent[]): PodCause[] {
  const own = events.filter(({ involvedObject }) => involvedObject.uid === pod.metadata.uid);
  const { conditions = [], initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
  const unscheduled = conditions.find(({ type, status }) => type === "PodScheduled" && status === "False");
  if (unscheduled !== undefined) {
    return [{ key: "scheduling", text: `no node takes its pods: ${formatMessage(unscheduled.message)}` }];
  }
  const containers = [...initContainerStatuses, ...containerStatuses];
  const ofContainers = containers.flatMap((container) => findContainerCause(container, own) ?? []);
  if (ofContainers.length > 0) return ofContainers;
  const isStarting = containers.some(({ state }) => state?.waiting?.reason === "ContainerCreating");
  const failure = isStarting ? newestMessage(own, ofStart) : undefined;
  return failure === undefined ? [] : [{ key: "start", text: `its pods cannot be started: ${failure}` }];
}

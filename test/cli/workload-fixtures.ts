import type { LiveEvent, LiveObject, LivePod, LiveStatus, WorkloadObjects } from "../../src/cli/workload-objects.js";

// Answers of an API server (Kubernetes 1.34), cut to what is read.

/** A Deployment with one ReplicaSet, whose pods have these statuses. */
export function createDeployment(
  pods: readonly LivePod["status"][],
  { events = [], status = {}, ofSet = {} }: { events?: LiveEvent[]; status?: LiveStatus; ofSet?: LiveStatus } = {},
): WorkloadObjects {
  const workload: LiveObject = {
    metadata: { name: "reviews", uid: "deployment", generation: 2 },
    spec: { replicas: 3 },
    status: { observedGeneration: 2, updatedReplicas: 0, ...status },
  };
  const createSet = (uid: string, revision: string, of: LiveStatus): LiveObject => ({
    metadata: {
      name: uid,
      uid,
      annotations: { "deployment.kubernetes.io/revision": revision },
      ownerReferences: [{ uid: "deployment" }],
    },
    status: of,
  });
  // The set before the last rollout, which revisions order as numbers.
  const former = createSet("former", "9", refuse("exceeded quota: of yesterday"));
  return {
    kind: "Deployment",
    workload,
    replicaSets: [former, createSet("set", "10", ofSet)],
    pods: pods.map((of, index) => ({
      metadata: { name: `reviews-${index}`, uid: `pod-${index}`, ownerReferences: [{ uid: "set" }] },
      ...(of === undefined ? {} : { status: of }),
    })),
    events,
  };
}

/** Status of a ReplicaSet whose pods are refused. */
export function refuse(message: string): LiveStatus {
  return { conditions: [{ type: "ReplicaFailure", status: "True", reason: "FailedCreate", message }] };
}

/** A warning of a pod or of one of its containers. */
export function createEvent(
  reason: string,
  message: string,
  { uid = "pod-0", container = "", at = 0 } = {},
): LiveEvent {
  return {
    involvedObject: { uid, ...(container === "" ? {} : { fieldPath: `spec.containers{${container}}` }) },
    reason,
    message,
    lastTimestamp: new Date(at * 1000).toISOString(),
  };
}

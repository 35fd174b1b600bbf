import type { MeshReader } from "../../mesh/objects.js";
import type { MeshWorkload } from "../../mesh/workloads.js";
import { toMap, toMaps, toText } from "../../text/read.js";

const scaled = ["Deployment", "StatefulSet", "ReplicaSet", "Rollout"];

/**
 * How many pods, or machines, a workload stands for. Source: `replicas` of Deployment and its likes, `minReplicas` of a HorizontalPodAutoscaler,
 * `parallelism` of a Job, and `weight` of a WorkloadEntry; each is 1 where it is left out.
 */
export function countReplicas(reader: MeshReader, { object }: MeshWorkload): number {
  const { kind, spec, metadata } = object.manifest;
  if (isOwnedByDeclared(reader, metadata.ownerReferences, object.namespace)) return 0;
  if (scaled.includes(kind)) {
    const replicas = readCount(toMap(spec).replicas);
    return replicas === 0 ? 0 : Math.max(replicas, readLeast(reader, kind, object.namespace, metadata.name));
  }
  switch (kind) {
    case "DaemonSet":
      return Math.max(1, reader.list("Node").length);
    case "Job":
      return readCount(toMap(spec).parallelism);
    case "CronJob":
      return readCount(toMap(toMap(toMap(spec).jobTemplate).spec).parallelism);
    case "WorkloadEntry":
      return readCount(toMap(spec).weight) || 1;
    default:
      return 1;
  }
}

/** Whether what makes the pods is given beside them, so that they count there. */
function isOwnedByDeclared(reader: MeshReader, owners: unknown, namespace: string): boolean {
  const kinds = {
    Deployment: "apps/Deployment",
    StatefulSet: "apps/StatefulSet",
    ReplicaSet: "apps/ReplicaSet",
  } as const;
  const others = {
    DaemonSet: "apps/DaemonSet",
    Job: "batch/Job",
    CronJob: "batch/CronJob",
    Rollout: "argoproj.io/Rollout",
  } as const;
  const known: Readonly<Record<string, Parameters<MeshReader["find"]>[0]>> = { ...kinds, ...others };
  return toMaps(owners).some(({ kind, name }) => {
    const full = known[toText(kind)];
    return full !== undefined && reader.find(full, namespace, toText(name)) !== undefined;
  });
}

function readLeast({ list }: MeshReader, kind: string, namespace: string, name: string): number {
  const found = list("autoscaling/HorizontalPodAutoscaler").find(({ manifest, namespace: own }) => {
    const { scaleTargetRef } = toMap(manifest.spec);
    return own === namespace && toMap(scaleTargetRef).kind === kind && toMap(scaleTargetRef).name === name;
  });
  return found === undefined ? 0 : readCount(toMap(found.manifest.spec).minReplicas);
}

function readCount(value: unknown): number {
  return typeof value === "number" && value >= 0 ? value : 1;
}

import { parseInstanceType, type Architecture } from "./instance-type.js";
import type { CapacityType, EksNodeGroup, EksSettings, EksTaint, NodeSystem, TaintEffect } from "./settings.js";

/** A node group with every default in its place, in EKS's words. */
export interface NodeGroupPlan {
  amiType: string;
  instanceTypes: string[];
  capacityType: CapacityType;
  scaling: { minSize: number; maxSize: number; desiredSize: number };
  ignoreScaling: boolean;
  labels: Record<string, string>;
  taints: { key: string; value?: string; effect: string }[];
  /** Device -> size in GiB; a device without one keeps that of its image. */
  volumes: { deviceName: string; size?: number }[];
  maxUnavailablePercentage: number;
  metadataHopLimit: number;
}

/** Istio's taint of nodes whose CNI agent is not ready; istiod's untaint controller knows it by this key. */
export const cniTaint: EksTaint = { key: "cni.istio.io/not-ready", value: "true", effect: "NoSchedule" };

const amiTypes: Readonly<Record<NodeSystem, Record<Architecture, string>>> = {
  AL2023: { x86_64: "AL2023_x86_64_STANDARD", arm64: "AL2023_ARM_64_STANDARD" },
  Bottlerocket: { x86_64: "BOTTLEROCKET_x86_64", arm64: "BOTTLEROCKET_ARM_64" },
};

const taintEffects: Readonly<Record<TaintEffect, string>> = {
  NoSchedule: "NO_SCHEDULE",
  PreferNoSchedule: "PREFER_NO_SCHEDULE",
  NoExecute: "NO_EXECUTE",
};

/** The node groups of a cluster by name; none with Auto Mode. */
export function listNodeGroups({ nodeGroups, autoMode = false }: EksSettings): Record<string, EksNodeGroup> {
  return nodeGroups ?? (autoMode ? {} : { default: {} });
}

/** What EKS is told about a node group. */
export function planNodeGroup(group: EksNodeGroup, withCniTaint: boolean): NodeGroupPlan {
  const { system = "AL2023", instanceTypes = ["m6i.large"], minSize = 2, diskSize = 50 } = group;
  const architecture = parseInstanceType(instanceTypes[0] ?? "")?.architecture ?? "x86_64";
  const taints = [...(withCniTaint ? [cniTaint] : []), ...(group.taints ?? [])];
  return {
    amiType: amiTypes[system][architecture],
    instanceTypes,
    capacityType: group.capacityType ?? "ON_DEMAND",
    scaling: { minSize, maxSize: group.maxSize ?? Math.max(4, minSize), desiredSize: group.desiredSize ?? minSize },
    ignoreScaling: group.ignoreScaling ?? true,
    labels: group.labels ?? {},
    taints: taints.map(({ effect, ...taint }) => ({ ...taint, effect: taintEffects[effect] })),
    volumes: planVolumes(system, diskSize),
    maxUnavailablePercentage: group.maxUnavailablePercentage ?? 33,
    metadataHopLimit: group.metadataHopLimit ?? 1,
  };
}

/** Bottlerocket keeps itself on one volume and images and pods on another; both are encrypted. */
function planVolumes(system: NodeSystem, size: number): NodeGroupPlan["volumes"] {
  return system === "Bottlerocket"
    ? [{ deviceName: "/dev/xvda" }, { deviceName: "/dev/xvdb", size }]
    : [{ deviceName: "/dev/xvda", size }];
}

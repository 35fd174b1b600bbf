import { parseInstanceType, type Accelerator, type Architecture } from "./instance-type.js";
import type { CapacityType, EksNodeGroup, EksTaint, NodeSystem, TaintEffect, UpdateStrategy } from "./node-settings.js";
import type { EksSettings } from "./settings.js";

/** A node group with every default in its place, in EKS's words. */
export interface NodeGroupPlan {
  amiType: string;
  /** Parameter of Systems Manager that names the newest release of its image; `*` stands for Kubernetes' minor. */
  releaseParameter: string;
  instanceTypes: string[];
  capacityType: CapacityType;
  scaling: { minSize: number; maxSize: number; desiredSize: number };
  ignoreScaling: boolean;
  labels: Record<string, string>;
  taints: { key: string; value?: string; effect: string }[];
  /** Device -> size in GiB; a device without one keeps that of its image. */
  volumes: { deviceName: string; size?: number }[];
  maxUnavailablePercentage: number;
  /** `latest`, or one release; absent = EKS's choice. */
  releaseVersion?: string;
  updateStrategy?: UpdateStrategy;
  forceUpdate: boolean;
  repair: boolean;
  metadataHopLimit: number;
}

/** Istio's taint of nodes whose CNI agent is not ready; istiod's untaint controller knows it by this key. */
export const cniTaint: EksTaint = { key: "cni.istio.io/not-ready", value: "true", effect: "NoSchedule" };

/** An image of nodes. */
interface NodeImage {
  /** EKS's name of it. */
  amiType: string;
  /** Parameter of AWS's Systems Manager that says which release of it is the newest; `*` stands for Kubernetes' minor. */
  release: string;
}

const ofAmazonLinux = (amiType: string, path: string): NodeImage => ({
  amiType,
  release: `/aws/service/eks/optimized-ami/*/amazon-linux-2023/${path}/recommended/release_version`,
});
const ofBottlerocket = (amiType: string, variant: string, processor: string): NodeImage => ({
  amiType,
  release: `/aws/service/bottlerocket/aws-k8s-*${variant}/${processor}/latest/image_version`,
});

/** Images without drivers, and those with drivers where there are any. */
const images: Readonly<
  Record<NodeSystem, Record<Architecture, { standard: NodeImage } & Partial<Record<Accelerator, NodeImage>>>>
> = {
  AL2023: {
    x86_64: {
      standard: ofAmazonLinux("AL2023_x86_64_STANDARD", "x86_64/standard"),
      nvidia: ofAmazonLinux("AL2023_x86_64_NVIDIA", "x86_64/nvidia"),
      neuron: ofAmazonLinux("AL2023_x86_64_NEURON", "x86_64/neuron"),
    },
    arm64: {
      standard: ofAmazonLinux("AL2023_ARM_64_STANDARD", "arm64/standard"),
      nvidia: ofAmazonLinux("AL2023_ARM_64_NVIDIA", "arm64/nvidia"),
    },
  },
  Bottlerocket: {
    x86_64: {
      standard: ofBottlerocket("BOTTLEROCKET_x86_64", "", "x86_64"),
      nvidia: ofBottlerocket("BOTTLEROCKET_x86_64_NVIDIA", "-nvidia", "x86_64"),
    },
    arm64: {
      standard: ofBottlerocket("BOTTLEROCKET_ARM_64", "", "arm64"),
      nvidia: ofBottlerocket("BOTTLEROCKET_ARM_64_NVIDIA", "-nvidia", "arm64"),
    },
  },
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
  const image = findImage(system, instanceTypes);
  const taints = [...(withCniTaint ? [cniTaint] : []), ...(group.taints ?? [])];
  return {
    amiType: image.amiType,
    releaseParameter: image.release,
    instanceTypes,
    capacityType: group.capacityType ?? "ON_DEMAND",
    scaling: { minSize, maxSize: group.maxSize ?? Math.max(4, minSize), desiredSize: group.desiredSize ?? minSize },
    ignoreScaling: group.ignoreScaling ?? true,
    labels: group.labels ?? {},
    taints: taints.map(({ effect, ...taint }) => ({ ...taint, effect: taintEffects[effect] })),
    volumes: planVolumes(system, diskSize),
    maxUnavailablePercentage: group.maxUnavailablePercentage ?? 33,
    ...(group.releaseVersion === undefined ? {} : { releaseVersion: group.releaseVersion }),
    ...(group.updateStrategy === undefined ? {} : { updateStrategy: group.updateStrategy }),
    forceUpdate: group.forceUpdate ?? false,
    repair: group.repair ?? false,
    metadataHopLimit: group.metadataHopLimit ?? 1,
  };
}

/** One image serves all types of a group. */
function findImage(system: NodeSystem, [first = ""]: readonly string[]): NodeImage {
  const { architecture = "x86_64", accelerator } = parseInstanceType(first) ?? {};
  const { standard, ...withDrivers } = images[system][architecture];
  return (accelerator === undefined ? undefined : withDrivers[accelerator]) ?? standard;
}

/** Bottlerocket keeps itself on one volume and images and pods on another; both are encrypted. */
function planVolumes(system: NodeSystem, size: number): NodeGroupPlan["volumes"] {
  return system === "Bottlerocket"
    ? [{ deviceName: "/dev/xvda" }, { deviceName: "/dev/xvdb", size }]
    : [{ deviceName: "/dev/xvda", size }];
}

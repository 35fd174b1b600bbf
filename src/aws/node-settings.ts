/** Operating system of nodes; the processor's architecture follows from the instance types. */
export const NodeSystem = { AmazonLinux2023: "AL2023", Bottlerocket: "Bottlerocket" } as const;
export type NodeSystem = (typeof NodeSystem)[keyof typeof NodeSystem];

/** How EC2 sells the nodes. EKS's `capacityType`. */
export const CapacityType = { OnDemand: "ON_DEMAND", Spot: "SPOT" } as const;
export type CapacityType = (typeof CapacityType)[keyof typeof CapacityType];

/** How EKS replaces the nodes of a group in an update. Its `updateStrategy`. */
export const UpdateStrategy = {
  /** New nodes come before old ones go. */
  Default: "DEFAULT",
  /** Old nodes go first: no further nodes are needed meanwhile, as where capacity is scarce. */
  Minimal: "MINIMAL",
} as const;
export type UpdateStrategy = (typeof UpdateStrategy)[keyof typeof UpdateStrategy];

/** What a taint does to pods that do not tolerate it, in Kubernetes' words. */
export const TaintEffect = {
  NoSchedule: "NoSchedule",
  PreferNoSchedule: "PreferNoSchedule",
  NoExecute: "NoExecute",
} as const;
export type TaintEffect = (typeof TaintEffect)[keyof typeof TaintEffect];

/** A taint of all nodes of a group. */
export interface EksTaint {
  /** As in `dedicated` or `example.com/dedicated`. */
  key: string;
  /**
   * At most 63 characters.
   * @default - none
   */
  value?: string;
  /** What it does to pods that do not tolerate it. */
  effect: TaintEffect;
}

/** A managed node group. */
export interface EksNodeGroup {
  /**
   * Instance types of one architecture, in order of preference; several matter with spot.
   * @default ["m6i.large"]
   */
  instanceTypes?: string[];
  /**
   * Operating system; whether for Arm follows from the instance types.
   * @default "AL2023"
   */
  system?: NodeSystem;
  /**
   * How EC2 sells the nodes.
   * @default "ON_DEMAND"
   */
  capacityType?: CapacityType;
  /**
   * Fewest nodes.
   * @default 2
   */
  minSize?: number;
  /**
   * Most nodes.
   * @default - 4, or `minSize` where that is more
   */
  maxSize?: number;
  /**
   * Nodes to begin with.
   * @default - `minSize`
   */
  desiredSize?: number;
  /**
   * Whether the number of nodes is left to an autoscaler once the group is there.
   * @default true
   */
  ignoreScaling?: boolean;
  /**
   * Kubernetes labels of the nodes.
   * @default - none
   */
  labels?: Record<string, string>;
  /**
   * Kubernetes taints of the nodes.
   * @default - none, or Istio's with `cniTaint`
   */
  taints?: EksTaint[];
  /**
   * Size of the encrypted gp3 volume in GiB; with Bottlerocket that of the data volume.
   * @default 50
   */
  diskSize?: number;
  /**
   * Share of the nodes that may be replaced at the same time in an update, in percent, 1-100.
   * @default 33
   */
  maxUnavailablePercentage?: number;
  /**
   * Release of the nodes' image, as in `1.35.2-20261120` (Amazon Linux) or `1.52.0-3b0c1a2d` (Bottlerocket); or `latest`, for which AWS is
   * asked at every run, so that an `up` brings the newest fixes to the nodes.
   * @default - AWS's newest for the Kubernetes when the group is made or its Kubernetes changes; it stays until then
   */
  releaseVersion?: string;
  /**
   * Whether an update goes on where a PodDisruptionBudget lets no pod go: such pods are stopped nevertheless. Without it EKS gives up after
   * 15 minutes for a node (PodEvictionFailure).
   * @default false
   */
  forceUpdate?: boolean;
  /**
   * How an update replaces nodes.
   * @default - EKS's: new ones first
   */
  updateStrategy?: UpdateStrategy;
  /**
   * Whether EKS replaces or restarts nodes that are not well (node auto repair). The add-on `eks-node-monitoring-agent` finds more of them.
   * @default false
   */
  repair?: boolean;
  /**
   * How many network hops an answer of the instance metadata service takes, 1-64. With 1 only the node and pods of its own
   * network get one, so a pod cannot take the node's credentials; 2 lets every pod.
   * @default 1
   */
  metadataHopLimit?: number;
}

import type { EksTaint } from "./node-settings.js";

/** A pool of nodes that Auto Mode brings with it. */
export const NodePool = {
  /** Amd64 on-demand nodes of general families. */
  GeneralPurpose: "general-purpose",
  /** Tainted for critical add-ons; Arm nodes too. */
  System: "system",
} as const;
export type NodePool = (typeof NodePool)[keyof typeof NodePool];

/** Which subnets: one by its id, or all that have these tags. */
export interface EksSubnetSelector {
  /**
   * As in `subnet-0a1b2c3d`.
   * @default - none: give `tags`
   */
  id?: string;
  /**
   * Tags that a subnet must have, all of them; `*` as a value stands for any.
   * @default - none: give `id`
   */
  tags?: Record<string, string>;
}

/** Which security groups: one by its id, those of a name, or all that have these tags. */
export interface EksGroupSelector {
  /**
   * As in `sg-0a1b2c3d`.
   * @default - none: give `name` or `tags`
   */
  id?: string;
  /**
   * Name of the group, not its tag `Name`.
   * @default - none: give `id` or `tags`
   */
  name?: string;
  /**
   * Tags that a group must have, all of them; `*` as a value stands for any.
   * @default - none: give `id` or `name`
   */
  tags?: Record<string, string>;
}

/** The volume of a node of Auto Mode. */
export interface EksNodeStorage {
  /**
   * Size in GiB, 20-59000.
   * @default - EKS's: 80
   */
  size?: number;
  /**
   * Operations a second, 3000-16000.
   * @default - EKS's: 3000
   */
  iops?: number;
  /**
   * MiB a second, 125-1000.
   * @default - EKS's: 125
   */
  throughput?: number;
}

/**
 * How Auto Mode makes nodes: an object NodeClass of `eks.amazonaws.com/v1`. Its nodes have a role of their own and the tags of the cluster.
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/create-node-class.html
 */
export interface EksNodeClass {
  /**
   * Subnets of the nodes; whatever one of the selectors finds.
   * @default - the cluster's private ones
   */
  subnets?: EksSubnetSelector[];
  /**
   * Security groups of the nodes; whatever one of the selectors finds.
   * @default - the group that EKS gives to the cluster
   */
  securityGroups?: EksGroupSelector[];
  /**
   * The nodes' volume. `volumeKeyArn` of the cluster encrypts it.
   * @default - EKS's
   */
  storage?: EksNodeStorage;
  /**
   * Tags of instances, their volumes and network interfaces, beside the cluster's `tags`.
   * @default - none
   */
  tags?: Record<string, string>;
  /**
   * Other fields of the object's `spec`, over what the settings make of it, such as `networkPolicy` or `advancedNetworking`.
   * @default - none
   */
  spec?: Record<string, any>;
}

/** How a requirement of a NodePool compares. */
export const RequirementOperator = {
  In: "In",
  NotIn: "NotIn",
  Exists: "Exists",
  DoesNotExist: "DoesNotExist",
  Gt: "Gt",
  Lt: "Lt",
} as const;
export type RequirementOperator = (typeof RequirementOperator)[keyof typeof RequirementOperator];

/** What an instance type must be like, by a label that its nodes would have. */
export interface EksNodeRequirement {
  /** As in `eks.amazonaws.com/instance-category` or `karpenter.sh/capacity-type`. */
  key: string;
  /** How the label's value compares with `values`. */
  operator: RequirementOperator;
  /**
   * What it is compared with: any number for `In` and `NotIn`, one integer for `Gt` and `Lt`, none for the others.
   * @default - none
   */
  values?: string[];
}

/**
 * Nodes that Auto Mode makes when pods need them: an object NodePool of `karpenter.sh/v1`.
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/create-node-pool.html
 */
export interface EksAutoNodePool {
  /** Name of the class of `nodeClasses` that its nodes are of; `default` is AWS's own, which is there with a pool of `nodePools`. */
  nodeClass: string;
  /**
   * What instance types must be like.
   * @default - amd64, on demand, of the categories c, m and r from generation 5 on, as `general-purpose`
   */
  requirements?: EksNodeRequirement[];
  /**
   * Kubernetes labels of the nodes.
   * @default - none
   */
  labels?: Record<string, string>;
  /**
   * Kubernetes taints of the nodes.
   * @default - none
   */
  taints?: EksTaint[];
  /**
   * The most that all of its nodes together may have, in Kubernetes' quantities, as in `{ cpu: "100", memory: 400Gi }`.
   * @default - no limit
   */
  limits?: Record<string, string>;
  /**
   * Other fields of the object's `spec`, over what the settings make of it, such as `disruption` or `weight`.
   * @default - none
   */
  spec?: Record<string, any>;
}

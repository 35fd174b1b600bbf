import { createSettingProblem, type Problem } from "../findings/problem.js";
import { controllerTag } from "./load-balancer-policy.js";
import type { EksSettings } from "./settings.js";

// What Kubernetes makes in AWS is in no state of Pulumi's, and what is left of it keeps AWS from removing the network: load balancers
// and their security groups are made by a controller for Services and Ingresses, network interfaces by the CNI for pods. Without the
// AWS load balancer controller, EKS itself makes load balancers for Services (Kubernetes' cloud-provider-aws).

/** The tag that EKS Auto Mode gives to load balancers; its value is the cluster's name. */
const autoModeTag = "eks:eks-cluster-name";

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** Longer than AWS ever takes; whoever waits for more waits for something that nobody removes. */
const longestSeconds = 2 * 3600;

/** Seconds that a destroy waits; undefined for what is not a duration. */
export function parseDrainTimeout(text = "15m"): number | undefined {
  const [, number, unit = ""] = /^(\d+)([smh])$/.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) * (units[unit] ?? 0);
}

/** What is wrong with the time-out. */
export function findDrainProblems({ drainTimeout }: EksSettings): Problem[] {
  const seconds = parseDrainTimeout(drainTimeout);
  if (seconds !== undefined && seconds <= longestSeconds) return [];
  const message = `is "${drainTimeout ?? ""}", which is not a duration of at most ${longestSeconds / 3600} hours`;
  return [createSettingProblem(["drainTimeout"], "MESH0425", message)];
}

/** Tags of the load balancers that the cluster has made: those of a controller, and those of EKS itself. Any of them counts. */
export function listBalancerTags({ clusterName, autoMode = false }: EksSettings): Record<string, string>[] {
  return [{ [autoMode ? autoModeTag : controllerTag]: clusterName }, { [computeOwnedTag(clusterName)]: "owned" }];
}

/** The tag of what EKS itself makes for a cluster, and of its nodes. */
function computeOwnedTag(clusterName: string): string {
  return `kubernetes.io/cluster/${clusterName}`;
}

/** A filter of AWS's API. */
export interface AwsFilter {
  name: string;
  values: string[];
}

/** Network interfaces of load balancers: they have no tags, and stay for some minutes when their load balancer has gone. */
export function computeBalancerInterfaceFilters(vpcId: string): AwsFilter[] {
  return [
    { name: "vpc-id", values: [vpcId] },
    { name: "description", values: ["ELB *"] },
  ];
}

/**
 * Security groups of load balancers, which go after these: those of a controller, and those of EKS itself, whose tag nodes' groups have
 * too, so that their names tell. Groups of either kind count. Auto Mode may make groups only with its own tag (AWS's policy
 * AmazonEKSLoadBalancingPolicy), and names what it makes as the controller does. The cluster's own group begins with `eks-cluster-sg-`.
 */
export function listBalancerGroupFilters({ clusterName, autoMode = false }: EksSettings): AwsFilter[][] {
  if (autoMode)
    return [
      [
        { name: `tag:${autoModeTag}`, values: [clusterName] },
        { name: "group-name", values: ["k8s-*"] },
      ],
    ];
  return [
    [{ name: `tag:${controllerTag}`, values: [clusterName] }],
    [
      { name: `tag:${computeOwnedTag(clusterName)}`, values: ["owned"] },
      { name: "group-name", values: ["k8s-elb-*"] },
    ],
  ];
}

/**
 * Network interfaces of pods; not those of the nodes or of the control plane, which go with these. The CNI makes those of most pods. AWS's VPC
 * resource controller, which gives pods security groups of their own, makes the others under tags of its own
 * (https://github.com/aws/amazon-vpc-resource-controller-k8s, pkg/config/type.go): that pods have none now does not prove that none is left.
 */
export function listPodInterfaceFilters(clusterName: string): AwsFilter[][] {
  return [
    [
      { name: "tag:cluster.k8s.amazonaws.com/name", values: [clusterName] },
      { name: "description", values: ["aws-K8S-*"] },
    ],
    [
      { name: `tag:${computeOwnedTag(clusterName)}`, values: ["owned"] },
      { name: "tag:eks:eni:owner", values: ["eks-vpc-resource-controller"] },
    ],
  ];
}

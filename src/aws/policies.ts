// IAM policy documents, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html

/** One statement of a policy. */
export interface PolicyStatement {
  Sid?: string;
  Effect: "Allow" | "Deny";
  Action: readonly string[];
  Principal?: { Service: string };
  Resource?: string | readonly string[];
  Condition?: Record<string, Record<string, string | readonly string[]>>;
}

/** A policy document as IAM wants it. */
export interface PolicyDocument {
  Version: "2012-10-17";
  Statement: readonly PolicyStatement[];
}

/** `aws`, or `aws-us-gov` in the regions of the US government, which ARNs begin with. */
export function computePartition(region: string): string {
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** ARN of a policy that AWS maintains. */
export function computeManagedPolicyArn(region: string, name: string): string {
  return `arn:${computePartition(region)}:iam::aws:policy/${name}`;
}

/** ARN of an EKS access policy. */
export function computeAccessPolicyArn(region: string, name: string): string {
  return `arn:${computePartition(region)}:eks::aws:cluster-access-policy/${name}`;
}

/** Who may take a role: EKS itself, EC2 for nodes, EKS Pod Identity for pods, or EC2 for a VPC's flow logs. EKS tags the session it opens. */
export const trustPolicies = {
  cluster: computeTrust("eks.amazonaws.com", ["sts:AssumeRole", "sts:TagSession"]),
  node: computeTrust("ec2.amazonaws.com", ["sts:AssumeRole"]),
  pod: computeTrust("pods.eks.amazonaws.com", ["sts:AssumeRole", "sts:TagSession"]),
  flowLogs: computeTrust("vpc-flow-logs.amazonaws.com", ["sts:AssumeRole"]),
} as const;

/** AWS's own policies for the cluster's role: managed nodes need one, Auto Mode four more, and pods with security groups of their own another. */
export function listClusterPolicies(autoMode: boolean, hasPodGroups = false): string[] {
  return [
    "AmazonEKSClusterPolicy",
    ...(hasPodGroups ? ["AmazonEKSVPCResourceController"] : []),
    ...(autoMode
      ? [
          "AmazonEKSComputePolicy",
          "AmazonEKSBlockStoragePolicy",
          "AmazonEKSLoadBalancingPolicy",
          "AmazonEKSNetworkingPolicy",
        ]
      : []),
  ];
}

/**
 * AWS's own policies for the nodes' role: to join and to pull images. What the CNI may do with network interfaces belongs to its
 * pods by Pod Identity, so a pod that gets at the node's credentials cannot.
 */
export function listNodePolicies(autoMode: boolean): string[] {
  return [
    autoMode ? "AmazonEKSWorkerNodeMinimalPolicy" : "AmazonEKSWorkerNodePolicy",
    "AmazonEC2ContainerRegistryPullOnly",
  ];
}

function computeTrust(service: string, actions: readonly string[]): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: actions, Principal: { Service: service } }],
  };
}

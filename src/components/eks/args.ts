import type * as pulumi from "@pulumi/pulumi";
import type { FlowTraffic } from "../../aws/flow-logs.js";
import type { EksControllerChart } from "../../aws/load-balancer-chart.js";
import type { EksSettings } from "../../aws/settings.js";

/** A VPC that somebody else made. It must lead from the private subnets to the internet or to endpoints of AWS. */
export interface EksExistingVpc {
  /** Its id. */
  vpcId: pulumi.Input<string>;
  /** Subnets of nodes and pods, in at least two zones; `kubernetes.io/role/internal-elb` should be among their tags. */
  privateSubnetIds: pulumi.Input<string>[];
  /**
   * Subnets of public load balancers; `kubernetes.io/role/elb` must be among their tags.
   * @default - none
   */
  publicSubnetIds?: pulumi.Input<string>[];
}

/** Who may use the Kubernetes API, by an EKS access entry. */
export interface EksAccessEntry {
  /** ARN of an IAM role or user. */
  principalArn: pulumi.Input<string>;
  /**
   * EKS access policies by name: `AmazonEKSClusterAdminPolicy`, `AmazonEKSAdminPolicy`, `AmazonEKSEditPolicy`,
   * `AmazonEKSViewPolicy`.
   * @default - none
   */
  policies?: string[];
  /**
   * Namespaces that the policies are about.
   * @default - the whole cluster
   */
  namespaces?: string[];
  /**
   * Kubernetes groups for role bindings of your own; EKS takes none that begins with `system:`.
   * @default - none
   */
  groups?: string[];
}

/** An IAM role for the pods of a service account, by EKS Pod Identity. */
export interface EksPodRole {
  /** Namespace of the service account. */
  namespace: string;
  /** The service account; it need not exist yet. */
  serviceAccount: string;
  /**
   * Policies that a new role has: any name -> ARN.
   * @default - none: give `roleArn`
   */
  policies?: Record<string, pulumi.Input<string>>;
  /**
   * ARN of a role that is there already, instead of a new one.
   * @default - none: give `policies`
   */
  roleArn?: pulumi.Input<string>;
}

/** Roles that are there already, as where IAM is somebody else's. What each must allow is in docs/eks.md. */
export interface EksExistingRoles {
  /**
   * ARN of the control plane's role.
   * @default - a new one
   */
  cluster?: pulumi.Input<string>;
  /**
   * ARN of the nodes' role.
   * @default - a new one
   */
  nodes?: pulumi.Input<string>;
  /**
   * ARN of the load balancer controller's role.
   * @default - a new one
   */
  loadBalancerController?: pulumi.Input<string>;
  /**
   * ARNs of roles of the add-ons `vpc-cni` and `aws-ebs-csi-driver`, by the add-on's name.
   * @default - new ones
   */
  addons?: Record<string, pulumi.Input<string>>;
  /**
   * ARN of the role of the nodes that `nodeClasses` are for.
   * @default - a new one
   */
  autoNodes?: pulumi.Input<string>;
  /**
   * ARN of the role that writes the VPC's flow logs into CloudWatch.
   * @default - a new one
   */
  flowLogs?: pulumi.Input<string>;
}

/** Flow logs of the cluster's VPC: who has talked to whom, packet counts, and whether it was let through. */
export interface EksFlowLogs {
  /**
   * Which traffic: `ALL`, `ACCEPT` or `REJECT`.
   * @default "ALL"
   */
  traffic?: FlowTraffic;
  /**
   * ARN of an S3 bucket, with or without a folder, that they go to. Its policy must let `delivery.logs.amazonaws.com` write; AWS adds that
   * itself where whoever runs `up` may change it.
   * @default - a log group of CloudWatch, `/aws/vpc/<clusterName>/flow-logs`, which keeps them as long as the cluster's logs
   */
  bucketArn?: pulumi.Input<string>;
  /**
   * Seconds over which flows are summed up: 60 or 600.
   * @default 600
   */
  intervalSeconds?: number;
}

/** Whose token the kubeconfig asks `aws eks get-token` for. */
export interface EksCredentials {
  /**
   * ARN of a role to assume.
   * @default - the identity that runs Pulumi
   */
  roleArn?: string;
  /**
   * Profile of the AWS configuration; it must be on every machine that uses the kubeconfig.
   * @default - the environment's
   */
  profile?: string;
}

/** Inputs of `EksCluster`. */
export interface EksClusterArgs extends EksSettings {
  /**
   * A VPC that is there already, instead of `vpc`.
   * @default - none: give `vpc`
   */
  existingVpc?: EksExistingVpc;
  /**
   * ARN of the KMS key that encrypts Kubernetes Secrets.
   * @default - a key of the cluster's own, rotated every year
   */
  encryptionKeyArn?: pulumi.Input<string>;
  /**
   * ARN of the KMS key that encrypts volumes: those of nodes, and those of `storageClass`. What its policy must allow is in docs/eks.md.
   * @default - the key that EC2 has for the account and region
   */
  volumeKeyArn?: pulumi.Input<string>;
  /**
   * ARN of the KMS key that encrypts log groups: of the control plane, and of `flowLogs`. Its policy must let CloudWatch use it.
   * @default - CloudWatch's own
   */
  logKeyArn?: pulumi.Input<string>;
  /**
   * Flow logs of the VPC; for `vpc` alone.
   * @default - none
   */
  flowLogs?: EksFlowLogs;
  /**
   * Who may use the Kubernetes API, beside the creator: any name -> entry. EKS takes one entry a principal, and makes that of the creator
   * itself, unless `creatorIsAdmin` is false.
   * @default - nobody
   */
  accessEntries?: Record<string, EksAccessEntry>;
  /**
   * Roles that are there already, instead of those that would be made.
   * @default - none
   */
  existingRoles?: EksExistingRoles;
  /**
   * ARN of the policy that bounds what the roles that are made may do.
   * @default - none
   */
  permissionsBoundary?: pulumi.Input<string>;
  /**
   * Roles of applications' pods: any name -> role.
   * @default - none
   */
  podRoles?: Record<string, EksPodRole>;
  /**
   * Installs the AWS load balancer controller with the cluster, so that it is there before the mesh and goes after it.
   * @default - it has its role, and somebody else installs it
   */
  loadBalancerControllerChart?: EksControllerChart;
  /**
   * Whose token the kubeconfig asks for.
   * @default - that of the identity that runs Pulumi
   */
  credentials?: EksCredentials;
}

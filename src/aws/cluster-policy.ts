import { computePartition, type PolicyDocument, type PolicyStatement } from "./policies.js";

// What the cluster's role may do beside AWS's own policies.

/** Keys that the cluster's role uses. */
export interface ClusterKeys {
  /** ARN of the key of Secrets. */
  secrets: string;
  /** ARN of the key of volumes. @default - AWS's own, for which nobody needs a right */
  volumes?: string;
}

/** The policy of the cluster's role. Nodes and volumes of Auto Mode are made with that role, and so with its rights. */
export function computeClusterPolicy(
  { region, autoMode = false }: { region: string; autoMode?: boolean },
  { secrets, volumes }: ClusterKeys,
): PolicyDocument {
  const ofAutoMode = [
    ...listTaggingStatements(region),
    ...(volumes === undefined ? [] : computeVolumeKeyPolicy(volumes).Statement),
  ];
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["kms:Encrypt", "kms:Decrypt", "kms:DescribeKey", "kms:ListGrants"],
        Resource: secrets,
      },
      ...(autoMode ? ofAutoMode : []),
    ],
  };
}

/**
 * What whoever makes volumes may do with the key that encrypts them: the EBS driver, and the cluster's role of Auto Mode.
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/auto-kms.html and the same guide's ebs-csi page
 */
export function computeVolumeKeyPolicy(keyArn: string): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        Resource: keyArn,
      },
      {
        Effect: "Allow",
        Action: ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
        Resource: keyArn,
        Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
      },
    ],
  };
}

/** The tag of all that Auto Mode makes; EKS opens the role's session with it, so that one role can serve several clusters. */
const clusterTag = "eks:eks-cluster-name";
const ownCluster = `\${aws:PrincipalTag/${clusterTag}}`;
const asked = { StringEquals: { [`aws:RequestTag/${clusterTag}`]: ownCluster } };
const there = { StringEquals: { [`aws:ResourceTag/${clusterTag}`]: ownCluster } };

/**
 * AWS's policies for Auto Mode allow no tags but its own. These allow others on what it makes for its cluster, and to change them later.
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/auto-cluster-iam-role.html, custom tags
 */
function listTaggingStatements(region: string): PolicyStatement[] {
  const arn = (service: string, resource: string) => `arn:${computePartition(region)}:${service}:*:*:${resource}`;
  const withTags = (...names: string[]) => ({
    ...asked,
    StringLike: Object.fromEntries(names.map((name) => [`aws:RequestTag/eks:kubernetes-${name}`, "*"])),
  });
  const allow = (Action: string[], Resource: string | string[], Condition: PolicyStatement["Condition"]) =>
    ({ Effect: "Allow", Action, Resource, Condition }) as const;
  return [
    allow(
      ["ec2:CreateFleet", "ec2:RunInstances", "ec2:CreateLaunchTemplate"],
      "*",
      withTags("node-class-name", "node-pool-name"),
    ),
    allow(["ec2:CreateVolume", "ec2:CreateSnapshot"], [arn("ec2", "volume/*"), arn("ec2", "snapshot/*")], asked),
    allow(["ec2:CreateNetworkInterface"], "*", withTags("cni-node-name")),
    allow(
      [
        "elasticloadbalancing:CreateLoadBalancer",
        "elasticloadbalancing:CreateTargetGroup",
        "elasticloadbalancing:CreateListener",
        "elasticloadbalancing:CreateRule",
        "ec2:CreateSecurityGroup",
      ],
      "*",
      asked,
    ),
    allow(["shield:CreateProtection", "shield:TagResource"], "*", asked),
    allow(
      ["ec2:CreateTags", "ec2:DeleteTags", "elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"],
      "*",
      there,
    ),
  ];
}

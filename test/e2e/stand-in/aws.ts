import type { Existing, Properties, Step } from "./provider.js";

// What AWS would say, as far as an EKS cluster's resources want to know it. Made up from AWS's documents: nobody could ask AWS itself.

/** Properties that a provider names by itself where nobody does. */
export const nameProperties: Readonly<Record<string, string>> = {
  "aws:ec2/launchTemplate:LaunchTemplate": "name",
  "aws:ec2/securityGroup:SecurityGroup": "name",
  "aws:eks/nodeGroup:NodeGroup": "nodeGroupName",
  "aws:iam/role:Role": "name",
  "aws:iam/rolePolicy:RolePolicy": "name",
};

/** Properties that cannot change without another resource. */
export const replacedBy: Readonly<Record<string, readonly string[]>> = {
  "aws:eks/accessEntry:AccessEntry": ["clusterName", "principalArn"],
  "aws:eks/addon:Addon": ["clusterName", "addonName"],
  "aws:eks/cluster:Cluster": ["name", "roleArn", "bootstrapSelfManagedAddons", "kubernetesNetworkConfig"],
  "aws:eks/nodeGroup:NodeGroup": [
    "amiType",
    "capacityType",
    "clusterName",
    "instanceTypes",
    "nodeRoleArn",
    "subnetIds",
  ],
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": ["clusterName", "namespace", "serviceAccount"],
  "aws:ec2/subnet:Subnet": ["availabilityZone", "cidrBlock", "vpcId"],
  "aws:ec2/vpc:Vpc": ["cidrBlock"],
};

/**
 * Properties that are a name of our own choosing: there is no room for a second resource of that name, so the provider lets the old one go
 * before the new one comes (nameRequiresDeleteBeforeReplace of pulumi-terraform-bridge).
 */
export const givenNames: Readonly<Record<string, string>> = { "aws:eks/cluster:Cluster": "name" };

/** Resources whose id is made of their own inputs. */
const idProperties: Readonly<Record<string, readonly string[]>> = {
  "aws:cloudwatch/logGroup:LogGroup": ["name"],
  "aws:eks/accessEntry:AccessEntry": ["clusterName", "principalArn"],
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": ["clusterName", "principalArn", "policyArn"],
  "aws:eks/addon:Addon": ["clusterName", "addonName"],
  "aws:eks/cluster:Cluster": ["name"],
  "aws:eks/nodeGroup:NodeGroup": ["clusterName", "nodeGroupName"],
  "aws:iam/role:Role": ["name"],
  "aws:iam/rolePolicy:RolePolicy": ["role", "name"],
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ["role", "policyArn"],
  "aws:kms/alias:Alias": ["name"],
};

/** The id that a new resource gets. */
export function computeId(type: string, inputs: Properties, number: number): string {
  const properties = idProperties[type];
  if (properties !== undefined) return properties.map((property) => String(inputs[property])).join(":");
  return `${(type.split(":").at(-1) ?? "").toLowerCase()}-${String(number).padStart(8, "0")}`;
}

type ComputeOutputs = (id: string, inputs: Properties, old: Properties) => Properties;

const outputs: Readonly<Record<string, ComputeOutputs>> = {
  // Every change is a new version.
  "aws:ec2/launchTemplate:LaunchTemplate": (_, __, { latestVersion = 0 }) => ({
    latestVersion: Number(latestVersion) + 1,
  }),
  "aws:iam/role:Role": (id) => ({ arn: `arn:aws:iam::123456789012:role/${id}` }),
  "aws:kms/key:Key": (id) => ({ keyId: id, arn: `arn:aws:kms:eu-west-1:123456789012:key/${id}` }),
  "aws:eks/cluster:Cluster": (id, { vpcConfig }) => ({
    arn: `arn:aws:eks:eu-west-1:123456789012:cluster/${id}`,
    endpoint: `https://${id}.eks.example`,
    certificateAuthority: { data: "Q0E=" },
    vpcConfig: { ...vpcConfig, clusterSecurityGroupId: `sg-${id}` },
  }),
};

/** What AWS adds to a resource's inputs. */
export function computeOutputs(type: string, id: string, inputs: Properties, old: Properties = {}): Properties {
  return outputs[type]?.(id, inputs, old) ?? {};
}

/** Why AWS would refuse a step: a second thing of one name, a protected cluster, a thing that another one still needs, too few nodes. */
export function findRefusal(
  { verb, type }: Step,
  inputs: Properties,
  existing: Iterable<Existing>,
  deleted?: Existing,
): string | undefined {
  if (!type.startsWith("aws:")) return undefined;
  if (verb !== "delete" && type === "aws:eks/nodeGroup:NodeGroup") {
    const { minSize, desiredSize } = inputs.scalingConfig as { minSize: number; desiredSize: number };
    if (minSize > desiredSize) return `Minimum capacity ${minSize} can't be greater than desired size ${desiredSize}`;
  }
  const others = [...existing].filter((one) => one !== deleted);
  if (verb === "create") {
    const id = idProperties[type] === undefined ? undefined : computeId(type, inputs, 0);
    return others.some((one) => one.type === type && one.id === id) ? `${id ?? ""} already exists` : undefined;
  }
  if (deleted === undefined) return undefined;
  if (inputs.deletionProtection === true) return `${deleted.id} has deletion protection`;
  const user = others.find((one) => refersTo(one.inputs, deleted));
  return user === undefined ? undefined : `DependencyViolation: ${user.name} (${user.type}) needs ${deleted.id}`;
}

function refersTo(value: unknown, target: Existing): boolean {
  if (typeof value === "string") return value === target.id || value === target.outputs.arn;
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some((inner) => refersTo(inner, target));
}

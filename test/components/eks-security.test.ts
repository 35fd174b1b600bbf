// One test for each default that keeps a cluster closed. Does not prove that AWS enforces them.
import { expect, it } from "vitest";
import { EksCluster } from "../../src/components/eks-cluster.js";
import type { EksClusterArgs } from "../../src/components/eks/args.js";
import { leastSettings } from "../aws/settings.js";
import { find, list, runProgram, type Run } from "./engine.js";

const make = (args: Partial<EksClusterArgs> = {}) =>
  runProgram(() => ({ arn: new EksCluster("eks", { ...leastSettings, ...args }).clusterArn }));
const cluster = async (args: Partial<EksClusterArgs> = {}) => find(await make(args), "eks-cluster", ":Cluster").inputs;
const ofType = ({ resources }: Run, type: string) => resources.filter((resource) => resource.type.endsWith(`:${type}`));

it("the API server has a private endpoint and no public one", async () => {
  const { endpointPrivateAccess, endpointPublicAccess, publicAccessCidrs } = (await cluster()).vpcConfig;
  expect([endpointPrivateAccess, endpointPublicAccess, publicAccessCidrs]).toEqual([true, false, undefined]);
});

it("a public endpoint is for the networks that are named, beside the private one", async () => {
  const { vpcConfig } = await cluster({ publicAccessCidrs: ["203.0.113.0/24"] });
  expect(vpcConfig).toMatchObject({
    endpointPrivateAccess: true,
    endpointPublicAccess: true,
    publicAccessCidrs: ["203.0.113.0/24"],
  });
});

it("the whole internet only when it is said", async () => {
  const open = { publicAccessCidrs: ["0.0.0.0/0"] };
  await runProgram(() => {
    expect(() => new EksCluster("eks", { ...leastSettings, ...open })).toThrow("MESH0409");
    return {};
  });
  expect((await cluster({ ...open, allowAccessFromAnywhere: true })).vpcConfig.publicAccessCidrs).toEqual([
    "0.0.0.0/0",
  ]);
});

it("Secrets are encrypted with a key of the cluster's own, which AWS renews", async () => {
  const run = await make();
  const { enableKeyRotation, deletionWindowInDays } = find(run, "eks-key", ":Key").inputs;
  expect([enableKeyRotation, deletionWindowInDays]).toEqual([true, 30]);
  expect(find(run, "eks-cluster", ":Cluster").inputs.encryptionConfig).toEqual({
    provider: { keyArn: "arn:aws:kms:eu-west-1:123456789012:key/eks-key" },
    resources: ["secrets"],
  });
});

it("or with the key that is given, and no other is made", async () => {
  const encryptionKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/own";
  const run = await make({ encryptionKeyArn });
  expect(ofType(run, "Key")).toEqual([]);
  expect(find(run, "eks-cluster", ":Cluster").inputs.encryptionConfig.provider.keyArn).toBe(encryptionKeyArn);
  const { policy } = find(run, "eks-cluster", ":RolePolicy").inputs;
  expect(JSON.parse(policy).Statement).toEqual([
    {
      Effect: "Allow",
      Action: ["kms:Encrypt", "kms:Decrypt", "kms:DescribeKey", "kms:ListGrants"],
      Resource: encryptionKeyArn,
    },
  ]);
});

it("all logs of the control plane are kept, for 90 days", async () => {
  const run = await make();
  const { enabledClusterLogTypes } = find(run, "eks-cluster", ":Cluster").inputs;
  expect(enabledClusterLogTypes).toEqual(["api", "audit", "authenticator", "controllerManager", "scheduler"]);
  expect(find(run, "eks-logs").inputs).toMatchObject({ name: "/aws/eks/prod/cluster", retentionInDays: 90 });
});

it("the cluster's logs have their group before it could make one itself", async () => {
  expect(find(await make(), "eks-cluster", ":Cluster").dependsOn).toContain("eks-logs");
});

it("nobody deletes the cluster by mistake", async () => {
  expect((await cluster()).deletionProtection).toBe(true);
  expect((await cluster({ deletionProtection: false })).deletionProtection).toBe(false);
});

it("access is by entries alone, without the ConfigMap aws-auth", async () => {
  expect((await cluster()).accessConfig.authenticationMode).toBe("API");
  expect(list(await make()).filter((line) => line.startsWith("kubernetes:"))).toEqual([]);
});

it("nodes give their metadata to sessions only (IMDSv2), and not to pods", async () => {
  const { metadataOptions } = find(await make(), "eks-nodes-default", ":LaunchTemplate").inputs;
  expect(metadataOptions).toEqual({ httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 });
});

it("nodes' volumes are encrypted", async () => {
  const nodeGroups = { amazon: {}, rocket: { system: "Bottlerocket" } } as const;
  const volumes = ofType(await make({ nodeGroups }), "LaunchTemplate").flatMap(
    ({ inputs }) => inputs.blockDeviceMappings,
  );
  expect(volumes.map(({ ebs }) => [ebs.encrypted, ebs.volumeType])).toEqual([
    ["true", "gp3"],
    ["true", "gp3"],
    ["true", "gp3"],
  ]);
});

it("nobody logs in to nodes by SSH", async () => {
  const run = await make();
  expect(find(run, "eks-nodes-default", ":LaunchTemplate").inputs.keyName).toBeUndefined();
  expect(find(run, "eks-nodes-default", ":NodeGroup").inputs.remoteAccess).toBeUndefined();
  const ports = ofType(run, "SecurityGroupIngressRule").map(({ inputs }) => inputs.fromPort);
  expect(ports).not.toContain(22);
});

it("nodes are in private subnets, which give out no public addresses", async () => {
  const run = await make();
  const { subnetIds } = find(run, "eks-nodes-default", ":NodeGroup").inputs;
  expect(subnetIds).toEqual(["eks-private-eu-west-1a-id", "eks-private-eu-west-1b-id"]);
  expect(ofType(run, "Subnet").map(({ inputs }) => inputs.mapPublicIpOnLaunch ?? false)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

it("nodes may join and pull images; network interfaces belong to the CNI's pods", async () => {
  const run = await make();
  const attached = ofType(run, "RolePolicyAttachment").map(({ inputs }) => `${inputs.role} ${inputs.policyArn}`);
  expect(attached).toEqual([
    "eks-aws-ebs-csi-driver arn:aws:iam::aws:policy/AmazonEBSCSIDriverPolicyV2",
    "eks-cluster arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
    "eks-nodes arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
    "eks-nodes arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
    "eks-vpc-cni arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
  ]);
  expect(find(run, "eks-vpc-cni", ":Addon").inputs.podIdentityAssociations).toEqual([
    { serviceAccount: "aws-node", roleArn: "arn:aws:iam::123456789012:role/eks-vpc-cni" },
  ]);
});

it("nothing but nodes and the control plane reaches nodes", async () => {
  const rules = ofType(await make(), "SecurityGroupIngressRule").map(({ inputs }) => inputs);
  const sources = rules
    .filter(({ securityGroupId }) => securityGroupId === "eks-nodes-id")
    .map(({ referencedSecurityGroupId, cidrIpv4 }) => referencedSecurityGroupId ?? cidrIpv4);
  expect(new Set(sources)).toEqual(new Set(["eks-nodes-id", "eks-cluster-group"]));
});

it("istiod's ports are open to the control plane", async () => {
  const run = await make();
  for (const [rule, port] of [
    ["istiod-webhook", 15017],
    ["istiod-xds", 15012],
  ] as const) {
    expect(find(run, `eks-control-plane-${rule}`).inputs).toMatchObject({
      securityGroupId: "eks-nodes-id",
      referencedSecurityGroupId: "eks-cluster-group",
      ipProtocol: "tcp",
      fromPort: port,
      toPort: port,
    });
  }
});

it("the VPC's default security group lets nothing through", async () => {
  const { ingress, egress } = find(await make(), "eks-default-security-group").inputs;
  expect([ingress, egress]).toEqual([[], []]);
});

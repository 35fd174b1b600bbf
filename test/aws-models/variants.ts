import type { EksClusterArgs } from "../../src/components/eks/args.js";

const base = {
  clusterName: "shop-prod",
  region: "eu-west-1",
  kubernetesVersion: "1.35",
  publicAccessCidrs: ["203.0.113.0/24"],
  // The mocks have no server for hooks.
  drainTimeout: "0s",
} satisfies EksClusterArgs;
const vpc = { zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"] };
const key = "arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f";
const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;

/** Clusters whose resources are held against AWS's models: together they use every setting that reaches AWS. */
export const variants: Readonly<Record<string, EksClusterArgs>> = {
  default: { ...base, vpc },
  "existing VPC and roles": {
    ...base,
    existingVpc: { vpcId: "vpc-0a1b2c3d4e5f60718", privateSubnetIds: ["subnet-0a1b2c3d", "subnet-1a1b2c3d"] },
    existingRoles: { cluster: role("cluster"), nodes: role("nodes"), loadBalancerController: role("lbc") },
    encryptionKeyArn: key,
    serviceCidr: "172.20.0.0/16",
  },
  private: {
    ...base,
    vpc: { ...vpc, natGateways: "none" },
    publicAccessCidrs: [],
    privateAccessCidrs: ["10.99.0.0/16"],
  },
  "spot, Arm, Bottlerocket, GPU": {
    ...base,
    vpc,
    nodeGroups: {
      spot: { instanceTypes: ["m7g.large", "m6g.large"], system: "Bottlerocket", capacityType: "SPOT", minSize: 0 },
      gpu: { instanceTypes: ["g5.xlarge"], taints: [{ key: "gpu", value: "", effect: "NoSchedule" }] },
      neuron: { instanceTypes: ["inf2.xlarge"], diskSize: 200 },
      steady: { releaseVersion: "1.35.2-20261120", forceUpdate: true, repair: true, updateStrategy: "MINIMAL" },
    },
  },
  "two zones, one NAT": {
    ...base,
    vpc: { zones: vpc.zones.slice(0, 2), natGateways: "one" },
    supportPolicy: "EXTENDED",
  },
  "Auto Mode": { ...base, vpc, autoMode: true, nodePools: ["system"], zonalShift: true },
  "Auto Mode with own classes": {
    ...base,
    vpc,
    autoMode: true,
    nodePools: [],
    nodeClasses: { mesh: {} },
    autoNodePools: { mesh: { nodeClass: "mesh" } },
    storageClass: {},
    volumeKeyArn: key,
    tags: { team: "shop" },
  },
  "own keys and flow logs": {
    ...base,
    vpc,
    encryptionKeyArn: key,
    volumeKeyArn: key,
    logKeyArn: key,
    storageClass: {},
    flowLogs: { traffic: "REJECT", intervalSeconds: 60 },
  },
  "flow logs in a bucket": { ...base, vpc, flowLogs: { bucketArn: "arn:aws:s3:::flows/shop" } },
  "many groups, labels and tags": {
    ...base,
    vpc,
    tags: Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`tag-${index}`, "x".repeat(256)])),
    nodeGroups: Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [
        `group-${index}`,
        {
          labels: { [`example.com/${"k".repeat(51)}`]: "v".repeat(63) },
          taints: [{ key: "t".repeat(63), value: "v".repeat(63), effect: "PreferNoSchedule" as const }],
          metadataHopLimit: 2,
        },
      ]),
    ),
  },
  "add-ons": {
    ...base,
    vpc,
    cniTaint: true,
    addons: {
      "vpc-cni": { configuration: { env: { ENABLE_POD_ENI: "true", ENABLE_PREFIX_DELEGATION: "true" } } },
      coredns: { version: "v1.12.4-eksbuild.1", resolveConflicts: "NONE" },
      "aws-ebs-csi-driver": { policy: "AmazonEBSCSIDriverEKSClusterScopedPolicy" },
      "metrics-server": {},
    },
    podRoles: {
      web: {
        namespace: "shop",
        serviceAccount: "web",
        policies: { own: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" },
      },
    },
    controlPlanePorts: { "cert-manager": 10260 },
    rolePath: "/teams/shop/",
    permissionsBoundary: "arn:aws:iam::123456789012:policy/boundary",
  },
  GovCloud: {
    ...base,
    region: "us-gov-west-1",
    vpc: { zones: ["us-gov-west-1a", "us-gov-west-1b"], endpoints: true },
    creatorIsAdmin: false,
    accessEntries: {
      ops: { principalArn: "arn:aws-us-gov:iam::123456789012:role/ops", policies: ["AmazonEKSClusterAdminPolicy"] },
      team: {
        principalArn: "arn:aws-us-gov:iam::123456789012:role/team",
        policies: ["AmazonEKSEditPolicy"],
        namespaces: ["shop"],
        groups: ["team"],
      },
    },
  },
};

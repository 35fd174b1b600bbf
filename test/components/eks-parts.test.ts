// Pulumi's mocks: what settings make of the parts of a cluster. Does not prove that AWS takes it.
import { describe, expect, it } from "vitest";
import { EksCluster } from "../../src/components/eks-cluster.js";
import type { EksClusterArgs } from "../../src/components/eks/args.js";
import { leastSettings } from "../aws/settings.js";
import { find, list, runProgram } from "./engine.js";

const make = (args: Partial<EksClusterArgs> = {}) =>
  runProgram(() => ({ arn: new EksCluster("eks", { ...leastSettings, ...args }).clusterArn }));
const zones = ["eu-west-1b", "eu-west-1a"];

describe("the VPC", () => {
  it("has subnets that load balancers find", async () => {
    const run = await make();
    expect(find(run, "eks-private-eu-west-1b", ":Subnet").inputs).toEqual({
      vpcId: "eks-vpc-id",
      availabilityZone: "eu-west-1b",
      cidrBlock: "10.0.32.0/19",
      region: "eu-west-1",
      tags: {
        Name: "prod-private-eu-west-1b",
        "kubernetes.io/cluster/prod": "shared",
        "kubernetes.io/role/internal-elb": "1",
      },
    });
    expect(find(run, "eks-public-eu-west-1b", ":Subnet").inputs).toMatchObject({
      cidrBlock: "10.0.254.0/24",
      tags: { "kubernetes.io/role/elb": "1" },
    });
  });

  it("leads every private subnet through the gateway of its zone", async () => {
    const run = await make();
    expect(
      ["a", "b"].map((letter) => find(run, `eks-private-eu-west-1${letter}-internet`).inputs.natGatewayId),
    ).toEqual(["eks-nat-eu-west-1a-id", "eks-nat-eu-west-1b-id"]);
  });

  it("or through the only one, in whichever order zones are named", async () => {
    for (const named of [zones, zones.toReversed()]) {
      const run = await make({ vpc: { zones: named, natGateways: "one" } });
      expect(list(run).filter((line) => line.includes("NatGateway"))).toEqual([
        "aws:ec2/natGateway:NatGateway eks-nat-eu-west-1a",
      ]);
      expect(find(run, "eks-private-eu-west-1b-internet").inputs.natGatewayId).toBe("eks-nat-eu-west-1a-id");
    }
  });

  it("or nowhere but to endpoints of AWS, in private subnets, for HTTPS of the VPC", async () => {
    const run = await make({ vpc: { zones, natGateways: "none" } });
    expect(list(run).filter((line) => /NatGateway|Eip|private-.*-internet|VpcEndpoint/.test(line))).toEqual(
      ["ec2", "ecr-api", "ecr-dkr", "eks-auth", "eks", "elasticloadbalancing", "logs", "s3", "sts"].map(
        (key) => `aws:ec2/vpcEndpoint:VpcEndpoint eks-${key}-endpoint`,
      ),
    );
    expect(find(run, "eks-ecr-api-endpoint").inputs).toEqual({
      vpcId: "eks-vpc-id",
      serviceName: "com.amazonaws.eu-west-1.ecr.api",
      vpcEndpointType: "Interface",
      subnetIds: ["eks-private-eu-west-1b-id", "eks-private-eu-west-1a-id"],
      securityGroupIds: ["eks-endpoints-id"],
      privateDnsEnabled: true,
      region: "eu-west-1",
      tags: { Name: "prod-ecr-api" },
    });
    expect(find(run, "eks-endpoints-https").inputs).toMatchObject({
      cidrIpv4: "10.0.0.0/16",
      fromPort: 443,
      toPort: 443,
    });
    expect(find(run, "eks-s3-endpoint").inputs).toMatchObject({
      vpcEndpointType: "Gateway",
      routeTableIds: ["eks-public-id", "eks-private-eu-west-1b-id", "eks-private-eu-west-1a-id"],
    });
  });

  it("keeps what it has when a zone comes", async () => {
    const subnets = async (named: string[]) =>
      (await make({ vpc: { zones: named } })).resources.filter(({ type }) => type.endsWith(":Subnet"));
    const after = await subnets(["eu-west-1c", ...zones]);
    expect(after.filter(({ name }) => !name.endsWith("1c"))).toEqual(await subnets(zones));
  });

  it("leaves the control plane in its zones when one comes, but in a VPC of others' takes the subnets that are named", async () => {
    expect(find(await make(), "eks-cluster", ":Cluster").ignoreChanges).toEqual(["vpcConfig.subnetIds"]);
    const existingVpc = { vpcId: "vpc-1", privateSubnetIds: ["subnet-1", "subnet-2"] };
    const inExisting = await make({ vpc: undefined, privateAccessCidrs: undefined, existingVpc });
    expect(find(inExisting, "eks-cluster", ":Cluster").ignoreChanges).toEqual([]);
  });
});

describe("access", () => {
  it("by entries and EKS's policies, for the cluster or for namespaces", async () => {
    const run = await make({
      creatorIsAdmin: false,
      accessEntries: {
        ops: { principalArn: "arn:aws:iam::123456789012:role/ops", policies: ["AmazonEKSClusterAdminPolicy"] },
        team: {
          principalArn: "arn:aws:iam::123456789012:role/team",
          policies: ["AmazonEKSEditPolicy"],
          namespaces: ["shop"],
          groups: ["team"],
        },
      },
    });
    expect(find(run, "eks-cluster", ":Cluster").inputs.accessConfig.bootstrapClusterCreatorAdminPermissions).toBe(
      false,
    );
    expect(find(run, "eks-team").inputs).toMatchObject({ clusterName: "prod", kubernetesGroups: ["team"] });
    expect(find(run, "eks-ops-AmazonEKSClusterAdminPolicy").inputs).toEqual({
      clusterName: "prod",
      principalArn: "arn:aws:iam::123456789012:role/ops",
      policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
      accessScope: { type: "cluster" },
      region: "eu-west-1",
    });
    expect(find(run, "eks-team-AmazonEKSEditPolicy").inputs.accessScope).toEqual({
      type: "namespace",
      namespaces: ["shop"],
    });
  });

  it("of pods, by roles of their own", async () => {
    const policies = { read: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" };
    const run = await make({ podRoles: { web: { namespace: "shop", serviceAccount: "web", policies } } });
    expect(find(run, "eks-pod-web", ":PodIdentityAssociation").inputs).toMatchObject({
      clusterName: "prod",
      namespace: "shop",
      serviceAccount: "web",
      roleArn: "arn:aws:iam::123456789012:role/eks-pod-web",
    });
    expect(find(run, "eks-pod-web-read").inputs).toEqual({ role: "eks-pod-web", policyArn: policies.read });
    expect(JSON.parse(find(run, "eks-pod-web", ":Role").inputs.assumeRolePolicy).Statement[0].Principal).toEqual({
      Service: "pods.eks.amazonaws.com",
    });
  });

  it("of the load balancer controller, unless it is not wanted", async () => {
    const account = { namespace: "kube-system", serviceAccount: "aws-load-balancer-controller" };
    expect(find(await make(), "eks-load-balancer-controller", ":PodIdentityAssociation").inputs).toMatchObject(account);
    const without = await make({ loadBalancerController: false });
    expect(list(without).filter((line) => /(Role|RolePolicy|Association) eks-load-balancer/.test(line))).toEqual([]);
    expect(find(without, "eks", ":EksCluster").outputs?.loadBalancerControllerRoleArn).toBe("");
  });
});

describe("nodes", () => {
  it("are left to an autoscaler, unless their number is to be kept", async () => {
    const run = await make({ nodeGroups: { scaled: {}, fixed: { ignoreScaling: false } } });
    expect(find(run, "eks-nodes-scaled", ":NodeGroup").ignoreChanges).toEqual(["scalingConfig.desiredSize"]);
    expect(find(run, "eks-nodes-fixed", ":NodeGroup").ignoreChanges).toEqual([]);
  });

  it("carry Istio's taint until its CNI agent runs on them", async () => {
    const run = await make({ cniTaint: true });
    expect(find(run, "eks-nodes-default", ":NodeGroup").inputs.taints).toEqual([
      { key: "cni.istio.io/not-ready", value: "true", effect: "NO_SCHEDULE" },
    ]);
  });
});

describe("add-ons", () => {
  it("take AWS's version, or the one that is named", async () => {
    const run = await make({ addons: { coredns: { version: "v1.12.4-eksbuild.1", resolveConflicts: "OVERWRITE" } } });
    expect(find(run, "eks-coredns", ":Addon").inputs).toEqual({
      clusterName: "prod",
      addonName: "coredns",
      addonVersion: "v1.12.4-eksbuild.1",
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      region: "eu-west-1",
      tags: {},
    });
    expect(find(run, "eks-kube-proxy", ":Addon").inputs).not.toHaveProperty("addonVersion");
  });

  it("or the one that AWS has now, for the Kubernetes that the cluster is to have", async () => {
    const run = await make({ addons: { coredns: { version: "default" }, "kube-proxy": { version: "latest" } } });
    expect(find(run, "eks-coredns", ":Addon").inputs.addonVersion).toBe("coredns default for 1.34");
    expect(find(run, "eks-kube-proxy", ":Addon").inputs.addonVersion).toBe("kube-proxy latest for 1.34");
  });

  it("lets the control plane make network interfaces where the CNI gives pods security groups of their own", async () => {
    const name = "eks-cluster-AmazonEKSVPCResourceController";
    const configuration = { env: { ENABLE_POD_ENI: "true" } };
    const run = await make({ addons: { "vpc-cni": { configuration } } });
    expect(find(run, name).inputs.role).toBe("eks-cluster");
    expect(list(await make()).filter((line) => line.endsWith(name))).toEqual([]);
  });

  it("tell the CNI to let probes through to pods of an ambient mesh", async () => {
    const { configurationValues } = find(await make(), "eks-vpc-cni", ":Addon").inputs;
    expect(JSON.parse(configurationValues)).toEqual({ env: { POD_SECURITY_GROUP_ENFORCING_MODE: "standard" } });
  });
});

describe("Auto Mode", () => {
  it("is three switches, and leaves nodes, add-ons and load balancers to EKS", async () => {
    const run = await make({ autoMode: true });
    expect(find(run, "eks-cluster", ":Cluster").inputs).toMatchObject({
      computeConfig: {
        enabled: true,
        nodePools: ["general-purpose", "system"],
        nodeRoleArn: "arn:aws:iam::123456789012:role/eks-nodes",
      },
      kubernetesNetworkConfig: { ipFamily: "ipv4", elasticLoadBalancing: { enabled: true } },
      storageConfig: { blockStorage: { enabled: true } },
    });
    expect(
      list(run).filter((line) => /NodeGroup|LaunchTemplate|Addon|PodIdentity|SecurityGroup eks-nodes/.test(line)),
    ).toEqual([]);
    expect(find(run, "eks", ":EksCluster").outputs?.nodeSecurityGroupId).toBe("eks-cluster-group");
  });

  it("is switched off in all three", async () => {
    expect(find(await make({ autoMode: false }), "eks-cluster", ":Cluster").inputs).toMatchObject({
      computeConfig: { enabled: false },
      kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: false } },
      storageConfig: { blockStorage: { enabled: false } },
    });
  });
});

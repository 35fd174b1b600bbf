// Pulumi's mocks: classes and pools of nodes of Auto Mode, and the StorageClass. Does not prove that nodes come of them.
import { expect, it } from "vitest";
import { EksCluster } from "../../src/components/eks-cluster.js";
import type { EksClusterArgs } from "../../src/components/eks/args.js";
import { leastSettings } from "../aws/settings.js";
import { find, list, Other, runProgram } from "./engine.js";

const make = (args: Partial<EksClusterArgs> = {}) =>
  runProgram(() => {
    const { provider, clusterArn } = new EksCluster("eks", { ...leastSettings, ...args });
    new Other("mesh", { waits: provider.id });
    return { arn: clusterArn };
  });
const auto = {
  autoMode: true,
  nodePools: [],
  tags: { team: "shop" },
  nodeClasses: { mesh: {} },
  autoNodePools: { mesh: { nodeClass: "mesh" } },
} satisfies Partial<EksClusterArgs>;

it("a class has the cluster's subnets, group and tags, and a role of its own that may join", async () => {
  const run = await make(auto);
  expect(find(run, "eks-objects-NodeClass/mesh").inputs).toEqual({
    apiVersion: "eks.amazonaws.com/v1",
    kind: "NodeClass",
    metadata: { name: "mesh" },
    spec: {
      role: "eks-auto-nodes",
      subnetSelectorTerms: [{ id: "eks-private-eu-west-1a-id" }, { id: "eks-private-eu-west-1b-id" }],
      securityGroupSelectorTerms: [{ id: "eks-cluster-group" }],
      tags: { team: "shop" },
    },
  });
  const principalArn = "arn:aws:iam::123456789012:role/eks-auto-nodes";
  expect(find(run, "eks-auto-nodes", ":AccessEntry").inputs).toEqual({
    clusterName: "prod",
    principalArn,
    type: "EC2",
    region: "eu-west-1",
    tags: { team: "shop" },
  });
  expect(find(run, "eks-auto-nodes", ":AccessPolicyAssociation").inputs).toEqual({
    clusterName: "prod",
    principalArn,
    policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSAutoNodePolicy",
    accessScope: { type: "cluster" },
    region: "eu-west-1",
  });
  expect(find(run, "eks-objects-NodeClass/mesh").dependsOn).toEqual([
    // The role, and the association of the access policy.
    "eks-auto-nodes",
    "eks-auto-nodes",
    "eks-auto-nodes-AmazonEC2ContainerRegistryPullOnly",
    "eks-auto-nodes-AmazonEKSWorkerNodeMinimalPolicy",
    "eks-cluster",
    "eks-private-eu-west-1a",
    "eks-private-eu-west-1b",
  ]);
});

it("or what it is told", async () => {
  const mesh = {
    subnets: [{ tags: { tier: "nodes" } }],
    securityGroups: [{ name: "nodes" }],
    storage: { size: 160, iops: 6000 },
    tags: { team: "mesh", stage: "prod" },
    spec: { networkPolicy: "DefaultDeny", ephemeralStorage: { throughput: 250 } },
  };
  const autoNodes = "arn:aws:iam::123456789012:role/teams/nodes";
  const run = await make({ ...auto, nodeClasses: { mesh }, existingRoles: { autoNodes } });
  expect(find(run, "eks-objects-NodeClass/mesh").inputs.spec).toEqual({
    role: "nodes",
    subnetSelectorTerms: [{ tags: { tier: "nodes" } }],
    securityGroupSelectorTerms: [{ name: "nodes" }],
    ephemeralStorage: { size: "160Gi", iops: 6000, throughput: 250 },
    tags: { team: "mesh", stage: "prod" },
    networkPolicy: "DefaultDeny",
  });
  expect(find(run, "eks-auto-nodes", ":AccessEntry").inputs.principalArn).toBe(autoNodes);
  expect(list(run).filter((line) => line.startsWith("aws:iam/") && line.includes("auto-nodes"))).toEqual([]);
});

it("a pool is as general-purpose, or what it is told, and comes after its class", async () => {
  const run = await make({
    ...auto,
    autoNodePools: {
      usual: { nodeClass: "mesh" },
      spot: {
        nodeClass: "mesh",
        requirements: [{ key: "karpenter.sh/capacity-type", operator: "In", values: ["spot"] }],
        labels: { tier: "mesh" },
        taints: [{ key: "dedicated", effect: "NoSchedule" }],
        limits: { cpu: "100" },
        spec: { weight: 10 },
      },
    },
  });
  const nodeClassRef = { group: "eks.amazonaws.com", kind: "NodeClass", name: "mesh" };
  expect(find(run, "eks-objects-NodePool/usual").inputs.spec).toEqual({
    template: {
      spec: {
        nodeClassRef,
        requirements: [
          { key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] },
          { key: "eks.amazonaws.com/instance-category", operator: "In", values: ["c", "m", "r"] },
          { key: "eks.amazonaws.com/instance-generation", operator: "Gt", values: ["4"] },
          { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
        ],
      },
    },
  });
  expect(find(run, "eks-objects-NodePool/spot").inputs).toMatchObject({
    apiVersion: "karpenter.sh/v1",
    spec: {
      template: {
        metadata: { labels: { tier: "mesh" } },
        spec: {
          nodeClassRef,
          requirements: [{ key: "karpenter.sh/capacity-type", operator: "In", values: ["spot"] }],
          taints: [{ key: "dedicated", effect: "NoSchedule" }],
        },
      },
      limits: { cpu: "100" },
      weight: 10,
    },
  });
  expect(find(run, "eks-objects-NodePool/usual").dependsOn).toEqual(["eks-objects-NodeClass/mesh"]);
});

it("they have a provider of their own, and the mesh's comes after them", async () => {
  const run = await make({ ...auto, storageClass: {} });
  const objects = ["NodeClass/mesh", "NodePool/mesh", "StorageClass/gp3"].map((name) =>
    find(run, `eks-objects-${name}`),
  );
  expect(objects.map(({ provider }) => provider)).toEqual(objects.map(() => "eks-objects-provider"));
  expect(find(run, "eks-provider").dependsOn).toEqual(
    expect.arrayContaining(objects.map(({ name }) => name)) as unknown,
  );
});

it("without any there is no such provider, nor an access entry of nodes", async () => {
  for (const run of [await make(), await make({ autoMode: true })]) {
    expect(list(run).filter((line) => /eks-objects|auto-nodes/.test(line))).toEqual([]);
  }
});

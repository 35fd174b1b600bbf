// Which resource waits for which, with Pulumi's mocks. Does not prove that the engine keeps to it, in this direction or the other.
import { describe, expect, it } from "vitest";
import { EksCluster } from "../../src/components/eks-cluster.js";
import { leastSettings } from "../aws/settings.js";
import { find, runProgram } from "./engine.js";

const make = () => runProgram(() => ({ arn: new EksCluster("eks", leastSettings).clusterArn }));

describe("the order in which things are made, and in the other direction removed", () => {
  it("nodes come after rights, routes, rules and the add-ons that they need", async () => {
    expect(find(await make(), "eks-nodes-default", "NodeGroup").dependsOn).toMatchInlineSnapshot(`
      [
        "eks-api-from-192-168-0-0-16",
        "eks-api-from-nodes",
        "eks-cluster",
        "eks-control-plane-https",
        "eks-control-plane-istiod-webhook",
        "eks-control-plane-istiod-xds",
        "eks-control-plane-kubelet",
        "eks-control-plane-load-balancer-controller",
        "eks-control-plane-metrics-server",
        "eks-control-plane-metrics-server-chart",
        "eks-eks-pod-identity-agent",
        "eks-kube-proxy",
        "eks-nodes",
        "eks-nodes",
        "eks-nodes-AmazonEC2ContainerRegistryPullOnly",
        "eks-nodes-AmazonEKSWorkerNodePolicy",
        "eks-nodes-default",
        "eks-nodes-out",
        "eks-private-eu-west-1a",
        "eks-private-eu-west-1a",
        "eks-private-eu-west-1a-internet",
        "eks-private-eu-west-1b",
        "eks-private-eu-west-1b",
        "eks-private-eu-west-1b-internet",
        "eks-public-eu-west-1a",
        "eks-public-eu-west-1b",
        "eks-public-internet",
        "eks-s3-endpoint",
        "eks-vpc-cni",
      ]
    `);
  });

  it("add-ons that need nodes come after them", async () => {
    const run = await make();
    expect(find(run, "eks-coredns", "Addon").dependsOn).toMatchInlineSnapshot(`
      [
        "eks-cluster",
        "eks-eks-pod-identity-agent",
        "eks-kube-proxy",
        "eks-nodes-default",
        "eks-vpc-cni",
      ]
    `);
    expect(find(run, "eks-vpc-cni", "Addon").dependsOn).toMatchInlineSnapshot(`
      [
        "eks-cluster",
        "eks-vpc-cni",
        "eks-vpc-cni-AmazonEKS_CNI_Policy",
      ]
    `);
  });

  it("the provider of the mesh comes after all of that", async () => {
    const run = await make();
    const needed = run.resources
      .filter(({ type }) => /^aws:(eks|vpc)\//.test(type) || type.endsWith(":Route"))
      .map(({ name }) => name);
    const { dependsOn } = find(run, "eks-provider");
    expect(needed.filter((name) => !dependsOn.includes(name))).toEqual([]);
  });
});

describe("what a destroy waits for", () => {
  const list = async (settings: object) => {
    const { resources } = await runProgram(() => ({
      arn: new EksCluster("eks", { ...leastSettings, ...settings }).clusterArn,
    }));
    return resources.flatMap(({ name, beforeDelete }) => beforeDelete.map((hook) => `${name}: ${hook}`));
  };

  it("is load balancers before the provider goes, and network interfaces of pods before the cluster goes", async () => {
    expect(await list({})).toEqual([
      "eks-cluster: EksCluster/eks-drain-network-interfaces",
      "eks-provider: EksCluster/eks-drain-load-balancers",
    ]);
  });

  it("is the same with Auto Mode, where the second one only looks whether the cluster is protected", async () => {
    expect(await list({ autoMode: true })).toEqual(await list({}));
  });

  it("is nothing where it is not to wait, so that it needs no program", async () => {
    expect(await list({ drainTimeout: "0s" })).toEqual([]);
  });
});

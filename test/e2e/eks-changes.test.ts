// What changed settings of an EKS cluster change, by the real engine. AWS and Kubernetes are stand-ins: which changes AWS itself refuses, or makes by
// another resource, is not proven.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { explainErrors } from "../../src/cli/engine-errors.js";
import { createEksProject, pick, unprotected, withoutCluster, zones, type EksProject } from "./eks-project.js";
import { serveLeftovers } from "./stand-in/leftovers.js";
import type { StandIn } from "./stand-in/provider.js";

let aws: StandIn;
let attempt: EksProject["attempt"];
let run: EksProject["run"];

beforeAll(async () => {
  ({ aws, attempt, run } = await createEksProject("eks-changes"));
  aws.functions["aws:eks/getAddonVersion:getAddonVersion"] = ({ addonName, kubernetesVersion }) => ({
    version: `newest ${addonName} for ${kubernetesVersion}`,
  });
  await run("up");
});

afterAll(() => {
  aws.close();
});

function findVpc(): string {
  return [...aws.existing.values()].find(({ name }) => name === "eks-vpc")?.id ?? "";
}

/** Each test leaves its change to the next one, so that one run a change is enough. */
let changed: { nodeGroups?: { default: object }; vpc?: object } = {};

describe("one changed setting changes what it is about and nothing else", () => {
  const group = (change: object) => ({ nodeGroups: { default: { ...changed.nodeGroups?.default, ...change } } });

  it.each<[string, () => object, string[]]>([
    ["the labels of nodes", () => group({ labels: { tier: "web" } }), ["update NodeGroup eks-nodes-default"]],
    [
      "the size of their volumes",
      () => group({ diskSize: 80 }),
      ["update LaunchTemplate eks-nodes-default", "update NodeGroup eks-nodes-default"],
    ],
    // The new nodes are there before the old ones go.
    [
      "their instance types",
      () => group({ instanceTypes: ["m7g.xlarge"] }),
      ["create NodeGroup eks-nodes-default", "delete NodeGroup eks-nodes-default"],
    ],
    // The number of nodes is an autoscaler's.
    ["how many there are", () => group({ desiredSize: 3 }), []],
    ["whether it is protected", () => unprotected, ["update Cluster eks-cluster"]],
    [
      "who reaches the API server",
      () => ({ privateAccessCidrs: ["192.168.0.0/16"] }),
      ["create SecurityGroupIngressRule eks-api-from-192-168-0-0-16"],
    ],
    [
      "an add-on's version, which AWS is asked for",
      () => ({ addons: { coredns: { version: "latest" } } }),
      ["update Addon eks-coredns"],
    ],
  ])("%s", async (_, change, expected) => {
    changed = { ...changed, ...change() };
    expect(await run("up", changed)).toEqual(expected);
  });

  it("which stays until AWS has another one", async () => {
    const find = () =>
      [...aws.existing.values()].find(({ name }) => name === "eks-coredns")?.inputs.addonVersion as unknown;
    expect(find()).toBe("newest coredns for 1.35");
    expect(await run("up", changed, "--expect-no-changes")).toEqual([]);
  });
});

describe("an autoscaler", () => {
  const up = (group: object, ...args: string[]) => {
    changed = { ...changed, nodeGroups: { default: { ...changed.nodeGroups?.default, ...group } } };
    return attempt("up", changed, "--yes", "--skip-preview", ...args);
  };
  const find = () => [...aws.existing.values()].find(({ type }) => type.endsWith(":NodeGroup"));

  it("keeps its number of nodes when its limits change in an update that asks AWS first", async () => {
    for (const known of [find()?.inputs, find()?.outputs]) Object.assign(known?.scalingConfig, { desiredSize: 4 });
    const { code, output } = await up({ maxSize: 9 }, "--refresh");
    expect(code, output).toBe(0);
    expect(find()?.inputs.scalingConfig).toEqual({ minSize: 2, desiredSize: 4, maxSize: 9 });
  });

  it("stands back for one update where there are to be more nodes at least than there are", async () => {
    const { code, output } = await up({ minSize: 6, desiredSize: 6 });
    expect(code, output).not.toBe(0);
    expect(output).toContain("Minimum capacity 6 can't be greater than desired size 4");
    const aside = await up({ ignoreScaling: false });
    expect(aside.code, aside.output).toBe(0);
    expect(find()?.inputs.scalingConfig).toEqual({ minSize: 6, desiredSize: 6, maxSize: 9 });
  });
});

it("a zone that joins has a network of its own, and nodes; the control plane and other zones' networks stay as they are", async () => {
  changed = { ...changed, vpc: { zones: [...zones, "eu-west-1c"] } };
  const log = await run("up", changed);
  expect(log.toSorted()).toEqual([
    "create Eip eks-nat-eu-west-1c",
    "create NatGateway eks-nat-eu-west-1c",
    "create NodeGroup eks-nodes-default",
    "create Route eks-private-eu-west-1c-internet",
    "create RouteTable eks-private-eu-west-1c",
    "create RouteTableAssociation eks-private-eu-west-1c",
    "create RouteTableAssociation eks-public-eu-west-1c",
    "create Subnet eks-private-eu-west-1c",
    "create Subnet eks-public-eu-west-1c",
    "delete NodeGroup eks-nodes-default",
    "update VpcEndpoint eks-s3-endpoint",
  ]);
});

describe("a setting that no cluster can change", () => {
  const serviceCidr = "172.20.0.0/16";

  it("is refused by the preview, and changes nothing without one", async () => {
    const [before, there] = [aws.log.length, aws.existing.size];
    const preview = await attempt("preview", { ...changed, serviceCidr });
    expect(preview.code, preview.output).not.toBe(0);
    expect(preview.output).toContain(
      "error MESH0429: a setting is changed that no cluster can change, so the EKS cluster shop would go before another one comes; ",
    );
    const update = await attempt("up", { ...changed, serviceCidr }, "--yes", "--skip-preview");
    expect(update.code, update.output).not.toBe(0);
    expect([aws.log.slice(before), aws.existing.size]).toEqual([[], there]);
  });

  it("is refused with another name too, while the old cluster is protected", async () => {
    await run("up", { ...changed, deletionProtection: true });
    const { code, output } = await attempt("preview", { ...changed, serviceCidr, clusterName: "store" });
    expect(code, output).not.toBe(0);
    expect(output).toContain("error MESH0427: the EKS cluster shop is protected from deletion; ");
    await run("up", changed);
  });
});

it("a cluster of another name, with its mesh, takes the place of the old one, which is drained, whatever the new one has", async () => {
  const tags = { "elbv2.k8s.aws/cluster": "store" };
  const fields = { "vpc-id": findVpc(), description: "ELB net/store/1" };
  serveLeftovers(aws, [
    { kind: "load balancer", id: "arn-of-new-one", tags, isThere: () => true },
    { kind: "network interface", id: "eni-of-new-one", fields, isThere: () => true },
  ]);
  const log = await run("up", { ...changed, clusterName: "store", serviceCidr: "172.20.0.0/16", drainTimeout: "1s" });
  const order = [
    "create Cluster eks-cluster",
    "create NodeGroup eks-nodes-default",
    "create Namespace web",
    "delete Namespace web",
    "look for load balancers: none",
    "delete NodeGroup eks-nodes-default",
    "look for network interfaces: none",
    "delete Cluster eks-cluster",
  ];
  expect(pick(log, order)).toEqual(order);
});

describe("a cluster that is taken out of the program", () => {
  const before = { clusterName: "store", serviceCidr: "172.20.0.0/16", ...unprotected };

  // Without a preview what is in the cluster goes before the engine says it.
  it("stays, with an error of the preview that mesh up explains", async () => {
    const [steps, there] = [aws.log.length, aws.existing.size];
    const { code, output } = await attempt("preview", withoutCluster);
    expect(code, output).not.toBe(0);
    const errors = [...output.matchAll(/hook ".+?" was not registered/g)].map(([message]) => message);
    expect(explainErrors(errors).map(({ code, message }) => `${code} ${message}`)).toEqual([
      'MESH0164 the program has no EksCluster "eks" any more, and its deletion needs the program',
    ]);
    expect([aws.log.length, aws.existing.size]).toEqual([steps, there]);
  });

  it("goes once its hooks are taken away", async () => {
    expect(await run("up", { ...changed, ...before, drainTimeout: "0s" })).toEqual([]);
    const log = await run("up", withoutCluster);
    const order = ["delete Namespace web", "delete NodeGroup eks-nodes-default", "delete Cluster eks-cluster"];
    expect(pick(log, order)).toEqual(order);
    expect([...aws.existing.values()].filter(({ type }) => type.startsWith("aws:"))).toEqual([]);
  });
});

// An EKS cluster made and destroyed by the real engine. AWS is a stand-in that answers at once, makes ids up, and refuses only doubled names,
// protected clusters and the removal of what another resource names: what AWS itself refuses, and how long it takes, is not proven. Neither
// is anything in the cluster, for its Kubernetes is a stand-in too.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEksProject, pick, unprotected, type EksProject } from "./eks-project.js";
import { serveLeftovers } from "./stand-in/leftovers.js";
import type { StandIn } from "./stand-in/provider.js";

let aws: StandIn;
let attempt: EksProject["attempt"];
let run: EksProject["run"];

beforeAll(async () => {
  ({ aws, attempt, run } = await createEksProject("eks"));
});

afterAll(() => {
  aws.close();
});

/** From what everything needs to what needs everything. */
const chain = [
  "Vpc eks-vpc",
  "Subnet eks-private-eu-west-1a",
  "RouteTableAssociation eks-public-eu-west-1a",
  "NatGateway eks-nat-eu-west-1a",
  "Route eks-private-eu-west-1a-internet",
  "NodeGroup eks-nodes-default",
  "Addon eks-coredns",
];
const chainOfCluster = [
  "Role eks-cluster",
  "RolePolicyAttachment eks-cluster-AmazonEKSClusterPolicy",
  "Cluster eks-cluster",
  "SecurityGroupIngressRule eks-control-plane-istiod-webhook",
  "NodeGroup eks-nodes-default",
  "Addon eks-aws-ebs-csi-driver",
];
const chainOfAddon = [
  "Role eks-vpc-cni",
  "RolePolicyAttachment eks-vpc-cni-AmazonEKS_CNI_Policy",
  "Addon eks-vpc-cni",
  "NodeGroup eks-nodes-default",
];

/** Lets every step of that verb on that resource fail while `work` runs. */
async function whileFailing(verb: string, resource: string, work: () => Promise<unknown>): Promise<void> {
  aws.fail = (step) =>
    step.verb === verb && `${step.type.split(":").at(-1) ?? ""} ${step.name}` === resource ? "injected" : undefined;
  await work();
  aws.fail = () => undefined;
}

function listExisting(): string[] {
  return [...aws.existing.values()].map(({ type, name }) => `${type.split(":").at(-1) ?? ""} ${name}`);
}

it("makes what is needed first, and nothing that needs what cannot be made", async () => {
  await whileFailing("create", "Route eks-private-eu-west-1a-internet", async () => {
    const { code } = await attempt("up", {}, "--yes", "--skip-preview", "--continue-on-error");
    expect(code).not.toBe(0);
  });
  expect(listExisting()).toContain("Cluster eks-cluster");
  expect(listExisting()).not.toContain("NodeGroup eks-nodes-default");
  await run("up");
  for (const steps of [chain, chainOfCluster, chainOfAddon].map((names) => names.map((name) => `create ${name}`))) {
    expect(pick(aws.log, steps)).toEqual(steps);
  }
  expect(new Set(aws.log).size).toBe(aws.log.length);
  expect(aws.existing.size).toBe(aws.log.length);
});

it("does nothing a second time, and finds nothing changed in AWS", async () => {
  expect(await run("up", {}, "--expect-no-changes")).toEqual([]);
  const read = await run("refresh", {}, "--expect-no-changes");
  expect(new Set(read.map((step) => step.split(" ")[0]))).toEqual(new Set(["read"]));
  expect(read).toHaveLength(aws.existing.size);
});

describe("destroy", () => {
  it("is refused by its preview while the cluster is protected, and removes nothing", async () => {
    const before = aws.existing.size;
    const { code, output } = await attempt("destroy", {}, "--yes", "--run-program");
    expect(code, output).not.toBe(0);
    expect(output).toContain("error MESH0427: the EKS cluster shop is protected from deletion; ");
    expect(aws.existing.size).toBe(before);
  });

  it("removes what needs others before them, nothing under what cannot be removed, and leaves nothing in the end", async () => {
    serveLeftovers(aws, []);
    await run("up", unprotected);
    const before = aws.log.length;
    await whileFailing("delete", "NodeGroup eks-nodes-default", async () => {
      const flags = ["--yes", "--skip-preview", "--run-program", "--continue-on-error"];
      const { code } = await attempt("destroy", unprotected, ...flags);
      expect(code).not.toBe(0);
    });
    // All that nodes need to the end.
    const kept = [...chain, ...chainOfCluster, ...chainOfAddon].filter(
      (name) => !/^Addon eks-(coredns|aws)/.test(name),
    );
    expect(listExisting()).toEqual(expect.arrayContaining(kept));
    await run("destroy", unprotected, "--run-program");
    const log = aws.log.slice(before);
    for (const steps of [chain, chainOfCluster, chainOfAddon].map((names) => names.map((name) => `delete ${name}`))) {
      expect(pick(log, steps)).toEqual(steps.toReversed());
    }
    expect([...aws.existing.keys()]).toEqual([]);
  });
});

describe("where every creation fails at first", () => {
  it("up again goes on where it ended, and makes nothing twice", async () => {
    const failed = new Set<string>();
    aws.fail = ({ verb, type, name }) => {
      const step = `${verb} ${type} ${name}`;
      if (verb !== "create" || failed.has(step)) return undefined;
      failed.add(step);
      return `injected into ${step}`;
    };
    const before = aws.log.length;
    let runs = 0;
    for (let code: number | null = 1; code !== 0; runs += 1) {
      ({ code } = await attempt("up", {}, "--yes", "--skip-preview", "--continue-on-error"));
      expect(runs).toBeLessThan(20);
    }
    aws.fail = () => undefined;
    const made = aws.log.slice(before);
    expect(made).toHaveLength(failed.size);
    expect(new Set(made).size).toBe(made.length);
    expect(aws.existing.size).toBe(made.length);
    expect(await run("up", {}, "--expect-no-changes")).toEqual([]);
  });
});

// Cluster and mesh of one stack made and destroyed by the real engine, with what Kubernetes leaves in AWS. AWS and Kubernetes are stand-ins:
// that AWS's load balancers and network interfaces have these tags and descriptions, and go by themselves, is not proven.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { webhookKey } from "../components/fake-controller-chart.js";
import { checkoutFolder } from "./folder.js";
import { changeStack, collect, testEnvironment, type Ended } from "./mesh.js";
import { pulumi } from "./pulumi.js";
import { startCluster, type StandInCluster } from "./stand-in/cluster.js";
import { serveLeftovers, type Leftover } from "./stand-in/leftovers.js";
import { startStandIn, type StandIn } from "./stand-in/provider.js";

const balancer = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/shop/1";
const forgotten = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/forgotten/2";
const gatewayService = "Service mesh-istio-ingressgateway-Service/istio-system/ingress";

let aws: StandIn;
let cluster: StandInCluster;
let restore: () => void;
let isForgotten = true;

function environment(): Record<string, string> {
  return { ...cluster.environment, ...aws.attach("aws", "kubernetes") };
}

function run(...args: string[]): Promise<Ended> {
  return pulumi(checkoutFolder, environment(), ...args, "--stack", "prod");
}

/** True for so many looks after the stand-in has done that step; before it, it is no matter of time. */
function until(step: string, looks: number): () => boolean {
  let left = looks;
  return () => !aws.log.includes(step) || left-- > 0;
}

/** What is made for the gateway's Service goes some time after it, and the pods' network interfaces some time after the nodes. */
function listLeftovers(vpcId: string): Leftover[] {
  const tags = { "elbv2.k8s.aws/cluster": "shop-prod" };
  const owned = { "kubernetes.io/cluster/shop-prod": "owned" };
  const ofEks = { "group-name": "k8s-elb-a1b2" };
  const pods = { "cluster.k8s.amazonaws.com/name": "shop-prod" };
  const ofBalancer = { "vpc-id": vpcId, description: "ELB net/shop/1" };
  const elsewhere = { "vpc-id": "vpc-of-others", description: "ELB net/others/3" };
  const other = { tags: { "elbv2.k8s.aws/cluster": "other" }, isThere: () => true };
  const nodes = "delete NodeGroup cluster-nodes-workers";
  return [
    { kind: "load balancer", id: balancer, tags, isThere: until(`delete ${gatewayService}`, 1) },
    { kind: "load balancer", id: forgotten, tags, isThere: () => isForgotten },
    // As EKS itself makes them.
    { kind: "load balancer", id: "arn-of-eks", tags: owned, isThere: until(`delete ${gatewayService}`, 3) },
    { kind: "load balancer", id: "arn-of-others", ...other },
    { kind: "security group", id: "sg-balancer", tags, isThere: until(`delete ${gatewayService}`, 3) },
    { kind: "security group", id: "sg-eks", tags: owned, fields: ofEks, isThere: until(`delete ${gatewayService}`, 4) },
    // That of the nodes.
    { kind: "security group", id: "sg-nodes", tags: owned, fields: { "group-name": "nodes" }, isThere: () => true },
    {
      kind: "network interface",
      id: "eni-balancer",
      fields: ofBalancer,
      isThere: until(`delete ${gatewayService}`, 2),
    },
    { kind: "network interface", id: "eni-others", fields: elsewhere, isThere: () => true },
    {
      kind: "network interface",
      id: "eni-pods",
      tags: pods,
      fields: { description: "aws-K8S-i-1" },
      isThere: until(nodes, 1),
    },
    // Of pods with security groups of their own: AWS's resource controller removes them, a while after the nodes.
    {
      kind: "network interface",
      id: "eni-branch",
      tags: { ...owned, "eks:eni:owner": "eks-vpc-resource-controller" },
      fields: { description: "aws-k8s-branch-eni" },
      isThere: until(nodes, 2),
    },
    // The control plane's own, which goes with it.
    {
      kind: "network interface",
      id: "eni-eks",
      tags: pods,
      fields: { description: "Amazon EKS shop-prod" },
      isThere: () => true,
    },
  ];
}

beforeAll(async () => {
  aws = await startStandIn();
  cluster = await startCluster(aws);
  // What puts the file back after all changes of the tests.
  restore = changeStack("prod", []);
  const selected = await run("stack", "select", "--create");
  expect(selected.code, selected.output).toBe(0);
  const { code, output } = await run("up", "--yes", "--skip-preview");
  expect(code, output).toBe(0);
  const [vpc] = [...aws.existing.values()].filter(({ name }) => name === "cluster-vpc");
  serveLeftovers(aws, listLeftovers(vpc?.id ?? ""));
});

afterAll(() => {
  restore();
  aws.close();
  cluster.close();
});

function change(key: string, value: unknown): void {
  changeStack("prod", [[["cluster", key], value]]);
}

/** Runs a destroy that is to fail before it has deleted anything. */
async function fail(...args: string[]): Promise<string> {
  const before = aws.existing.size;
  const { code, output } = await run("destroy", "--yes", ...args);
  expect(code, output).not.toBe(0);
  expect(aws.existing.size).toBe(before);
  return output;
}

/** Runs `mesh destroy`, and gives what it did, in order. */
async function destroy(): Promise<string[]> {
  const before = aws.log.length;
  const command = [join(checkoutFolder, "dist/cli/main.js"), "destroy", "-s", "prod", "--yes", "--", "--skip-preview"];
  const env = { ...testEnvironment(), ...environment(), PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" };
  const { code, output } = await collect(
    spawn(process.execPath, command, { cwd: checkoutFolder, env, stdio: ["ignore", "pipe", "pipe"] }),
  );
  expect(code, output).toBe(0);
  return aws.log.slice(before);
}

it("has the load balancer controller before the mesh, and its certificate only once", async () => {
  const controller =
    "create Deployment cluster-load-balancer-controller-Deployment/kube-system/aws-load-balancer-controller";
  const order = ["create Addon cluster-coredns", controller, `create ${gatewayService}`];
  expect(aws.log.filter((step) => order.includes(step))).toEqual(order);
  const { code, output } = await run("up", "--yes", "--skip-preview", "--expect-no-changes");
  expect(code, output).toBe(0);
  const exported = await run("stack", "export");
  expect(exported.stdout).toContain("cluster-load-balancer-controller-certificate");
  expect(exported.stdout).not.toContain(webhookKey);
});

describe("a destroy that cannot end well", () => {
  it("is refused by the engine where the program does not run", async () => {
    expect(await fail()).toContain(
      "error: You must run with the `--run-program` flag to use delete hooks during destroy.",
    );
  });

  it("is refused by its preview while the cluster is protected", async () => {
    expect(await fail("--run-program")).toContain(
      "error MESH0427: the EKS cluster shop-prod is protected from deletion; " +
        "undo what would delete it, or set `deletionProtection: false` and run `up` first\n",
    );
  });

  it("stops where something is left when its time is over, names it, and keeps the nodes that could remove it", async () => {
    change("deletionProtection", false);
    change("drainTimeout", "1s");
    const up = await run("up", "--yes", "--skip-preview");
    expect(up.code, up.output).toBe(0);
    const { code, output } = await run("destroy", "--yes", "--skip-preview", "--run-program");
    expect(code, output).not.toBe(0);
    expect(output).toContain(
      `error MESH0426: after 1 s the EKS cluster shop-prod still has ${forgotten}, arn-of-eks, eni-balancer, sg-balancer, sg-eks; ` +
        "remove the Services, Ingresses or pods that own them, or remove them in AWS; then run destroy again\n",
    );
    expect(aws.log).toContain(`delete ${gatewayService}`);
    expect(aws.log.filter((step) => step.startsWith("delete NodeGroup"))).toEqual([]);
  });
});

it("goes on with mesh destroy: load balancers, nodes, their network interfaces, cluster, network", async () => {
  isForgotten = false;
  change("drainTimeout", undefined);
  const log = await destroy();
  const order = [
    "look for load balancers: none",
    "delete Deployment cluster-load-balancer-controller-Deployment/kube-system/aws-load-balancer-controller",
    "delete NodeGroup cluster-nodes-workers",
    "look for network interfaces: eni-pods",
    "delete Cluster cluster-cluster",
    "delete Subnet cluster-private-eu-west-1a",
    "delete Vpc cluster-vpc",
  ];
  expect([...new Set(log.filter((step) => order.includes(step)))]).toEqual(order);
  expect(log.slice(0, log.indexOf("delete Cluster cluster-cluster"))).toContain(
    "look for network interfaces: eni-branch",
  );
  expect([...aws.existing.values()].filter(({ type }) => type.startsWith("aws:"))).toEqual([]);
});

// What a stack's configuration says of a cluster on EKS. Does not prove that the engine stops on it.
import { expect, it } from "vitest";
import { findStackProblems, parseStackFile } from "../../src/stack/config-problems.js";
import { formatFinding } from "../../src/findings/finding.js";

function check(...lines: string[]): string[] {
  const text = ["config:", ...lines.map((line) => `  ${line}`)].join("\n");
  const stackFile = { text, file: "Pulumi.prod.yaml", project: "pulumi-istio" };
  return findStackProblems(parseStackFile(stackFile).values, stackFile).map(formatFinding);
}

const least = [
  "pulumi-istio:cluster:",
  "  kind: eks",
  "  clusterName: prod",
  "  region: eu-west-1",
  '  kubernetesVersion: "1.34"',
];
const vpc = ["  vpc: { zones: [eu-west-1a, eu-west-1b] }", "  publicAccessCidrs: [203.0.113.0/24]"];

it("is right", () => {
  expect(check(...least, ...vpc)).toEqual([]);
});

it("tells what is wrong with the cluster and with the mesh on it, all at once, each at its place", () => {
  const found = check(
    ...least,
    "  vpc: { zones: [eu-west-1a], natGateways: none }",
    "  nodeGroups:",
    "    workers:",
    "      instanceTypes: [m6i.large, m7g.large]",
    "  cniTaint: true",
    "pulumi-istio:controlPlane: { profile: ambient }",
  );
  expect(found.map((finding) => finding.split(": ").slice(0, 2).join(": "))).toEqual([
    "Pulumi.prod.yaml:7:12: error MESH0403",
    "Pulumi.prod.yaml:2:3: error MESH0408",
    "Pulumi.prod.yaml:10:9: error MESH0411",
    "Pulumi.prod.yaml:2:3: error MESH0420",
    "Pulumi.prod.yaml:2:3: error MESH0422",
  ]);
});

it("judges the pair of Kubernetes and Istio without a cluster to ask", () => {
  expect(check(...least.slice(0, -1), '  kubernetesVersion: "1.30"', ...vpc)).toEqual([
    "Pulumi.prod.yaml:6:5: error MESH0102: Istio 1.31 supports Kubernetes 1.32-1.36, the cluster runs 1.30; upgrade the cluster, or use Istio 1.28 (1.30-1.34)",
  ]);
});

it("says once that an Istio is unknown", () => {
  const found = check(...least, ...vpc, "pulumi-istio:controlPlane: { version: 1.5.0 }");
  expect(found.map((finding) => finding.split(": ").slice(0, 2).join(": "))).toEqual([
    "Pulumi.prod.yaml:9:32: error MESH0101",
  ]);
});

it("leaves warnings to the component", () => {
  const taints = "  nodeGroups: { a: { taints: [{ key: a, effect: NoSchedule }] } }";
  expect(check(...least, ...vpc, taints)).toEqual([]);
});

it("tells where a gateway asks for a load balancer that the cluster has nobody for", () => {
  const gateways = ["pulumi-istio:gateways:", "  public:", "    awsLoadBalancer: {}"];
  expect(check(...least, ...vpc, ...gateways)).toEqual([]);
  expect(check(...least, ...vpc, "  autoMode: true", ...gateways)).toEqual([
    'Pulumi.prod.yaml:12:7: error MESH0137: `awsLoadBalancer.loadBalancerClass` is "service.k8s.aws/nlb", but the cluster is one of Auto Mode, without the AWS Load Balancer Controller; set it to "eks.amazonaws.com/nlb"',
  ]);
});

it("refuses a stack that is not named in full, and an unknown key beside it", () => {
  const reference = ["pulumi-istio:cluster:", "  kind: stack-reference"];
  expect(check(...reference, "  stack: acme/cluster/prod")).toEqual([]);
  expect(check(...reference, "  stack: prod")).toEqual([
    'Pulumi.prod.yaml:4:5: error MESH0424: `cluster.stack` is "prod", which is not a full name of a stack; ' +
      "name it as in organization/project/stack, and run `up` there first",
  ]);
  expect(check(...reference, "  stack: acme/cluster/prod", "  context: prod")).toEqual([
    expect.stringContaining("error MESH0121: `cluster.context` is not a known key"),
  ]);
});

it("does not ask a stack that makes the cluster alone for what the mesh needs", () => {
  const alone = "pulumi-istio:controlPlane: { profile: empty }";
  expect(check(...least, ...vpc, "  cniTaint: true", alone)).toEqual([]);
});

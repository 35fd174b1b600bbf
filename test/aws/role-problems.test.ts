// Does not prove that a role that is there allows what it must: only AWS knows.
import { expect, it } from "vitest";
import { find, says } from "./find-problems.js";

const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
const pod = { namespace: "shop", serviceAccount: "web" };
const both = "give `policies` for a new role, or `roleArn` of one that is there";

it.each<object>([
  {
    existingRoles: {
      cluster: role("eks"),
      nodes: role("teams/shop/nodes"),
      loadBalancerController: Promise.resolve(""),
      addons: { "vpc-cni": role("cni"), "aws-ebs-csi-driver": role("ebs") },
    },
    podRoles: { web: { ...pod, roleArn: role("web") } },
  },
  { permissionsBoundary: "arn:aws:iam::123456789012:policy/boundary", rolePath: "/teams/shop/" },
  { rolePath: "/" },
  { autoMode: true, nodePools: ["system"] },
  { autoMode: true, nodePools: [] },
])("nothing to say of %j", (settings) => {
  expect(find(settings)).toEqual([]);
});

it.each<[object, string]>([
  [
    { existingRoles: { cluster: "eks" } },
    says("MESH0436", '`existingRoles.cluster` is "eks", which is not an ARN of an IAM role'),
  ],
  [
    { existingRoles: { addons: { coredns: role("dns") } } },
    says(
      "MESH0442",
      "`existingRoles.addons.coredns` is given, but the cluster has no such add-on with a role",
      "leave it out",
    ),
  ],
  [
    { existingRoles: { loadBalancerController: role("lbc") }, loadBalancerController: false },
    says(
      "MESH0442",
      "`existingRoles.loadBalancerController` is given, but the cluster has no role for the controller",
      "leave it out",
    ),
  ],
  [
    { permissionsBoundary: role("x") },
    says("MESH0436", `\`permissionsBoundary\` is "${role("x")}", which is not an ARN of an IAM policy`),
  ],
  [
    { rolePath: "teams" },
    says("MESH0442", '`rolePath` is "teams", but must begin and end with /', "write it as in /teams/shop/"),
  ],
  [{ podRoles: { web: pod } }, says("MESH0437", "`podRoles.web` has neither `policies` nor `roleArn`", both)],
  [
    { podRoles: { web: { ...pod, policies: {}, roleArn: role("web") } } },
    says("MESH0437", "`podRoles.web` has both `policies` and `roleArn`", both),
  ],
  [{ nodePools: ["system"] }, says("MESH0417", "`nodePools` is given, and `autoMode` is off")],
  [
    { autoMode: true, nodePools: ["systems"] },
    'error MESH0106: `nodePools[0]` is "systems", but must be one of general-purpose, system; did you mean "system"?; use one of the listed values',
  ],
  [
    { nodeGroups: { workers: { releaseVersion: "newest" } } },
    says(
      "MESH0412",
      '`nodeGroups.workers.releaseVersion` is "newest", but must be latest, or as in 1.35.2-20261120 or 1.52.0-3b0c1a2d',
      "write `latest`, or leave it out",
    ),
  ],
])("%j", (settings, expected) => {
  expect(find(settings)).toEqual([expected]);
});

it("makes no name where it makes no role", () => {
  const existingRoles = {
    cluster: role("a"),
    nodes: role("b"),
    addons: { "vpc-cni": role("c"), "aws-ebs-csi-driver": role("d") },
  };
  expect(
    find({ existingRoles, loadBalancerController: false, autoMode: true }, "c".repeat(60)).filter((one) =>
      one.includes("makes a role"),
    ),
  ).toEqual([]);
});

// Does not prove that EKS takes nodes and add-ons without a problem.
import { expect, it } from "vitest";
import { findEksProblems } from "../../src/aws/eks-problems.js";
import { formatProblem } from "../findings/format-problem.js";
import { find, says } from "./find-problems.js";
import { leastSettings } from "./settings.js";

const untolerated = "does not tolerate cni.istio.io/not-ready, so it would wait for the mesh, and the mesh for it";
const tolerate = "give it that toleration by its `configuration`, or `configuration: {}` if all its pods have one";
const types = (...instanceTypes: string[]) => ({ nodeGroups: { workers: { instanceTypes } } });
const taints = (number: number) =>
  Array.from({ length: number }, (_, index) => ({ key: `t${index}`, effect: "PreferNoSchedule" }));
const group = (settings: object) => ({ nodeGroups: { workers: settings } });

it.each<[object, string]>([
  [{ nodeGroups: {} }, says("MESH0412", "`nodeGroups` is empty: the mesh would have no nodes")],
  [{ autoMode: true, nodeGroups: { a: {} } }, says("MESH0417", "`nodeGroups` is given, and `autoMode` is on")],
  [
    { autoMode: true, cniTaint: true },
    says("MESH0417", "`cniTaint` is on, but nodes of Auto Mode take no taint from here"),
  ],
  [
    group({ instanceTypes: ["m6i.largee"] }),
    says("MESH0411", '`nodeGroups.workers.instanceTypes` has "m6i.largee", which is not an instance type'),
  ],
  [
    group({ instanceTypes: ["m6i.large", "m7g.large"] }),
    says("MESH0411", "`nodeGroups.workers.instanceTypes` mixes arm64 (m7g.large) with x86_64 (m6i.large)"),
  ],
  [
    types("g5.xlarge", "m6i.large"),
    says(
      "MESH0411",
      "`nodeGroups.workers.instanceTypes` mixes neither GPUs of NVIDIA nor Neuron (m6i.large) with nvidia (g5.xlarge)",
    ),
  ],
  [
    types(...Array.from({ length: 21 }, (_, index) => `m${index + 5}i.large`)),
    says("MESH0411", "`nodeGroups.workers.instanceTypes` has 21 types, but EKS takes 20", "leave some out"),
  ],
  [
    types("m6i.large", "m5.large", "m6i.large"),
    says("MESH0411", "`nodeGroups.workers.instanceTypes` names m6i.large more than once", "name every type once"),
  ],
  [
    types("mac2.metal"),
    says(
      "MESH0411",
      "`nodeGroups.workers.instanceTypes` has mac2.metal, which runs macOS alone",
      "name a type that runs Linux",
    ),
  ],
  [
    types("cc2.8xlarge"),
    says("MESH0430", "`nodeGroups.workers.instanceTypes` has cc2.8xlarge, of a family that AWS has retired"),
  ],
  [
    types("t3.nano"),
    says(
      "MESH0430",
      "`nodeGroups.workers.instanceTypes` has t3.nano, which has room for 4 pods: fewer than the add-ons alone are",
    ),
  ],
  [
    group({ minSize: 0 }),
    says("MESH0439", "`nodeGroups` all begin without a node: `up` waits for add-ons that have none"),
  ],
  [
    group({ labels: { team: "" } }),
    says("MESH0413", "`nodeGroups.workers.labels.team` is empty, which EKS refuses", "give it a value"),
  ],
  [
    group({ labels: { [`example.com/${"k".repeat(52)}`]: "x" } }),
    says(
      "MESH0413",
      `\`nodeGroups.workers.labels["example.com/${"k".repeat(52)}"]\` has a key of 64 characters, but EKS takes 63, with the prefix`,
    ),
  ],
  [
    group({ taints: [{ key: `example.com/${"k".repeat(52)}`, effect: "PreferNoSchedule" }] }),
    says("MESH0414", "`nodeGroups.workers.taints[0]` has a key of 64 characters, but EKS takes 63, with the prefix"),
  ],
  [
    group({ taints: taints(51) }),
    says("MESH0414", "`nodeGroups.workers.taints` has 51, but EKS takes 50", "leave some out"),
  ],
  [
    { ...group({ taints: taints(50) }), cniTaint: true },
    says("MESH0414", "`nodeGroups.workers.taints` has 51 with Istio's own, but EKS takes 50", "leave some out"),
  ],
  [
    { addons: { coredns: { policy: "P" } } },
    says(
      "MESH0415",
      "`addons.coredns.policy` is given, but the add-on has no role of this package's",
      "give its account a role by `podRoles`",
    ),
  ],
  [
    { addons: { "core-dns": {} } },
    says("MESH0415", "`addons.core-dns` is not a name of an add-on", "write it as coredns"),
  ],
  [
    {
      region: "us-gov-west-1",
      vpc: { zones: ["us-gov-west-1a", "us-gov-west-1b"] },
      addons: { "metrics-server": {} },
    },
    says("MESH0440", "`addons.metrics-server` is an add-on that us-gov-west-1 may not have"),
  ],
  [
    group({ system: "Ubuntu" }),
    'error MESH0106: `nodeGroups.workers.system` is "Ubuntu", but must be one of AL2023, Bottlerocket; use one of the listed values',
  ],
  [
    group({ minSize: 5, maxSize: 3 }),
    says("MESH0412", "`nodeGroups.workers` has sizes out of order: 5 <= 5 <= 3 is wanted"),
  ],
  [group({ desiredSize: 9 }), says("MESH0412", "`nodeGroups.workers` has sizes out of order: 2 <= 9 <= 4 is wanted")],
  [group({ diskSize: 8 }), says("MESH0412", "`nodeGroups.workers.diskSize` is 8, but must be an integer of 20-16384")],
  [
    group({ metadataHopLimit: 0 }),
    says("MESH0412", "`nodeGroups.workers.metadataHopLimit` is 0, but must be an integer of 1-64"),
  ],
  [
    group({ labels: { "-team": "shop" } }),
    says("MESH0413", "`nodeGroups.workers.labels.-team` is not a key of a label"),
  ],
  [
    group({ labels: { team: "a b" } }),
    says("MESH0413", '`nodeGroups.workers.labels.team` is "a b", which is not a value of a label'),
  ],
  [
    group({ labels: { "kubernetes.io/role": "x" } }),
    says("MESH0413", '`nodeGroups.workers.labels["kubernetes.io/role"]` begins with kubernetes.io, which is reserved'),
  ],
  [
    { nodeGroups: { a: {}, b: { taints: [{ key: "a b", effect: "NoSchedule" }] } } },
    says("MESH0414", '`nodeGroups.b.taints[0]` has the key "a b", which is not a valid label key'),
  ],
  [
    { nodeGroups: { a: {}, b: { taints: [{ key: "a", effect: "NO_SCHEDULE" }] } } },
    'error MESH0106: `nodeGroups.b.taints[0].effect` is "NO_SCHEDULE", but must be one of NoSchedule, PreferNoSchedule, NoExecute; did you mean "NoSchedule"?; use one of the listed values',
  ],
  [
    { nodeGroups: { a: {}, b: { taints: [{ key: "cni.istio.io/not-ready", effect: "NoSchedule" }] } } },
    says(
      "MESH0414",
      "`nodeGroups.b.taints[0]` is Istio's own cni.istio.io/not-ready",
      "set `cniTaint` of the cluster instead",
    ),
  ],
  [
    group({ taints: [{ key: "a", effect: "NoSchedule" }] }),
    says("MESH0423", "`nodeGroups` have taints, all of them, and coredns and aws-ebs-csi-driver can run on none"),
  ],
  [
    { cniTaint: true, addons: { "cert-manager": {} } },
    says("MESH0423", `\`addons.cert-manager\` ${untolerated}`, tolerate),
  ],
  [
    { cniTaint: true, addons: { coredns: { configuration: { tolerations: [{ key: "other" }] } } } },
    says("MESH0423", `\`addons.coredns\` ${untolerated}`, tolerate),
  ],
  [
    { addons: { coredns: { version: "1.11" } } },
    says("MESH0415", '`addons.coredns.version` is "1.11", but must be as in v1.20.1-eksbuild.3, or default or latest'),
  ],
  [
    { addons: { "vpc-cni": { enabled: false } } },
    says("MESH0415", "`addons.vpc-cni.enabled` is false, but the cluster cannot do without it", "leave it out"),
  ],
  [
    { addons: { "Core DNS": {} } },
    says("MESH0415", '`addons["Core DNS"]` is not a name of an add-on', "write it as coredns"),
  ],
])("%j", (settings, expected) => {
  expect(find(settings)).toEqual([expected]);
});

it.each<object>([
  { cniTaint: true, addons: { "metrics-server": {}, "cert-manager": { configuration: {} } } },
  { cniTaint: true, addons: { coredns: { configuration: { tolerations: [{ operator: "Exists" }] } } } },
  { cniTaint: true, addons: { coredns: { configuration: { replicaCount: 3 } } } },
])("%j has nothing that waits for the mesh", (settings) => {
  expect(find(settings)).toEqual([]);
});

it.each<object>([
  types("trn2u.48xlarge"),
  types("g5.xlarge", "p4d.24xlarge"),
  types(...Array.from({ length: 20 }, (_, index) => `m${index + 5}i.large`)),
  { nodeGroups: { a: { minSize: 0 }, b: {} } },
  group({ labels: { [`example.com/${"k".repeat(51)}`]: "x" }, taints: taints(50) }),
  { addons: { aws_efs_csi: {}, "aws-efs-csi-driver": {} } },
])("%j is nothing that EKS refuses", (settings) => {
  expect(find(settings)).toEqual([]);
});

it("warns of an instance type that @pulumi/aws does not know: there are newer ones than its newest release knows", () => {
  const input = { ...leastSettings, ...types("r9g.large") };
  expect(findEksProblems("cluster", input, { instanceTypes: ["r8g.large"] }).map(formatProblem)).toEqual([
    says(
      "MESH0430",
      '`nodeGroups.workers.instanceTypes` has "r9g.large", which the installed @pulumi/aws does not know; did you mean "r8g.large"?',
    ),
  ]);
});

it("an instance type that there is not, with the one that was probably meant", () => {
  const instanceTypes = ["m6i.large", "m6i.xlarge", "c6i.large"];
  const input = { ...leastSettings, ...group({ instanceTypes: ["m6i.larg", "m6i.large"] }) };
  expect(findEksProblems("cluster", input, { instanceTypes }).map(formatProblem)).toEqual([
    says(
      "MESH0411",
      '`nodeGroups.workers.instanceTypes` has "m6i.larg", which is not an instance type; did you mean "m6i.large"?',
    ),
  ]);
});

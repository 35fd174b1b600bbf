// Does not prove that EKS takes nodes and add-ons without a problem.
import { expect, it } from "vitest";
import { findEksProblems, listFindings } from "../../src/aws/eks-problems.js";
import { formatFinding } from "../../src/finding.js";
import { find, says } from "./find-problems.js";
import { leastSettings } from "./settings.js";

const untolerated = "does not tolerate cni.istio.io/not-ready, so it would wait for the mesh, and the mesh for it";
const tolerate = "give it that toleration by its `configuration`, or `configuration: {}` if all its pods have one";
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
    says("MESH0411", '`nodeGroups.workers.instanceTypes` has "m6i.largee", which is no instance type'),
  ],
  [
    group({ instanceTypes: ["m6i.large", "m7g.large"] }),
    says("MESH0411", "`nodeGroups.workers.instanceTypes` mixes arm64 (m7g.large) with x86_64 (m6i.large)"),
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
  [
    group({ diskSize: 8 }),
    says("MESH0412", "`nodeGroups.workers.diskSize` is 8, but must be a whole number of 20-16384"),
  ],
  [
    group({ metadataHopLimit: 0 }),
    says("MESH0412", "`nodeGroups.workers.metadataHopLimit` is 0, but must be a whole number of 1-64"),
  ],
  [group({ labels: { "-team": "shop" } }), says("MESH0413", "`nodeGroups.workers.labels.-team` is no key of a label")],
  [
    group({ labels: { team: "a b" } }),
    says("MESH0413", '`nodeGroups.workers.labels.team` is "a b", which is no value of a label'),
  ],
  [
    group({ labels: { "kubernetes.io/role": "x" } }),
    says("MESH0413", "`nodeGroups.workers.labels.kubernetes.io/role` begins with kubernetes.io, which is reserved"),
  ],
  [
    { nodeGroups: { a: {}, b: { taints: [{ key: "a b", effect: "NoSchedule" }] } } },
    says("MESH0414", '`nodeGroups.b.taints.0` has the key "a b", which is none'),
  ],
  [
    { nodeGroups: { a: {}, b: { taints: [{ key: "a", effect: "NO_SCHEDULE" }] } } },
    'error MESH0106: `nodeGroups.b.taints.0.effect` is "NO_SCHEDULE", but must be one of NoSchedule, PreferNoSchedule, NoExecute; did you mean "NoSchedule"?; use one of the listed values',
  ],
  [
    { nodeGroups: { a: {}, b: { taints: [{ key: "cni.istio.io/not-ready", effect: "NoSchedule" }] } } },
    says(
      "MESH0414",
      "`nodeGroups.b.taints.0` is Istio's own cni.istio.io/not-ready",
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
  [{ addons: { "Core DNS": {} } }, says("MESH0415", "`addons.Core DNS` is no name of an add-on")],
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

it("an instance type that there is not, with the one that was probably meant", () => {
  const known = ["m6i.large", "m6i.xlarge", "c6i.large"];
  const input = { ...leastSettings, ...group({ instanceTypes: ["m6i.5xlarge", "m6i.larg", "m6i.large"] }) };
  expect(listFindings(findEksProblems("cluster", input, known)).map(formatFinding)).toEqual([
    says(
      "MESH0411",
      '`nodeGroups.workers.instanceTypes` has "m6i.5xlarge", which @pulumi/aws does not know; did you mean "m6i.xlarge"?',
      "correct it, or, if it is a new one, update @pulumi/aws",
    ),
    says(
      "MESH0411",
      '`nodeGroups.workers.instanceTypes` has "m6i.larg", which is no instance type; did you mean "m6i.large"?',
    ),
  ]);
});

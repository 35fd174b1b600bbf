// Does not prove that AWS takes settings without a problem: which instance types, add-on versions and Kubernetes there are in a
// region only AWS knows.
import { describe, expect, it } from "vitest";
import { describeProblem } from "../../src/findings/problem.js";
import { findEksProblems } from "../../src/aws/eks-problems.js";
import { find, says } from "./find-problems.js";
import { leastSettings } from "./settings.js";

const zones = ["eu-west-1a", "eu-west-1b"];
const existingVpc = { vpcId: "vpc-1", privateSubnetIds: ["subnet-1", "subnet-2"] };
const group = (settings: object) => ({ nodeGroups: { workers: settings } });

describe("nothing to say", () => {
  it.each<object>([
    {},
    { vpc: undefined, privateAccessCidrs: undefined, existingVpc },
    { privateAccessCidrs: [], publicAccessCidrs: ["203.0.113.0/24", "198.51.100.7/32"] },
    { privateAccessCidrs: [], publicAccessCidrs: ["0.0.0.0/0"], allowAccessFromAnywhere: true },
    { serviceCidr: "172.20.0.0/16", supportPolicy: "EXTENDED", logs: ["audit"], logRetentionDays: 365 },
    { autoMode: true },
    { autoMode: false, nodeGroups: { a: {}, b: { taints: [{ key: "gpu", effect: "NoSchedule" }] } } },
    { cniTaint: true },
    // Newer than what Istio is tested with, which is warned of where Istio is installed.
    { kubernetesVersion: "1.38" },
    group({
      instanceTypes: ["m7g.large", "m6g.large"],
      system: "Bottlerocket",
      capacityType: "SPOT",
      minSize: 0,
      desiredSize: 1,
    }),
    group({
      minSize: 3,
      desiredSize: 5,
      maxSize: 9,
      labels: { "example.com/team": "shop", tier: "web" },
      diskSize: 20,
    }),
    {
      addons: {
        "vpc-cni": { version: "v1.20.1-eksbuild.3" },
        "kube-proxy": { version: "latest" },
        coredns: { version: "default" },
        "metrics-server": {},
        "aws-ebs-csi-driver": { enabled: false },
      },
    },
    {
      creatorIsAdmin: false,
      accessEntries: { ops: { principalArn: "arn:aws:iam::123456789012:role/ops", groups: ["ops"] } },
    },
    {
      accessEntries: {
        later: { principalArn: Promise.resolve(""), policies: ["AmazonEKSViewPolicy"], namespaces: ["shop"] },
      },
    },
    { controlPlanePorts: { "cert-manager": 10260 }, tags: { team: "shop" } },
    { clusterName: "c".repeat(100) },
  ])("%j", (settings) => {
    expect(find(settings)).toEqual([]);
  });
});

describe("one problem, one finding", () => {
  it.each<[object, string]>([
    [
      { clusterName: "shop.prod" },
      says(
        "MESH0401",
        '`clusterName` is "shop.prod", but must be 1-100 letters, digits, "-" and "_", and begin with a letter or digit',
      ),
    ],
    [
      { clusterName: "c".repeat(101) },
      says(
        "MESH0401",
        `\`clusterName\` is "${"c".repeat(101)}", but must be 1-100 letters, digits, "-" and "_", and begin with a letter or digit`,
      ),
    ],
    [
      { podRoles: { ["r".repeat(50)]: { namespace: "shop", serviceAccount: "web", policies: {} } } },
      says(
        "MESH0401",
        `\`podRoles.${"r".repeat(50)}\` makes a role cluster-pod-${"r".repeat(50)}, of 70 characters with Pulumi's suffix, but AWS takes 64`,
        "shorten it, or the component's name",
      ),
    ],
    [
      { nodeGroups: { ["g".repeat(42)]: {} } },
      says(
        "MESH0401",
        `\`nodeGroups.${"g".repeat(42)}\` makes a node group cluster-nodes-${"g".repeat(42)}, of 64 characters with Pulumi's suffix, but AWS takes 63`,
        "shorten it, or the component's name",
      ),
    ],
    [
      { nodeGroups: { "a.b": {} } },
      says("MESH0401", '`nodeGroups["a.b"]` is not a name of a node group or role', "use letters, digits and `-`"),
    ],
    [
      { kubernetesVersion: "1.34.1" },
      says("MESH0410", '`kubernetesVersion` is "1.34.1", which is not a minor of Kubernetes'),
    ],
    [
      { kubernetesVersion: "1.39" },
      says(
        "MESH0410",
        '`kubernetesVersion` is "1.39"; that version of Kubernetes does not exist; the newest that an Istio supports is 1.36',
      ),
    ],
    [
      { kubernetesVersion: "1.30" },
      "error MESH0102: Istio 1.31 supports Kubernetes 1.32-1.36, the cluster runs 1.30; upgrade the cluster, or use Istio 1.28 (1.30-1.34)",
    ],
    [
      { istioVersion: "1.5.0" },
      "error MESH0101: Istio 1.5.0 is not supported; the supported minors are 1.28, 1.29, 1.30, 1.31, 1.32; set `version` to one of them, for example 1.31.4",
    ],
    [{ vpc: undefined }, says("MESH0402", "`vpc` and `existingVpc` are both missing")],
    [{ existingVpc }, says("MESH0402", "`existingVpc` and `vpc` are both given")],
    [{ vpc: { zones: ["eu-west-1a"] } }, says("MESH0403", "`vpc.zones` has 1, but EKS needs two at least")],
    [{ vpc: { zones: [...zones, "eu-west-1a"] } }, says("MESH0403", "`vpc.zones` names eu-west-1a more than once")],
    [
      { vpc: { zones: [...zones, "us-east-1a"] } },
      says("MESH0403", '`vpc.zones[2]` is "us-east-1a", which is not an availability zone of eu-west-1'),
    ],
    [
      { vpc: undefined, existingVpc: { vpcId: "vpc-1", privateSubnetIds: ["subnet-s"] } },
      says("MESH0403", "`existingVpc.privateSubnetIds` has 1, but EKS needs subnets in two zones at least"),
    ],
    [
      {
        vpc: undefined,
        existingVpc: { vpcId: "vpc-1", privateSubnetIds: ["subnet-s", "subnet-t"], publicSubnetIds: ["subnet-s"] },
      },
      says("MESH0403", "`existingVpc` names the subnet subnet-s more than once", "name every subnet once"),
    ],
    [
      { vpc: { zones, cidr: "10.0.0.0" } },
      says("MESH0404", '`vpc.cidr` is "10.0.0.0", which is not a range of IPv4 addresses'),
    ],
    [{ vpc: { zones, cidr: "10.0.0.0/8" } }, says("MESH0404", '`vpc.cidr` is "10.0.0.0/8", but must be of /16 to /23')],
    [
      { vpc: { zones, cidr: "10.0.0.0/24" } },
      says("MESH0406", '`vpc.cidr` is "10.0.0.0/24", but must be of /16 to /23'),
    ],
    [
      { vpc: { zones, privateSubnetPrefix: 27 } },
      says("MESH0406", "`vpc.privateSubnetPrefix` is /27, which is 27 addresses; /26 is the smallest"),
    ],
    [
      { vpc: { zones, publicSubnetPrefix: 28 } },
      says("MESH0406", "`vpc.publicSubnetPrefix` is /28, which is 11 addresses; /27 is the smallest"),
    ],
    [
      { vpc: { zones, privateSubnetPrefix: 17 } },
      says(
        "MESH0407",
        "`vpc.cidr` is 10.0.0.0/16, which has no room for subnets of /17 and /24 in every zone up to eu-west-1b",
      ),
    ],
    [
      { vpc: { zones, natGateways: "two" } },
      'error MESH0106: `vpc.natGateways` is "two", but must be one of one-per-zone, one, none; use one of the listed values',
    ],
    [
      { vpc: { zones, natGateways: "none", endpoints: false } },
      says(
        "MESH0402",
        "`vpc.endpoints` is false, but without NAT gateways nodes reach AWS in no other way",
        "leave it out, or choose NAT gateways",
      ),
    ],
    [
      { serviceCidr: "10.0.128.0/20" },
      says("MESH0405", "`serviceCidr` is 10.0.128.0/20, which overlaps with the VPC's 10.0.0.0/16"),
    ],
    [
      { serviceCidr: "100.64.0.0/16" },
      says(
        "MESH0404",
        '`serviceCidr` is "100.64.0.0/16", but must be a range of /12 to /24 in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16',
        "write it as in 172.20.0.0/16",
      ),
    ],
    [
      { supportPolicy: "LONG" },
      'error MESH0106: `supportPolicy` is "LONG", but must be one of STANDARD, EXTENDED; use one of the listed values',
    ],
    [
      { logs: ["audits"] },
      'error MESH0106: `logs[0]` is "audits", but must be one of api, audit, authenticator, controllerManager, scheduler; did you mean "audit"?; use one of the listed values',
    ],
    [
      { logRetentionDays: 100 },
      says(
        "MESH0412",
        "`logRetentionDays` is 100, but must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653",
      ),
    ],
    [
      { tags: { "aws:owner": "x" } },
      says("MESH0419", '`tags["aws:owner"]` begins with aws:, which AWS keeps for itself'),
    ],
    [{ tags: { owner: "x".repeat(257) } }, says("MESH0419", "`tags.owner` has 257 characters")],
    [
      { tags: { owner: "a;b" } },
      says("MESH0419", "`tags.owner` has other characters than letters, digits, spaces and _.:/=+-@"),
    ],
  ])("%j", (settings, expected) => {
    expect(find(settings)).toEqual([expected]);
  });

  it("a region that is none, and its zones", () => {
    expect(find({ region: "cn-north-1", vpc: { zones: ["cn-north-1a", "cn-north-1b"] } })).toEqual([
      says(
        "MESH0401",
        '`region` is "cn-north-1", which is not a region known here',
        "use one as in eu-west-1; those of China, of the European Sovereign Cloud and isolated ones are not supported",
      ),
    ]);
  });

  it("a region that @pulumi/aws does not know, and one that it does", () => {
    const check = (region: string) => {
      const input = { ...leastSettings, region, vpc: { zones: [`${region}a`, `${region}b`] } };
      return findEksProblems("cluster", input, { regions: ["eu-west-1", "us-east-1"] }).map(describeProblem);
    };
    expect(check("eu-wset-1")).toEqual([
      '`region` is "eu-wset-1", which the installed @pulumi/aws does not know; did you mean "eu-west-1"?',
    ]);
    expect(check("us-east-1")).toEqual([]);
  });

  it("a component's name that leaves no room", () => {
    expect(
      find({ loadBalancerController: false, addons: { "aws-ebs-csi-driver": { enabled: false } } }, "c".repeat(50)),
    ).toEqual([
      says(
        "MESH0401",
        `\`clusterName\` makes a role ${"c".repeat(50)}-cluster, of 66 characters with Pulumi's suffix, but AWS takes 64`,
        "shorten it, or the component's name",
      ),
      says(
        "MESH0401",
        `\`addons.vpc-cni\` makes a role ${"c".repeat(50)}-vpc-cni, of 66 characters with Pulumi's suffix, but AWS takes 64`,
        "shorten it, or the component's name",
      ),
      says(
        "MESH0401",
        `\`nodeGroups.default\` makes a node group ${"c".repeat(50)}-nodes-default, of 72 characters with Pulumi's suffix, but AWS takes 63`,
        "shorten it, or the component's name",
      ),
    ]);
  });
});

it("tells everything at once, with the place of each", () => {
  const problems = findEksProblems("cluster", {
    ...leastSettings,
    clusterName: "",
    kubernetesVersion: "latest",
    vpc: { zones: ["eu-west-1a"], cidr: "10.0.0.0/33" },
    publicAccessCidrs: ["0.0.0.0/0"],
    nodeGroups: { a: { instanceTypes: ["large"] } },
  });
  expect(problems.map(({ path, code }) => `${path.join(".")} ${code}`)).toEqual([
    "clusterName MESH0401",
    "kubernetesVersion MESH0410",
    "vpc.zones MESH0403",
    "vpc.cidr MESH0404",
    "publicAccessCidrs.0 MESH0409",
    "nodeGroups.a.instanceTypes MESH0411",
  ]);
});

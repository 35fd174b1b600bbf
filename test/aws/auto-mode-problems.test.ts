// Does not prove that EKS takes what has no finding: ids, tags of others' subnets and labels of instance types are AWS's to know.
import { expect, it } from "vitest";
import { find, says } from "./find-problems.js";

const pool = { nodeClass: "mesh" };
const own = { autoMode: true, nodePools: [], nodeClasses: { mesh: {} }, autoNodePools: { mesh: pool } };
const of = (nodeClass: object) => ({ ...own, nodeClasses: { mesh: nodeClass } });
const ofPool = (settings: object) => ({ ...own, autoNodePools: { mesh: { ...pool, ...settings } } });
const class_ = "`nodeClasses.mesh`";

it.each([
  [own],
  [{ autoMode: true, autoNodePools: { mesh: { nodeClass: "default" } } }],
  [
    of({
      subnets: [{ tags: { tier: "nodes" } }, { id: "subnet-0a1b2c3d" }],
      securityGroups: [{ id: "sg-0a1b2c3d" }, { name: "nodes" }, { tags: { tier: "*" } }],
      storage: { size: 160, iops: 6000, throughput: 250 },
      tags: { team: "shop" },
      spec: { networkPolicy: "DefaultDeny" },
    }),
  ],
  [
    ofPool({
      requirements: [
        { key: "karpenter.sh/capacity-type", operator: "In", values: ["spot", "on-demand"] },
        { key: "eks.amazonaws.com/instance-generation", operator: "Gt", values: ["6"] },
        { key: "eks.amazonaws.com/instance-gpu-name", operator: "DoesNotExist" },
      ],
      labels: { "example.com/team": "", tier: "mesh" },
      taints: [{ key: "dedicated", value: "mesh", effect: "NoSchedule" }],
      limits: { cpu: "100", memory: "400Gi" },
    }),
  ],
  [{ ...own, tags: { team: "shop" }, volumeKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/1" }],
])("takes classes and pools that EKS takes: %j", (settings) => {
  expect(find(settings)).toEqual([]);
});

it.each<[object, string[]]>([
  [
    { nodeClasses: { mesh: {} }, autoNodePools: { mesh: pool } },
    [
      says("MESH0417", "`nodeClasses` is given, and `autoMode` is off"),
      says("MESH0417", "`autoNodePools` is given, and `autoMode` is off"),
    ],
  ],
  [
    {
      ...own,
      nodeClasses: { default: {}, Mesh: {} },
      autoNodePools: { system: { nodeClass: "default" }, b: { nodeClass: "Mesh" } },
    },
    [
      says("MESH0490", "`nodeClasses.default` has the name default, which AWS uses itself", "choose another name"),
      says("MESH0490", "`nodeClasses.Mesh` is not a valid name", "use at most 63 lower-case letters, digits and `-`"),
      says("MESH0490", "`autoNodePools.system` has the name system, which AWS uses itself", "choose another name"),
    ],
  ],
  [
    of({ subnets: [], securityGroups: [{}, { id: "sg-1", name: "nodes" }, { tags: {} }, { id: "nodes" }] }),
    [
      says("MESH0490", "`nodeClasses.mesh.subnets` is empty", "name one, or leave it out"),
      says("MESH0490", "`nodeClasses.mesh.securityGroups[0]` has nothing", "give `id` or `name` or `tags`"),
      says("MESH0490", "`nodeClasses.mesh.securityGroups[1]` has id and name", "give `id` or `name` or `tags`"),
      says("MESH0490", "`nodeClasses.mesh.securityGroups[2]` has no tags", "give `id` or `name` or `tags`"),
      says(
        "MESH0436",
        '`nodeClasses.mesh.securityGroups[3].id` is "nodes", but must begin with sg-',
        "give AWS's id, not a name",
      ),
    ],
  ],
  [
    of({ storage: { size: 10, iops: 20000, throughput: 1.5 } }),
    [
      says("MESH0412", "`nodeClasses.mesh.storage.size` is 10, but must be an integer of 20-59000"),
      says("MESH0412", "`nodeClasses.mesh.storage.iops` is 20000, but must be an integer of 3000-16000"),
      says("MESH0412", "`nodeClasses.mesh.storage.throughput` is 1.5, but must be an integer of 125-1000"),
    ],
  ],
  [
    { ...own, autoNodePools: { a: { nodeClass: "default" } } },
    [
      says(
        "MESH0490",
        '`autoNodePools.a.nodeClass` is "default", which is not a class: classes are mesh',
        "name one of `nodeClasses`",
      ),
      says(
        "MESH0490",
        `${class_} is not used by any pool`,
        "name it as `nodeClass` of a pool of `autoNodePools`, or leave it out",
      ),
    ],
  ],
  [
    { autoMode: true, nodePools: [], autoNodePools: { a: { nodeClass: "mehs" } } },
    [
      says(
        "MESH0490",
        '`autoNodePools.a.nodeClass` is "mehs", which is not a class: no class is defined',
        "name one of `nodeClasses`",
      ),
    ],
  ],
  [
    ofPool({
      requirements: [
        { key: "kubernetes.io/arch", operator: "In" },
        { key: "kubernetes.io/arch", operator: "Exists", values: ["amd64"] },
        { key: "eks.amazonaws.com/instance-cpu", operator: "Gt", values: ["4", "8"] },
        { key: "no key", operator: "Exists" },
      ],
      labels: { team: "two words" },
      taints: [{ key: "-", effect: "NoSchedule" }],
      limits: { cpu: "many" },
    }),
    [
      says("MESH0490", "`autoNodePools.mesh.requirements[0].values` are none, but In takes one or more"),
      says("MESH0490", "`autoNodePools.mesh.requirements[1].values` are amd64, but Exists takes none"),
      says("MESH0490", "`autoNodePools.mesh.requirements[2].values` are 4, 8, but Gt takes one integer"),
      says("MESH0490", '`autoNodePools.mesh.requirements[3]` has the key "no key", which is not a label key'),
      says("MESH0490", '`autoNodePools.mesh.labels.team` is "two words", which is not a valid label'),
      says("MESH0490", "`autoNodePools.mesh.taints[0]` is -=, which is not a valid taint"),
      says(
        "MESH0490",
        '`autoNodePools.mesh.limits.cpu` is "many", which is not a quantity',
        "write it as in 100 or 400Gi",
      ),
    ],
  ],
  [
    { autoMode: true, tags: { team: "shop" }, volumeKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/1" },
    [says("MESH0491", "`nodePools` has general-purpose and system, whose nodes do not get `tags` and `volumeKeyArn`")],
  ],
])("%j is refused, or warned of", (settings, expected) => {
  expect(find(settings)).toEqual(expected);
});

it("tags that Auto Mode keeps, or cannot be told", () => {
  const keys = ["karpenter.sh/nodepool", "eks:eks-cluster-name", "kubernetes.io/cluster/prod", "a=b"];
  const tags = Object.fromEntries(keys.map((key) => [key, "x"]));
  const expected = (at: string) => [
    ...keys
      .slice(0, 3)
      .map((key) =>
        says("MESH0419", `\`${at}["${key}"]\` is a tag that Auto Mode keeps for itself`, "choose another key"),
      ),
    says("MESH0419", `\`${at}["a=b"]\` has = in its key, which Auto Mode cannot be told`, "choose another key"),
  ];
  expect(find({ ...own, tags })).toEqual(expected("tags"));
  expect(find(of({ tags }))).toEqual(expected("nodeClasses.mesh.tags"));
  expect(find({ tags })).toEqual([]);
  const many = (prefix: string) =>
    Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`${prefix}${index}`, "x"]));
  expect(find({ ...of({ tags: many("class") }), tags: many("all") })).toEqual([
    says(
      "MESH0419",
      "`nodeClasses.mesh.tags` has 42 tags; AWS takes 50 a resource, and up to 10 come with what the cluster makes",
      "use at most 40",
    ),
  ]);
});

// Does not prove that Istio accepts what is accepted here: its webhook does, in the live tests.
import { expect, it } from "vitest";
import { localityLbSetting } from "../../../src/policy/destination/locality.js";

const say = (value: unknown) => {
  const { error } = localityLbSetting.safeParse(value);
  return error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? [];
};

it.each([
  { enabled: false },
  { distribute: [{ from: "eu/a/*", to: { "eu/a/*": 80, "eu/b/*": 20 } }] },
  {
    distribute: [
      { from: "eu", to: { eu: 100 } },
      { from: "*", to: { "*": 100 } },
    ],
  },
  {
    failover: [
      { from: "eu", to: "us" },
      { from: "us", to: "eu" },
    ],
  },
  { failoverPriority: ["topology.kubernetes.io/region", "version=v1", "tier="] },
  { failover: [{ from: "eu", to: "us" }], failoverPriority: ["version"] },
])("%j is accepted", (value) => {
  expect(say(value)).toEqual([]);
});

const fromLocality = "it must be a locality such as eu, eu/a, eu/a/1 or eu/*";

it.each<[object, string[]]>([
  [{ distribute: [{ from: "eu//1", to: { eu: 100 } }] }, [`distribute.0.from: ${fromLocality}`]],
  [{ distribute: [{ from: "*/a", to: { eu: 100 } }] }, [`distribute.0.from: ${fromLocality}`]],
  [{ distribute: [{ from: "eu", to: { eu: 60, us: 30 } }] }, ["distribute.0.to: the weights add up to 90, not to 100"]],
  [{ distribute: [{ from: "eu", to: { eu: 60, "eu/a": 40 } }] }, ["distribute.0.to: eu and eu/a overlap"]],
  [{ distribute: [{ from: "eu", to: { eu: 60, "*": 40 } }] }, ["distribute.0.to: eu and * overlap"]],
  [
    {
      distribute: [
        { from: "eu/a", to: { eu: 100 } },
        { from: "eu/*", to: { us: 100 } },
      ],
    },
    ["distribute.1.from: it overlaps with eu/a before it"],
  ],
  [
    {
      distribute: [
        { from: "*", to: { eu: 100 } },
        { from: "eu", to: { us: 100 } },
      ],
    },
    ["distribute.1.from: it overlaps with * before it"],
  ],
  [
    { distribute: [{ from: "eu", to: { eu: 100 } }], failoverPriority: ["version"] },
    ["distribute: distribute excludes failover and failoverPriority"],
  ],
  [{ failover: [{ from: "eu", to: "eu" }] }, ["failover.0.to: it must be another region than `from`"]],
  [{ failover: [{ from: "eu/a", to: "us" }] }, ["failover.0.from: it must be a region, without zone and without *"]],
  [
    { failover: [{ from: "eu", to: "us" }], failoverPriority: ["a", "topology.istio.io/subzone=1"] },
    ["failoverPriority.1: failover excludes the labels of region, zone and subzone"],
  ],
  [
    { failoverPriority: ["a=b=c"] },
    ["failoverPriority.0: it must be a label, or a label and a value such as version=v1"],
  ],
])("%j is refused", (value, said) => {
  expect(say(value)).toEqual(said);
});

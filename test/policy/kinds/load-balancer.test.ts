// Does not prove that requests go where these objects say: test/e2e/policy/load-balancer.test.ts does.
import { expect, it } from "vitest";
import { compileSpec, compileText, list } from "../compile-text.js";

const host = "reviews.shop.svc.cluster.local";

it.each([
  { simple: "LEAST_REQUEST" },
  { simple: "PASSTHROUGH" },
  { simple: "ROUND_ROBIN", warmup: { duration: "30s", minimumPercent: 5, aggression: 1.5 } },
  { warmup: { duration: "30s" } },
  { consistentHash: { httpHeaderName: "x-user" } },
  { consistentHash: { httpHeaderName: "x-user", maglev: { tableSize: 65537 } } },
  { consistentHash: { httpCookie: { name: "user", path: "/", ttl: "0s" }, ringHash: { minimumRingSize: 512 } } },
  { consistentHash: { useSourceIp: true, ringHash: {} } },
  { consistentHash: { httpQueryParameterName: "user" } },
  { localityLbSetting: { enabled: false } },
  { localityLbSetting: { distribute: [{ from: "eu", to: { eu: 80, us: 20 } }] } },
  { zoneAwareLbSetting: {} },
  { simple: "RANDOM", zoneAwareLbSetting: { enabled: false, minClusterSize: 3 } },
])("%j is the traffic policy's, as it stands", (loadBalancer) => {
  const text = `service: shop/reviews\nloadBalancer: ${JSON.stringify(loadBalancer)}\n`;
  expect(compileSpec(text, "DestinationRule", "reviews")).toEqual({ host, trafficPolicy: { loadBalancer } });
});

it("is the mesh's where a service, or its namespace, has none of its own; a value replaces the outer one whole", () => {
  const text = `
mesh: default
loadBalancer: { simple: RANDOM }
---
namespace: shop
loadBalancer: { simple: ROUND_ROBIN, warmup: { duration: 1m } }
---
service: shop/reviews
loadBalancer: { simple: LEAST_REQUEST }
---
service: bank/accounts
`;
  const { manifests, said } = compileText(text);
  expect(said).toEqual([]);
  const policies = manifests.map(({ metadata, spec }) => [
    `${metadata.namespace}/${metadata.name}`,
    spec.trafficPolicy.loadBalancer as unknown,
  ]);
  const shops = { simple: "ROUND_ROBIN", warmup: { duration: "1m" } };
  expect(Object.fromEntries(policies)).toEqual({
    "bank/accounts": { simple: "RANDOM" },
    "shop/database": shops,
    "shop/mixed": shops,
    "shop/productpage": shops,
    "shop/ratings": shops,
    "shop/reviews": { simple: "LEAST_REQUEST" },
  });
});

it("stands beside the objects of the versions, which have no policy of their own", () => {
  const text = "service: shop/reviews\nversions: { v1: { version: v1 } }\nloadBalancer: { simple: RANDOM }\n";
  expect(list(compileText(text).manifests)).toEqual([
    "DestinationRule shop/reviews",
    "DestinationRule shop/reviews.v1",
  ]);
});

const keys = "httpHeaderName, httpCookie, useSourceIp, httpQueryParameterName";

it.each<[string, string, string]>([
  ["{}", "", "is {}; it must say something"],
  ["RANDOM", "", 'is "RANDOM"; it must be a map, as in { simple: RANDOM }'],
  [
    "{ simple: RANDOM, consistentHash: { useSourceIp: true } }",
    "",
    'is {"simple":"RANDOM","consistentHash":{"useSourceIp":true}}; simple and consistentHash exclude each other',
  ],
  ["{ simple: LEAST_CONN }", ".simple", 'is "LEAST_CONN"; Istio calls it "LEAST_REQUEST" now'],
  ["{ consistentHash: {} }", ".consistentHash", `is {}; it must have one of ${keys}`],
  [
    "{ consistentHash: { useSourceIp: true, httpHeaderName: a } }",
    ".consistentHash",
    `is {"useSourceIp":true,"httpHeaderName":"a"}; it must have one of ${keys}`,
  ],
  [
    "{ consistentHash: { useSourceIp: true, ringHash: {}, maglev: { tableSize: 7 } } }",
    ".consistentHash",
    'is {"useSourceIp":true,"ringHash":{},"maglev":{"tableSize":7}}; ringHash and maglev exclude each other',
  ],
  ["{ consistentHash: { useSourceIp: false } }", ".consistentHash.useSourceIp", "is false; allowed are true"],
  [
    "{ consistentHash: { useSourceIp: true, maglev: { tableSize: 8 } } }",
    ".consistentHash.maglev.tableSize",
    "is 8; it must be a prime number",
  ],
  ["{ warmup: { duration: 0s } }", ".warmup.duration", 'is "0s"; it must be at least 1ms'],
])("%s is refused", (value, path, message) => {
  const { said } = compileText(`service: shop/reviews\nloadBalancer: ${value}\n`);
  expect(said.map((one) => one.replace(/^shop.yaml:2:\d+: /, ""))).toEqual([
    `error MESH0201: \`loadBalancer${path}\` ${message}; correct the document; nothing has been changed`,
  ]);
});

it("says what has no effect", () => {
  const warn = (service: string, value: string) =>
    compileText(`service: shop/${service}\nloadBalancer: ${value}\n`).said;
  expect(warn("database", "{ consistentHash: { useSourceIp: true } }")).toEqual([]);
  expect(warn("mixed", "{ consistentHash: { httpHeaderName: a } }")).toEqual([]);
  expect(warn("database", "{ consistentHash: { httpHeaderName: a } }")).toEqual([
    "shop.yaml:2:35: warning MESH0209: shop/database has only TCP, which has no httpHeaderName; use useSourceIp",
  ]);
  expect(warn("reviews", "{ simple: RANDOM, warmup: { duration: 1s } }")).toEqual([
    "shop.yaml:2:33: warning MESH0209: warmup works for ROUND_ROBIN and LEAST_REQUEST, and shop/reviews has RANDOM; remove it, or choose one of these two",
  ]);
  expect(warn("reviews", "{ localityLbSetting: { failoverPriority: [a] } }")).toEqual([
    "shop.yaml:2:38: warning MESH0209: failoverPriority needs outlierDetection, which shop/reviews does not have; add outlierDetection",
  ]);
  expect(warn("reviews", "{ localityLbSetting: { failover: [{ from: eu, to: us }], enabled: false } }")).toEqual([]);
});

const zones = { failover: [{ from: "eu", to: "us" }], failoverPriority: ["version"] };

it("takes regions and labels beside zones, which need outlierDetection", () => {
  const text = (more: string) =>
    `service: shop/reviews\n${more}loadBalancer: { zoneAwareLbSetting: ${JSON.stringify(zones)} }\n`;
  const detected = compileText(text("outlierDetection: { maxEjectionPercent: 50 }\n"));
  expect(detected.said).toEqual([]);
  expect(detected.manifests[0]?.spec.trafficPolicy.loadBalancer).toEqual({ zoneAwareLbSetting: zones });
  expect(compileText(text("")).said).toEqual([
    "shop.yaml:2:38: warning MESH0209: failover needs outlierDetection, which shop/reviews does not have; add outlierDetection",
  ]);
});

it.each([
  [
    "{ zoneAwareLbSetting: {}, localityLbSetting: {} }",
    'shop.yaml:2:1: error MESH0201: `loadBalancer` is {"zoneAwareLbSetting":{},"localityLbSetting":{}}; localityLbSetting and zoneAwareLbSetting exclude each other; correct the document; nothing has been changed',
  ],
  [
    "{ zoneAwareLbSetting: { minClusterSize: 0 } }",
    "shop.yaml:2:39: error MESH0201: `loadBalancer.zoneAwareLbSetting.minClusterSize` is 0; it must be at least 1; correct the document; nothing has been changed",
  ],
  [
    "{ zoneAwareLbSetting: { failover: [{ from: eu, to: eu }] } }",
    'shop.yaml:2:62: error MESH0201: `loadBalancer.zoneAwareLbSetting.failover[0].to` is "eu"; it must be another region than `from`; correct the document; nothing has been changed',
  ],
  [
    "{ zoneAwareLbSetting: { failover: [{ from: eu/a, to: us }] } }",
    'shop.yaml:2:52: error MESH0201: `loadBalancer.zoneAwareLbSetting.failover[0].from` is "eu/a"; it must be a region, without zone and without *; correct the document; nothing has been changed',
  ],
  [
    "{ zoneAwareLbSetting: { failoverPriority: [topology.kubernetes.io/zone] } }",
    'shop.yaml:2:58: error MESH0201: `loadBalancer.zoneAwareLbSetting.failoverPriority[0]` is "topology.kubernetes.io/zone"; regions and zones are always considered; correct the document; nothing has been changed',
  ],
])("zones as %s are refused", (value, message) => {
  expect(compileText(`service: shop/reviews\nloadBalancer: ${value}\n`).said).toEqual([message]);
});

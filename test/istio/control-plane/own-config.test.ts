// Pieces of what Envoy's config_dump writes. Does not prove that Envoy lists a cluster only when it is warm, nor what Istio names its
// clusters: the end-to-end test with a closed debug interface does.
import { describe, expect, it } from "vitest";
import { knowsVersions, listVersionClusters, usesVersions } from "../../../src/istio/control-plane/own-config.js";
import type { Manifest } from "../../../src/kubernetes/manifest.js";

const host = "reviews.shop.svc.cluster.local";
const [v1, v2] = ["v1", "v2"].map((subset) => ({ host, subset })) as [{ host: string; subset: string }, never];

const rule = (spec?: object): Manifest => ({
  apiVersion: "networking.istio.io/v1",
  kind: "DestinationRule",
  metadata: { name: "reviews", namespace: "shop" },
  ...(spec === undefined ? {} : { spec }),
});
const subsets = [{ name: "v1" }, { name: "v2" }];

it("lists the versions of rules that every proxy sees, by full names", () => {
  const rules = [
    rule({ host: "reviews", subsets, exportTo: ["*"] }),
    rule({ host: "ratings.shop.svc.cluster.local", subsets: [{ name: "v1" }, {}] }),
    rule({ host, subsets, exportTo: ["."] }),
    rule({ host, subsets, workloadSelector: { matchLabels: { app: "web" } } }),
    rule({ host, trafficPolicy: {} }),
    rule({ subsets }),
    rule(),
  ];
  expect(listVersionClusters(rules)).toEqual([v1, v2, { host: "ratings.shop.svc.cluster.local", subset: "v1" }]);
});

const clusters = (...names: string[]) =>
  JSON.stringify({ configs: names.map((name) => ({ version_info: "1", cluster: { name, type: "EDS" } })) }, null, 1);

describe("a proxy", () => {
  it.each<[string, string, boolean]>([
    ["with all clusters", clusters(`outbound|80||${host}`, `outbound|80|v1|${host}`, `outbound|80|v2|${host}`), true],
    ["that lacks a version", clusters(`outbound|80||${host}`, `outbound|80|v1|${host}`), false],
    [
      "that lacks one at one of two ports",
      clusters(
        ...[80, 81].flatMap((port) => [`outbound|${port}||${host}`, `outbound|${port}|v1|${host}`]),
        `outbound|80|v2|${host}`,
      ),
      false,
    ],
    ["that does not know the host", clusters("outbound|80||other.shop.svc.cluster.local", "inbound|80||"), true],
  ])("%s", (_, dump, knows) => {
    expect(knowsVersions(dump, [v1, v2])).toBe(knows);
  });

  it("uses a version that a route or a listener leads to", () => {
    const dump = JSON.stringify({ route: { cluster: `outbound|80|v1|${host}` } });
    expect(usesVersions(dump, [v1])).toBe(true);
    expect(usesVersions(dump, [v2])).toBe(false);
    expect(usesVersions(dump, [{ host: "reviews.shop.svc", subset: "v1" }])).toBe(false);
  });
});

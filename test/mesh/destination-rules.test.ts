// Does not prove that istiod looks so: its `destinationRule` was read. What a gateway does by it was seen live: 503 by a rule of a third namespace.
import { expect, it } from "vitest";
import { analyzeBy } from "../../src/analysis/analyze.js";
import { createDestinationRules, type DestinationRules } from "../../src/mesh/destination-rules.js";
import { loadPolicies } from "../../src/policy/documents/load.js";

const host = "reviews.shop.svc.cluster.local";

/** Rules as `namespace/name: spec`. */
function load(specs: Record<string, string>, config: Record<string, unknown> = {}): DestinationRules {
  const texts = Object.entries(specs).map(([key, spec]) => {
    const [namespace = "", name = ""] = key.split("/");
    return `apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: { name: "${name}", namespace: ${namespace} }\nspec: { ${spec} }\n`;
  });
  const { manifests: objects } = loadPolicies({ "mesh.yaml": texts.join("---\n") });
  let rules: DestinationRules | undefined;
  const reads = ["networking.istio.io/DestinationRule"] as const;
  const check = (context: Parameters<typeof createDestinationRules>[0]) => {
    rules = createDestinationRules(context);
  };
  analyzeBy([{ name: "rules", codes: [], reads, check }], { objects, mesh: { config } });
  return rules!;
}

const find = (rules: DestinationRules, caller: string, of = host) =>
  rules.find(of, caller, ["shop"]).map(({ object }) => `${object.namespace}/${object.manifest.metadata.name}`);

it("looks into the caller's namespace, the Service's and the root, in this order, and in no other", () => {
  const all = { "shop/s": `host: ${host}`, "client/c": `host: ${host}`, "istio-system/r": `host: ${host}` };
  expect(find(load(all), "client")).toEqual(["client/c"]);
  expect(find(load(all), "other")).toEqual(["shop/s"]);
  expect(find(load(all), "istio-system")).toEqual(["shop/s"]);
  expect(find(load({ "istio-system/r": `host: ${host}`, "third/t": `host: ${host}` }), "other")).toEqual([
    "istio-system/r",
  ]);
  expect(find(load({ "third/t": `host: ${host}, exportTo: ["*"]` }), "other")).toEqual([]);
});

it("takes the most particular host of the first namespace that has any, so that a wildcard hides what is behind it", () => {
  const rules = load({
    "client/w": 'host: "*.local"',
    "client/n": 'host: "*.shop.svc.cluster.local"',
    "shop/s": `host: ${host}`,
  });
  expect(find(rules, "client")).toEqual(["client/n"]);
  expect(find(rules, "client", "cart.bank.svc.cluster.local")).toEqual(["client/w"]);
  expect(find(rules, "client", "api.example")).toEqual([]);
  expect(rules.listAll(host).map(({ object }) => object.manifest.metadata.name)).toEqual(["s", "n", "w"]);
});

it("goes by exportTo, a workloadSelector and the mesh's default", () => {
  expect(find(load({ "shop/s": `host: ${host}, exportTo: ["."]` }), "client")).toEqual([]);
  expect(find(load({ "shop/s": `host: ${host}, exportTo: [client]` }), "client")).toEqual(["shop/s"]);
  expect(find(load({ "shop/s": `host: ${host}, exportTo: [client]` }), "shop")).toEqual([]);
  const selecting = `host: ${host}, workloadSelector: { matchLabels: { app: a } }`;
  expect(find(load({ "shop/s": selecting }), "client")).toEqual([]);
  expect(find(load({ "shop/s": selecting }), "shop")).toEqual(["shop/s"]);
  const byDefault = { defaultDestinationRuleExportTo: ["."] };
  expect(find(load({ "shop/s": `host: ${host}` }, byDefault), "client")).toEqual([]);
  expect(find(load({ "shop/s": `host: ${host}, exportTo: ["*"]` }, byDefault), "client")).toEqual(["shop/s"]);
  // What only the root namespace sees goes before the Service's own there.
  const rootOnly = { "istio-system/r": `host: ${host}, exportTo: ["."]`, "shop/s": `host: ${host}` };
  expect(find(load(rootOnly), "istio-system")).toEqual(["istio-system/r"]);
  expect(find(load(rootOnly), "client")).toEqual(["shop/s"]);
});

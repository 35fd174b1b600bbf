// Does not prove which of the rules a proxy sees (test/mesh), nor what their settings do.
import { expect, it } from "vitest";
import { createDestinationRules } from "../../../src/mesh/destination-rules.js";
import { consolidateRules } from "../../../src/simulate/destination/consolidate-rules.js";
import { indexText } from "../mesh-of-text.js";

interface Given {
  name: string;
  /** Seconds of its creation. */
  age: number;
  spec?: string;
}

function consolidate(...rules: Given[]) {
  const text = rules.map(
    ({ name, age, spec = "" }) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: ${name}, namespace: shop, creationTimestamp: "2026-01-01T00:00:0${age}Z" }
spec: { host: web.shop.svc.cluster.local${spec} }
`,
  );
  const seen = indexText(text.join("---\n"))
    .ask(createDestinationRules)
    .find("web.shop.svc.cluster.local", "shop", ["shop"]);
  return consolidateRules(seen).map((group) => group.rules.map(({ object }) => object.manifest.metadata.name));
}

const selecting = ", workloadSelector: { matchLabels: { app: client } }";

it("makes one of the rules for the same proxies, the oldest first", () => {
  expect(consolidate({ name: "a", age: 2 }, { name: "b", age: 1 }, { name: "c", age: 1 })).toEqual([["b", "c", "a"]]);
});

it("keeps a rule for some proxies apart", () => {
  expect(consolidate({ name: "a", age: 1 }, { name: "b", age: 2, spec: selecting })).toEqual([["a"], ["b"]]);
  const other = ", workloadSelector: { matchLabels: { app: other } }";
  expect(consolidate({ name: "a", age: 1, spec: selecting }, { name: "b", age: 2, spec: other })).toEqual([
    ["a"],
    ["b"],
  ]);
  expect(consolidate({ name: "a", age: 1, spec: selecting }, { name: "b", age: 2, spec: selecting })).toEqual([
    ["a", "b"],
  ]);
});

it("adds what more proxies see to what fewer see, but not the other way", () => {
  const few = ", exportTo: [.]";
  const more = ", exportTo: [., other]";
  expect(consolidate({ name: "a", age: 1, spec: few }, { name: "b", age: 2, spec: more })).toEqual([["a", "b"]]);
  expect(consolidate({ name: "a", age: 1, spec: more }, { name: "b", age: 2, spec: few })).toEqual([["a"], ["b"]]);
});

it("loses a rule for some proxies that is seen as far as one for all", () => {
  const spec = ", exportTo: [.]";
  expect(consolidate({ name: "a", age: 1, spec }, { name: "b", age: 2, spec: selecting })).toEqual([["a", "b"]]);
});

it("keeps a rule that names all namespaces apart from one that names none, and each that follows", () => {
  const all = { name: "b", age: 2, spec: ', exportTo: ["*"]' };
  expect(consolidate({ name: "a", age: 1 }, all)).toEqual([["a"], ["b"]]);
  expect(consolidate({ name: "a", age: 1 }, all, { name: "c", age: 3 })).toEqual([["a", "c"], ["b"], ["c"]]);
});

// Does not prove which of two Sidecars Istio takes. That two services of the same pods are refused is in ../kinds/calls.test.ts.
import { expect, it } from "vitest";
import { compileText, shop } from "../compile-text.js";

it("a Service with an empty selector shares its pods with nobody: it has none", () => {
  const metadata = { name: "empty", namespace: "shop" };
  const empty = { apiVersion: "v1", kind: "Service", metadata, spec: { selector: {}, ports: [] } };
  const text = "service: shop/reviews\ncalls: [shop/ratings]\n---\nservice: shop/empty\ncalls: []\n";
  const { said } = compileText(text, { declared: [...shop, empty] });
  expect(said.filter((one) => one.includes("MESH0206"))).toEqual([]);
});

// The compiler checks this file: what is marked as an error must be one. Does not prove that documents are compiled.
import { expect, it } from "vitest";
import { policy } from "../../src/policy/policy.js";

it("gives the document as it is", () => {
  const document = policy({ service: "shop/reviews", timeout: "3s", versions: { v1: { version: "v1" } } });
  expect(document).toEqual({ service: "shop/reviews", timeout: "3s", versions: { v1: { version: "v1" } } });
});

it("knows which kinds a document may have, and their values", () => {
  // @ts-expect-error a namespace has no versions
  policy({ namespace: "shop", versions: {} });
  // @ts-expect-error a duration has a unit
  policy({ service: "shop/reviews", timeout: 3 });
  // @ts-expect-error a service has no defaults to keep
  policy({ service: "shop/reviews", tightenOnly: [] });
});

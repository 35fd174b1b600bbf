// Does not prove that anything is cut off: test/e2e/policy/timeout.test.ts does.
import { expect, it } from "vitest";
import { compileSpec, compileText } from "../compile-text.js";

const route = { name: "default", route: [{ destination: { host: "reviews.shop.svc.cluster.local" } }] };

it("is set on every route that has none of its own", () => {
  const text = `
service: shop/reviews
routes:
  - { name: slow, match: [{ uri: { prefix: /slow } }], timeout: 10s }
timeout: 3s
`;
  expect(compileSpec(text, "VirtualService", "reviews")).toEqual({
    hosts: ["reviews.shop.svc.cluster.local"],
    http: [
      { ...route, name: "slow", match: [{ uri: { prefix: "/slow" } }], timeout: "10s" },
      { ...route, timeout: "3s" },
    ],
  });
});

it("is inherited from the namespace by what has HTTP or gRPC", () => {
  const { manifests, said } = compileText("namespace: shop\ntimeout: 5s\n");
  expect(said).toEqual([]);
  const timeouts = manifests.map(({ metadata, spec }) => [metadata.name, spec.http[0].timeout as unknown]);
  expect(timeouts).toEqual(["mixed", "productpage", "ratings", "reviews"].map((name) => [name, "5s"]));
});

it.each([
  ["5", "shop.yaml:2:1: error MESH0201: timeout is 5; it has to be a text; "],
  ["5sec", 'shop.yaml:2:1: error MESH0201: timeout is "5sec"; it has to be a duration such as 500ms, 3s or 1m30s; '],
  ["0s", 'shop.yaml:2:1: error MESH0201: timeout is "0s"; it has to be at least 1ms; '],
])("%s is refused", (value, message) => {
  const { said } = compileText(`service: shop/reviews\ntimeout: ${value}\n`);
  expect(said).toEqual([`${message}correct the document; nothing has been changed`]);
});

it("is refused for a service that has only TCP", () => {
  expect(compileText("service: shop/database\ntimeout: 5s\n").said).toEqual([
    "shop.yaml:2:1: error MESH0204: timeout works for http and grpc, and the ports of shop/database are 5432 tcp; remove it, or name the port's protocol by its appProtocol",
  ]);
});

it("may only be shortened where it is tighten-only, on routes too", () => {
  const outer = "namespace: shop\ntimeout: 5s\ntightenOnly: [timeout]\n---\n";
  expect(compileText(`${outer}service: shop/reviews\ntimeout: 4s\n`).said).toEqual([]);
  expect(compileText(`${outer}service: shop/reviews\ntimeout: 6s\nroutes: [{ name: a, timeout: 1h }]\n`).said).toEqual([
    'shop.yaml:6:1: error MESH0205: timeout is "6s", looser than "5s" of shop.yaml:2, which may only be made tighter; make it tighter, or ask the owner of the default',
    'shop.yaml:7:21: error MESH0205: timeout is "1h", looser than "5s" of shop.yaml:2, which may only be made tighter; make it tighter, or ask the owner of the default',
  ]);
});

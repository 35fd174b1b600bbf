// Does not prove that anything is cut off: test/e2e/policy/timeout.test.ts does.
import { expect, it } from "vitest";
import { compileSpec, compileText, testMesh } from "../compile-text.js";

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
  ["5", `shop.yaml:2:1: error MESH0201: \`timeout\` is 5; it must be a duration with a unit, as in "3s"; `],
  [
    "5sec",
    'shop.yaml:2:1: error MESH0201: `timeout` is "5sec"; it must be a duration such as 500ms, 3s or 1m30s, or none; ',
  ],
  ["0s", 'shop.yaml:2:1: error MESH0201: `timeout` is "0s"; it must be at least 1ms; none is for no limit; '],
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
    'shop.yaml:6:1: error MESH0205: `timeout` is "6s", looser than "5s" of shop.yaml:2, which may only be made tighter; make it tighter, or ask the owner of the default',
    'shop.yaml:7:21: error MESH0205: `routes[0].timeout` is "1h", looser than "5s" of shop.yaml:2, which may only be made tighter; make it tighter, or ask the owner of the default',
  ]);
});

it("is taken away by none, from a service or from one route", () => {
  const outer = "namespace: shop\ntimeout: 5s\n---\nservice: shop/reviews\n";
  const compile = (text: string) => {
    const { manifests, said } = compileText(outer + text);
    expect(said).toEqual([]);
    return (manifests.find(({ metadata }) => metadata.name === "reviews")?.spec.http as { timeout?: string }[]).map(
      ({ timeout }) => timeout,
    );
  };
  expect(compile("timeout: none\n")).toEqual([undefined]);
  expect(compile("routes: [{ name: a, match: [{ uri: { prefix: /events } }], timeout: none }]\n")).toEqual([
    undefined,
    "5s",
  ]);
  expect(compile("timeout: none\nroutes: [{ name: a, timeout: 1s }]\n")).toEqual(["1s"]);
});

it("is looser as none than any duration", () => {
  const say = (outer: string, inner: string) =>
    compileText(
      `namespace: shop\ntimeout: ${outer}\ntightenOnly: [timeout]\n---\nservice: shop/reviews\ntimeout: ${inner}\n`,
    ).said;
  expect(say("5s", "none")).toEqual([
    'shop.yaml:6:1: error MESH0205: `timeout` is "none", looser than "5s" of shop.yaml:2, which may only be made tighter; make it tighter, or ask the owner of the default',
  ]);
  expect(say("none", "1h")).toEqual([]);
  expect(say("none", "none")).toEqual([]);
});

it("is not said at a gateway of the Gateway API where there is none", () => {
  const gateway = { name: "public", namespace: "ingress", labels: {}, api: "gateway-api" as const };
  const { manifests, said } = compileText(
    "service: shop/reviews\ntimeout: none\nexpose: [{ gateway: ingress/public, hosts: [a.io] }]\n",
    { mesh: { ...testMesh, gateways: [gateway] } },
  );
  expect(said).toEqual([]);
  expect(manifests.find(({ kind }) => kind === "HTTPRoute")?.spec.rules).toEqual([
    { matches: [{ path: { type: "PathPrefix", value: "/" } }], backendRefs: [{ name: "reviews", port: 9080 }] },
  ]);
});

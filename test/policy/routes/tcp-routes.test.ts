// Does not prove where connections go: test/e2e/policy/routes.test.ts does.
import { expect, it } from "vitest";
import { compileSpec, compileText } from "../compile-text.js";

const versions = "versions: { v1: { version: v1 }, v2: { version: v2 } }\n";
const database = "database.shop.svc.cluster.local";

it("splits connections by port, caller and weight", () => {
  const text = `
service: shop/database
${versions}routes:
  - { name: a, match: [{ port: 5432, sourceLabels: { app: reviews }, sourceNamespace: shop }], to: { v2: 100 } }
  - { name: default, to: { v1: 90, v2: 10 } }
`;
  expect(compileSpec(text, "VirtualService", "database")).toEqual({
    hosts: [database],
    tcp: [
      {
        match: [{ port: 5432, sourceLabels: { app: "reviews" }, sourceNamespace: "shop" }],
        route: [{ destination: { host: database, subset: "v2" }, weight: 100 }],
      },
      {
        route: [
          { destination: { host: database, subset: "v1" }, weight: 90 },
          { destination: { host: database, subset: "v2" }, weight: 10 },
        ],
      },
    ],
  });
});

it("stands beside HTTP, without the routes that only HTTP knows", () => {
  const text = `
service: shop/mixed
${versions}routes:
  - { name: a, match: [{ uri: { prefix: /a } }], to: { v2: 100 } }
  - { name: default, to: { v1: 100 } }
`;
  const { http, tcp } = compileSpec(text, "VirtualService", "mixed");
  expect(http).toHaveLength(2);
  const host = "mixed.shop.svc.cluster.local";
  expect(tcp).toEqual([{ route: [{ destination: { host, subset: "v1" }, weight: 100 }] }]);
});

it("refuses what only HTTP knows where there is no HTTP, with its place", () => {
  const say = (route: string) =>
    compileText(`service: shop/database\n${versions}routes:\n  - { name: a, ${route} }\n`).said;
  const only = (field: string) =>
    `${field} works for HTTP and gRPC, and service shop/database has only TCP ports; remove it, or name a port's protocol by appProtocol; TCP routes know port, sourceLabels, sourceNamespace and weights`;
  expect(say("match: [{ port: 5432 }, { uri: { prefix: / }, port: 5432 }]")).toEqual([
    `shop.yaml:4:42: error MESH0204: ${only("uri")}`,
  ]);
  expect(say("rewrite: { uri: / }, timeout: 1s")).toEqual([
    `shop.yaml:4:16: error MESH0204: ${only("rewrite")}`,
    `shop.yaml:4:37: error MESH0204: ${only("timeout")}`,
  ]);
  expect(say("to: { v1: 50, v2: 50 }, weightsOwnedBy: flagger")).toEqual([
    `shop.yaml:4:40: error MESH0204: ${only("weightsOwnedBy")}`,
  ]);
});

it("says what is wrong with the destinations, once beside HTTP too", () => {
  for (const service of ["database", "mixed"]) {
    const text = `service: shop/${service}\n${versions}routes:\n  - { name: a, to: { v1: 50, v3: 40 } }\n`;
    expect(compileText(text).said).toEqual([
      "shop.yaml:4:16: error MESH0206: the weights add up to 90; make them add up to 100",
      expect.stringContaining(`shop.yaml:4:30: error MESH0203: "v3" is not a version of shop/${service}`),
    ]);
  }
});

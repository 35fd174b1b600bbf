// Does not prove that any copy is sent: test/e2e/policy/mirror.test.ts does.
import { describe, expect, it } from "vitest";
import { compileSpec, compileText } from "../compile-text.js";

const host = "reviews.shop.svc.cluster.local";
const versions = "versions: { v1: { version: v1 }, v2: { version: v2 } }\n";

it("is on every route that has none of its own, to a version or another service", () => {
  const text = `
service: shop/reviews
${versions}
routes:
  - { name: read, match: [{ method: { exact: GET } }], to: { v1: 100 }, mirror: { to: shop/productpage } }
  - { name: default, to: { v1: 100 } }
mirror: { to: v2, percentage: 0.5 }
`;
  const route = [{ destination: { host, subset: "v1" }, weight: 100 }];
  expect(compileSpec(text, "VirtualService", "reviews")).toEqual({
    hosts: [host],
    http: [
      {
        name: "read",
        match: [{ method: { exact: "GET" } }],
        route,
        mirrors: [{ destination: { host: "productpage.shop.svc.cluster.local" }, percentage: { value: 100 } }],
      },
      { name: "default", route, mirrors: [{ destination: { host, subset: "v2" }, percentage: { value: 0.5 } }] },
    ],
  });
});

it("makes a route where there is none", () => {
  expect(
    compileSpec(`service: shop/reviews\n${versions}mirror: { to: v2 }\n`, "VirtualService", "reviews").http,
  ).toEqual([
    {
      name: "default",
      route: [{ destination: { host } }],
      mirrors: [{ destination: { host, subset: "v2" }, percentage: { value: 100 } }],
    },
  ]);
});

describe("is refused", () => {
  it.each([
    [
      "{ percentage: 1 }",
      "MESH0201: `mirror.to` is missing; it must be a string; correct the document; nothing has been changed",
    ],
    [
      "{ to: v1, percentage: 101 }",
      "MESH0201: `mirror.percentage` is 101; it must be at most 100; correct the document; nothing has been changed",
    ],
    [
      "{ to: v3 }",
      'MESH0203: "v3" is not a version of shop/reviews; did you mean "v1"?; its versions are v1, v2; correct the name, or declare it',
    ],
    [
      "{ to: shop/rating }",
      'MESH0203: there is no service shop/rating; did you mean "shop/ratings"?; correct the name, or declare it',
    ],
  ])("%s", (value, message) => {
    const { said } = compileText(`service: shop/reviews\n${versions}mirror: ${value}\n`);
    expect(said.map((line) => line.replace(/^shop.yaml:3:\d+: error /, ""))).toEqual([message]);
  });

  it("for a service that has only TCP", () => {
    expect(compileText("service: shop/database\nmirror: { to: shop/reviews }\n").said).toEqual([
      "shop.yaml:2:1: error MESH0204: mirror works for http and grpc, and the ports of shop/database are 5432 tcp; remove it, or name the port's protocol by its appProtocol",
    ]);
  });
});

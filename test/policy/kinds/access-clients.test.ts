// Does not prove that a client is refused: test/e2e/policy/access.test.ts does.
import { expect, it } from "vitest";
import { compileSpec, compileText } from "../compile-text.js";

it("takes clients by their addresses behind gateways, and methods in capital letters alone", () => {
  const rule = (fields: string) => `service: shop/reviews\naccess: { allow: [{ ${fields} }] }\n`;
  expect(
    compileSpec(
      rule("from: [ingress/public], remoteIpBlocks: [203.0.113.0/24]"),
      "AuthorizationPolicy",
      "reviews.allow",
    ),
  ).toEqual({
    selector: { matchLabels: { app: "reviews" } },
    action: "ALLOW",
    rules: [
      {
        from: [
          {
            source: {
              principals: ["cluster.local/ns/ingress/sa/public"],
              remoteIpBlocks: ["203.0.113.0/24"],
            },
          },
        ],
      },
    ],
  });
  expect(compileText(rule("methods: [GET, get]")).said).toEqual([
    'shop.yaml:2:36: error MESH0201: `access.allow[0].methods[1]` is "get"; methods of HTTP are in capitals, as in GET; correct the document; nothing has been changed',
  ]);
});

it("is looser for more clients where it is tighten-only", () => {
  const say = (blocks: string) =>
    compileText(
      `namespace: shop\naccess: { allow: [{ remoteIpBlocks: [203.0.113.0/24] }] }\ntightenOnly: [access]\n---\nservice: shop/reviews\naccess: { allow: [{ ${blocks} }] }\n`,
    ).said.map((one) => one.slice(0, 35));
  expect(say("remoteIpBlocks: [203.0.113.0/24], methods: [GET]")).toEqual([]);
  expect(say("methods: [GET]")).toEqual(["shop.yaml:6:1: error MESH0205: `acc"]);
});

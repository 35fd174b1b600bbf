// Does not prove who gets in: test/e2e/policy/access.test.ts does.
import { expect, it } from "vitest";
import { compileSpec, compileText } from "../compile-text.js";

const write = (access: string) => `service: shop/reviews\naccess: ${access}\n`;

it("narrows callers down by the trust domain of their certificates", () => {
  const text = write("{ allow: [{ from: [shop/productpage, bank/*], trustDomains: [a.example, '*.b'] }] }");
  const trustDomains = ["a.example", "*.b"];
  expect(compileSpec(text, "AuthorizationPolicy", "reviews.allow").rules).toEqual([
    {
      from: [
        { source: { principals: ["cluster.local/ns/shop/sa/productpage"], trustDomains } },
        { source: { namespaces: ["bank"], trustDomains } },
      ],
    },
  ]);
});

it("is a condition of its own", () => {
  const text = write("{ allow: [{ trustDomains: [a.example] }] }");
  expect(compileSpec(text, "AuthorizationPolicy", "reviews.allow").rules).toEqual([
    { from: [{ source: { trustDomains: ["a.example"] } }] },
  ]);
});

it.each([
  [
    "{ deny: [{ trustDomains: [a.example] }] }",
    "shop.yaml:2:20: warning MESH0220: a caller in trustDomains that sends plain text is not refused; set `mtls` to STRICT, or allow by name instead",
  ],
  [
    "{ allow: [{ trustDomains: [a/b] }] }",
    'shop.yaml:2:36: error MESH0201: `access.allow[0].trustDomains[0]` is "a/b"; a trust domain has no /; correct the document; nothing has been changed',
  ],
  [
    "{ allow: [{ trustDomains: ['a*b'] }] }",
    'shop.yaml:2:36: error MESH0201: `access.allow[0].trustDomains[0]` is "a*b"; it may have one * alone, at its beginning or its end; correct the document; nothing has been changed',
  ],
  [
    "{ allow: [{ trustDomains: [] }] }",
    "shop.yaml:2:21: error MESH0201: `access.allow[0].trustDomains` is []; it needs at least one entry; correct the document; nothing has been changed",
  ],
])("says of %s what is wrong", (access, message) => {
  expect(compileText(write(access)).said).toEqual([message]);
});

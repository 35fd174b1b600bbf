// Does not prove that anyone is asked: test/e2e/policy/external-authorization.test.ts does.
import { expect, it } from "vitest";
import { compileText, testMesh } from "../compile-text.js";

const render = (app: string, rules: object[]) => ({
  apiVersion: "security.istio.io/v1",
  kind: "AuthorizationPolicy",
  metadata: { name: `${app}.external-authorization`, namespace: "shop" },
  spec: { selector: { matchLabels: { app } }, action: "CUSTOM", provider: { name: "oauth2-proxy" }, rules },
});

it("asks the provider about the requests that are meant", () => {
  const text = `
service: shop/reviews
externalAuthorization: { provider: oauth2-proxy, paths: [/admin/*], notPaths: [/admin/health], hosts: [reviews] }
`;
  const operation = { paths: ["/admin/*"], notPaths: ["/admin/health"], hosts: ["reviews"] };
  expect(compileText(text)).toEqual({ manifests: [render("reviews", [{ to: [{ operation }] }])], said: [] });
});

it("of a namespace is that of each service with HTTP or gRPC that has none of its own, and never of TCP", () => {
  const text = `
namespace: shop
externalAuthorization: { provider: oauth2-proxy }
---
service: shop/reviews
externalAuthorization: { provider: oauth2-proxy, paths: [/a] }
`;
  expect(compileText(text)).toEqual({
    manifests: [
      render("mixed", [{ to: [{ operation: { notPorts: ["6379"] } }] }]),
      render("productpage", [{}]),
      render("ratings", [{}]),
      render("reviews", [{ to: [{ operation: { paths: ["/a"] } }] }]),
    ],
    said: [],
  });
});

it("asks several providers, each about its own requests", () => {
  const text = `
service: shop/reviews
externalAuthorization:
  - { provider: oauth2-proxy, paths: [/admin/*] }
  - { provider: jaeger, paths: [/api/*] }
  - { provider: oauth2-proxy, hosts: [reviews] }
`;
  const object = (provider: string, rules: object[]) => {
    const { metadata, spec, ...rest } = render("reviews", rules);
    const name = `${metadata.name}.${provider}`;
    return { ...rest, metadata: { ...metadata, name }, spec: { ...spec, provider: { name: provider } } };
  };
  expect(compileText(text)).toEqual({
    manifests: [
      object("jaeger", [{ to: [{ operation: { paths: ["/api/*"] } }] }]),
      object("oauth2-proxy", [
        { to: [{ operation: { paths: ["/admin/*"] } }] },
        { to: [{ operation: { hosts: ["reviews"] } }] },
      ]),
    ],
    said: [],
  });
});

it.each([
  [
    "service: shop/reviews\nexternalAuthorization: [{ provider: oauth2-proxy }, { provider: opa }]",
    "shop.yaml:2:55: error MESH0203: the mesh has no extension provider opa; add it to `meshConfig.extensionProviders`",
  ],
  [
    "namespace: shop\nexternalAuthorization: { provider: oauth-proxy }",
    'shop.yaml:2:26: error MESH0203: the mesh has no extension provider oauth-proxy; did you mean "oauth2-proxy"?; add it to `meshConfig.extensionProviders`',
  ],
  [
    "service: shop/database\nexternalAuthorization: { provider: oauth2-proxy }",
    "shop.yaml:2:1: error MESH0204: externalAuthorization works for http and grpc, and the ports of shop/database are 5432 tcp; remove it, or name the port's protocol by its appProtocol",
  ],
  [
    "service: other/legacy\nexternalAuthorization: { provider: oauth2-proxy }",
    "shop.yaml:2:1: error MESH0207: externalAuthorization is for the pods of other/legacy, whose labels are not known; add `selector` with the labels of its pods, or put its Service among the stack's manifests",
  ],
  [
    "service: shop/reviews\nexternalAuthorization: { provider: oauth2-proxy, paths: [admin] }",
    'shop.yaml:2:58: error MESH0201: `externalAuthorization.paths[0]` is "admin"; it must begin with / or *; correct the document; nothing has been changed',
  ],
])("%s is refused", (text, message) => {
  expect(compileText(`${text}\n`).said).toEqual([message]);
});

it("takes any provider where those of the mesh are not known", () => {
  const mesh = { ...testMesh, extensionProviders: undefined };
  expect(compileText("service: shop/reviews\nexternalAuthorization: { provider: x }\n", { mesh }).said).toEqual([]);
});

it.each([
  ["", "", true],
  ["", ", paths: [/a]", false],
  [", paths: [/a/b]", ", paths: [/a/*, /c]", true],
  [", paths: [/a/*]", ", paths: [/a/b]", false],
  [", paths: [/a]", "", true],
  ["", ", notPaths: [/a]", false],
  [", notPaths: [/a*]", ", notPaths: [/a/b]", true],
  [", hosts: [a]", ", hosts: [b]", false],
])("where it is tighten-only with (%s), (%s) is tighter: %s", (outer, inner, isTighter) => {
  const value = (more: string) => `externalAuthorization: { provider: oauth2-proxy${more} }`;
  const text = `namespace: shop\n${value(outer)}\ntightenOnly: [externalAuthorization]\n---\nservice: shop/reviews\n${value(inner)}\n`;
  const { said } = compileText(text);
  expect(said.map((line) => line.split(":").slice(0, 4).join(":"))).toEqual(
    isTighter ? [] : ["shop.yaml:6:1: error MESH0205"],
  );
});

it.each([
  [
    "[{ provider: oauth2-proxy, paths: [/a] }]",
    "[{ provider: jaeger }, { provider: oauth2-proxy, paths: [/a, /b] }]",
    true,
  ],
  ["[{ provider: oauth2-proxy }, { provider: jaeger }]", "{ provider: oauth2-proxy }", false],
])("where it is tighten-only as %s, %s is tighter: %s", (outer, inner, isTighter) => {
  const text = `namespace: shop\nexternalAuthorization: ${outer}\ntightenOnly: [externalAuthorization]\n---\nservice: shop/reviews\nexternalAuthorization: ${inner}\n`;
  const { said } = compileText(text);
  expect(said.map((line) => line.split(":").slice(0, 4).join(":"))).toEqual(
    isTighter ? [] : ["shop.yaml:6:1: error MESH0205"],
  );
});

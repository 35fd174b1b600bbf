// What becomes of the path of a redirect. Does not prove what Envoy answers: test/e2e/policy/routes.test.ts does.
import { describe, expect, it } from "vitest";
import { compileSpec, compileText, testMesh } from "../compile-text.js";

const write = (match: string, redirect: string) =>
  `service: shop/reviews\nroutes: [{ name: moved, ${match}redirect: ${redirect} }]\n`;
const http = (text: string) => compileSpec(text, "VirtualService", "reviews").http as object[];
const rest = { name: "default", route: [{ destination: { host: "reviews.shop.svc.cluster.local" } }] };

it("takes the place of whole segments: of the path itself, and of the beginning of what is below it", () => {
  const text = write("match: [{ uri: { prefix: /old } }], ", "{ prefixRewrite: /new, authority: new.example.com }");
  const authority = "new.example.com";
  expect(http(text)).toEqual([
    { name: "moved", match: [{ uri: { exact: "/old" } }], redirect: { authority, uri: "/new" } },
    { name: "moved", match: [{ uri: { prefix: "/old/" } }], redirect: { authority, prefixRewrite: "/new/" } },
    rest,
  ]);
});

it("may be the root, and is for every path where the route has no match", () => {
  expect(http(write("match: [{ uri: { prefix: /old/ } }], ", "{ prefixRewrite: / }"))).toEqual([
    { name: "moved", match: [{ uri: { prefix: "/old/" } }], redirect: { prefixRewrite: "/" } },
    rest,
  ]);
  expect(http(write("", "{ prefixRewrite: /new }"))).toEqual([{ name: "moved", redirect: { prefixRewrite: "/new/" } }]);
  const headers = { "x-a": { exact: "1" } };
  expect(http(write("match: [{ headers: { x-a: { exact: '1' } } }], ", "{ prefixRewrite: /new }"))).toEqual([
    { name: "moved", match: [{ headers }], redirect: { prefixRewrite: "/new/" } },
    rest,
  ]);
});

it.each([
  [
    write("match: [{ uri: { exact: /a } }], ", "{ prefixRewrite: /b }"),
    'shop.yaml:2:35: error MESH0206: route "moved" has redirect.prefixRewrite, and this match has no prefix that it could replace; match by prefix, or use redirect.uri',
  ],
  [
    write("match: [{ uri: { regex: /a.* } }], ", "{ prefixRewrite: /b }"),
    'shop.yaml:2:35: error MESH0206: route "moved" has redirect.prefixRewrite, and this match has no prefix that it could replace; match by prefix, or use redirect.uri',
  ],
  [
    write("match: [{ uri: { prefix: / } }], ", "{ prefixRewrite: /, authority: b.example.com }"),
    'shop.yaml:2:70: error MESH0260: route "moved" is for every path; redirect.prefixRewrite / changes nothing; name the prefix to replace by uri.prefix in the route\'s `match`, or remove it',
  ],
  [
    write("match: [{ uri: { prefix: /a- } }], ", "{ prefixRewrite: /b }"),
    'shop.yaml:2:42: error MESH0261: route "moved" rewrites the path, so the prefix /a- is for /a- and what is below /a-/, not for longer segments; end the prefix with a whole segment',
  ],
  [
    write("", "{ prefixRewrite: b }"),
    'shop.yaml:2:37: error MESH0201: `routes[0].redirect.prefixRewrite` is "b"; it must be a path, which begins with / and has no query; correct the document; nothing has been changed',
  ],
  [
    write("", "{ prefixRewrite: /b, uri: /c }"),
    'shop.yaml:2:25: error MESH0201: `routes[0].redirect` is {"prefixRewrite":"/b","uri":"/c"}; uri and prefixRewrite exclude each other; correct the document; nothing has been changed',
  ],
])("%s is refused", (text, message) => {
  expect(compileText(text).said).toEqual([message]);
});

describe("at a gateway", () => {
  const redirects = `${write("match: [{ uri: { prefix: /old } }], ", "{ prefixRewrite: /new }")}expose: [{ gateway: ingress/public, hosts: [a.example.com], paths: [/old/inner] }]\n`;

  it("narrows the beginning down, and leaves what replaces it as it was", () => {
    const { manifests, said } = compileText(redirects);
    expect(said).toEqual([]);
    const exposed = manifests.find(
      ({ kind, metadata }) => kind === "VirtualService" && metadata.namespace === "ingress",
    );
    const found = (exposed?.spec.http as { redirect?: object }[]).flatMap(({ redirect }) => redirect ?? []);
    expect(found).toEqual([{ uri: "/new/inner" }, { prefixRewrite: "/new/inner/" }]);
  });

  it("is a prefix of segments by the Gateway API", () => {
    const gateways = testMesh.gateways.map((gateway) => ({
      ...gateway,
      api: "gateway-api" as const,
      listeners: { http: { protocol: "HTTP" as const, port: 80 } },
    }));
    const { manifests, said } = compileText(redirects, { mesh: { ...testMesh, gateways } });
    expect(said).toEqual([]);
    const route = manifests.find(({ kind }) => kind === "HTTPRoute");
    expect(route?.spec.rules[0]).toEqual({
      matches: [{ path: { type: "PathPrefix", value: "/old/inner" } }],
      filters: [
        {
          type: "RequestRedirect",
          requestRedirect: {
            path: { type: "ReplacePrefixMatch", replacePrefixMatch: "/new/inner" },
            statusCode: 301,
          },
        },
      ],
    });
  });
});

// Does not prove that a gateway answers so: test/e2e/policy/gateway-api.test.ts does.
import { expect, it } from "vitest";
import type { MeshFacts } from "../../../src/policy/kind.js";
import { loadManifests } from "../../../src/text/manifest-text.js";
import { compileText, list, shop } from "../compile-text.js";
import { document, listeners, meshOf } from "./expose-listeners.js";

const other = loadManifests(
  "apiVersion: v1\nkind: Service\nmetadata: { name: old, namespace: archive }\nspec: { ports: [{ name: http, port: 81 }] }\n",
  "archive.yaml",
).manifests;
const mesh: MeshFacts = {
  ...meshOf(listeners),
  gateways: meshOf(listeners).gateways.map((gateway) => ({ ...gateway, api: "gateway-api" })),
};
const compile = (text: string) => {
  const { manifests, said } = compileText(text, { mesh, declared: [...shop, ...other] });
  const own = manifests.filter(({ apiVersion }) => apiVersion.startsWith("gateway.networking.k8s.io/"));
  return { manifests: own, said, specs: own.map(({ spec }) => spec as Record<string, unknown>) };
};
const at = (sectionName: string) => ({ namespace: "ingress", name: "public", sectionName });
const prefix = (value: string) => ({ path: { type: "PathPrefix", value } });
const to = (name: string, port: number, more = {}) => [{ name, port, ...more }];

it("makes a route for each host of a service, in the service's namespace, at every entry that serves the host", () => {
  const { manifests, said, specs } = compile(
    document("reviews", "hosts: [www.shop.io, www.a.io], paths: [/, /reviews]") + "timeout: 1.5s\n",
  );
  expect(said).toEqual([]);
  expect(list(manifests)).toEqual([
    "HTTPRoute shop/reviews.www.a.io.public.ingress",
    "HTTPRoute shop/reviews.www.shop.io.public.ingress",
  ]);
  const rule = { backendRefs: to("reviews", 9080), timeouts: { request: "1s500ms" } };
  expect(specs).toEqual([
    {
      // Not `http`, which redirects.
      parentRefs: [at("https.www.a.io")],
      hostnames: ["www.a.io"],
      rules: [
        { matches: [prefix("/reviews")], ...rule },
        { matches: [prefix("/")], ...rule },
      ],
    },
    {
      parentRefs: [at("clients.www.shop.io"), at("https.wc--any.shop.io")],
      hostnames: ["www.shop.io"],
      rules: [
        { matches: [prefix("/reviews")], ...rule },
        { matches: [prefix("/")], ...rule },
      ],
    },
  ]);
});

it("says matches, weights, filters and mirrors, and grants what leads to other namespaces", () => {
  const { manifests, said, specs } = compile(`${document("reviews", "hosts: [www.a.io]")}
routes:
  - name: testers
    match:
      - { method: { exact: GET }, uri: { exact: /a }, headers: { x-user: { exact: tester }, x-team: { prefix: "a." } } }
      - { uri: { exact: /b }, queryParams: { q: { regex: "[0-9]+" } } }
      - { uri: { prefix: /b/ }, queryParams: { q: { regex: "[0-9]+" } } }
    to: { shop/ratings: 90, archive/old: 10 }
    headers: { request: { set: { a: b }, remove: [c] }, response: { add: { d: e } } }
    mirror: { to: archive/old, percentage: 0.5 }
  - name: moved
    match: [{ uri: { exact: /old } }]
    redirect: { uri: /new, authority: "b.shop.io:8443", redirectCode: 308 }
  - name: default
    rewrite: { authority: reviews.internal }
    corsPolicy: { allowOrigins: [{ exact: "https://a.io" }], allowMethods: [GET], maxAge: 10s, allowCredentials: true }
    mirror: { to: shop/ratings, percentage: 20 }
`);
  expect(said).toEqual([]);
  expect(list(manifests)).toEqual([
    "HTTPRoute shop/reviews.www.a.io.public.ingress",
    "ReferenceGrant archive/old.shop",
  ]);
  const old = { name: "old", namespace: "archive", port: 81 };
  const query = { queryParams: [{ type: "RegularExpression", name: "q", value: "[0-9]+" }] };
  expect(specs[0]?.rules).toEqual([
    {
      matches: [
        {
          path: { type: "Exact", value: "/a" },
          method: "GET",
          headers: [
            { type: "Exact", name: "x-user", value: "tester" },
            { type: "RegularExpression", name: "x-team", value: "a\\..*" },
          ],
        },
        { ...prefix("/b"), ...query },
      ],
      filters: [
        { type: "RequestHeaderModifier", requestHeaderModifier: { set: [{ name: "a", value: "b" }], remove: ["c"] } },
        { type: "ResponseHeaderModifier", responseHeaderModifier: { add: [{ name: "d", value: "e" }] } },
        {
          type: "RequestMirror",
          requestMirror: { backendRef: old, fraction: { numerator: 5000, denominator: 1_000_000 } },
        },
      ],
      backendRefs: [
        { name: "ratings", port: 50051, weight: 90 },
        { ...old, weight: 10 },
      ],
    },
    {
      matches: [{ path: { type: "Exact", value: "/old" } }],
      filters: [
        {
          type: "RequestRedirect",
          requestRedirect: {
            hostname: "b.shop.io",
            port: 8443,
            path: { type: "ReplaceFullPath", replaceFullPath: "/new" },
            statusCode: 308,
          },
        },
      ],
    },
    {
      matches: [prefix("/")],
      filters: [
        {
          type: "CORS",
          cors: { allowOrigins: ["https://a.io"], allowMethods: ["GET"], allowCredentials: true, maxAge: 10 },
        },
        { type: "RequestMirror", requestMirror: { backendRef: { name: "ratings", port: 50051 }, percent: 20 } },
        {
          type: "URLRewrite",
          urlRewrite: { hostname: "reviews.internal" },
        },
      ],
      backendRefs: to("reviews", 9080),
    },
  ]);
  const group = "gateway.networking.k8s.io";
  expect(specs[1]).toEqual({
    from: [{ group, kind: "HTTPRoute", namespace: "shop" }],
    to: [{ group: "", kind: "Service", name: "old" }],
  });
});

it("rewrites an exact path as a whole, by a rule of its own", () => {
  const { said, specs } = compile(
    `${document("reviews", "hosts: [www.a.io]")}routes: [{ name: a, match: [{ uri: { exact: /a } }, { uri: { prefix: /b } }], rewrite: { uri: /c } }]\n`,
  );
  expect(said).toEqual([]);
  const rewrite = (path: object) => [{ type: "URLRewrite", urlRewrite: { path } }];
  expect((specs[0]?.rules as unknown[]).slice(0, 2)).toEqual([
    {
      matches: [{ path: { type: "Exact", value: "/a" } }],
      filters: rewrite({ type: "ReplaceFullPath", replaceFullPath: "/c" }),
      backendRefs: to("reviews", 9080),
    },
    {
      matches: [prefix("/b")],
      filters: rewrite({ type: "ReplacePrefixMatch", replacePrefixMatch: "/c" }),
      backendRefs: to("reviews", 9080),
    },
  ]);
});

it("makes a GRPCRoute of what is gRPC, and an HTTPRoute where that cannot say it", () => {
  const routes =
    'routes: [{ name: a, match: [{ uri: { prefix: /shop.Ratings/ } }, { uri: { exact: /shop.Ratings/Get }, headers: { x: { exact: "1" } } }], to: { shop/ratings: 100 } }]\n';
  const { manifests, said, specs } = compile(document("ratings", "hosts: [www.a.io]") + routes);
  expect(said.map((one) => one.split(":")[3])).toEqual([" info MESH0255"]);
  expect(list(manifests)).toEqual(["GRPCRoute shop/ratings.www.a.io.public.ingress"]);
  expect(specs[0]?.rules).toEqual([
    {
      matches: [
        { method: { type: "Exact", service: "shop.Ratings" } },
        {
          method: { type: "Exact", service: "shop.Ratings", method: "Get" },
          headers: [{ type: "Exact", name: "x", value: "1" }],
        },
      ],
      backendRefs: to("ratings", 50051, { weight: 100 }),
    },
    { backendRefs: to("ratings", 50051) },
  ]);
  const limited = compile(`${document("ratings", "hosts: [www.a.io]")}timeout: 1s\n`);
  expect(limited.said).toEqual([]);
  expect(list(limited.manifests)).toEqual(["HTTPRoute shop/ratings.www.a.io.public.ingress"]);
  const shared = compile(
    `${document("ratings", "hosts: [www.a.io]")}---\n${document("reviews", "hosts: [www.a.io], paths: [/r]")}`,
  );
  expect(list(shared.manifests)).toEqual([
    "HTTPRoute shop/ratings.www.a.io.public.ingress",
    "HTTPRoute shop/reviews.www.a.io.public.ingress",
  ]);
});

it("leads TLS and TCP to services by weight", () => {
  const { manifests, said, specs } = compile(
    [
      document("mixed", "hosts: [a.kafka.io], listener: kafka"),
      `${document("database", "listener: postgres")}routes: [{ name: a, to: { shop/database: 90, archive/old: 10 } }]\n`,
    ].join("---\n"),
  );
  expect(said).toEqual([]);
  expect(list(manifests)).toEqual([
    "ReferenceGrant archive/old.shop",
    "TCPRoute shop/database.postgres.public.ingress",
    "TLSRoute shop/mixed.a.kafka.io.public.ingress",
  ]);
  expect(specs.slice(1)).toEqual([
    {
      parentRefs: [at("postgres")],
      rules: [
        {
          backendRefs: [
            { name: "database", port: 5432, weight: 90 },
            { name: "old", namespace: "archive", port: 81, weight: 10 },
          ],
        },
      ],
    },
    {
      parentRefs: [at("kafka.wc--any.kafka.io")],
      hostnames: ["a.kafka.io"],
      rules: [{ backendRefs: to("mixed", 6379) }],
    },
  ]);
  expect(specs[0]?.from).toEqual([{ group: "gateway.networking.k8s.io", kind: "TCPRoute", namespace: "shop" }]);
});

it("narrows a route to the listener that is named, beside another one of the service", () => {
  const { manifests, said, specs } = compile(
    document(
      "reviews",
      "hosts: [www.shop.io], paths: [/a], listener: clients",
      "hosts: [www.shop.io], listener: https",
    ),
  );
  expect(said).toEqual([]);
  expect(list(manifests)).toEqual([
    "HTTPRoute shop/reviews.www.shop.io.clients.public.ingress",
    "HTTPRoute shop/reviews.www.shop.io.https.public.ingress",
  ]);
  expect(specs.map(({ parentRefs }) => parentRefs)).toEqual([
    [at("clients.www.shop.io")],
    [at("https.wc--any.shop.io")],
  ]);
});

it("lets callers be gateways, by the account that istiod gives them", () => {
  const { manifests, said } = compileText(
    "service: shop/reviews\naccess: { default: deny, allow: [{ from: [ingress/public] }] }\n",
    { mesh },
  );
  expect(said).toEqual([]);
  expect(manifests[0]?.spec.rules).toEqual([
    { from: [{ source: { principals: ["cluster.local/ns/ingress/sa/public-istio"] } }] },
  ]);
});

it("says a redirect's port, and headers of one destination", () => {
  const { said, specs } = compile(
    `${document("reviews", "hosts: [www.a.io]")}routes: [{ name: a, match: [{ uri: { exact: /a } }], redirect: { scheme: https, port: 8443 } }, { name: b, to: { shop/reviews: { weight: 100, headers: { response: { set: { x: "y" } } } } } }]\n`,
  );
  expect(said).toEqual([]);
  expect(specs[0]?.rules).toEqual([
    {
      matches: [{ path: { type: "Exact", value: "/a" } }],
      filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", port: 8443, statusCode: 301 } }],
    },
    {
      matches: [prefix("/")],
      backendRefs: [
        {
          name: "reviews",
          port: 9080,
          weight: 100,
          filters: [{ type: "ResponseHeaderModifier", responseHeaderModifier: { set: [{ name: "x", value: "y" }] } }],
        },
      ],
    },
  ]);
});

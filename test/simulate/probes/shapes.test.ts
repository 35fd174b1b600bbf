// The requests that rules tell apart. Does not prove that a rule takes each of them: the simulator and live traffic do.
import { expect, it } from "vitest";
import { listAccessShapes } from "../../../src/simulate/probes/access-shapes.js";
import { describeShape } from "../../../src/simulate/probes/request-shape.js";
import { listRouteShapes } from "../../../src/simulate/probes/route-shapes.js";
import { listTargetShapes } from "../../../src/simulate/probes/target-shapes.js";
import { createTargets } from "../../../src/simulate/probes/targets.js";
import { createAccess, createRoutes, join, shop, subsets } from "../diff/shop.js";
import { indexText } from "../mesh-of-text.js";

function listPolicies(spec: string, kind = "AuthorizationPolicy") {
  const text = `apiVersion: security.istio.io/v1\nkind: ${kind}\nmetadata: { name: a, namespace: shop }\nspec: ${spec}\n`;
  return indexText(text).list(
    kind === "AuthorizationPolicy"
      ? "security.istio.io/AuthorizationPolicy"
      : "security.istio.io/RequestAuthentication",
  );
}

function listRoutes(kind: string, spec: string) {
  const group = kind === "VirtualService" ? "networking.istio.io" : "gateway.networking.k8s.io";
  const text = `apiVersion: ${group}/v1\nkind: ${kind}\nmetadata: { name: a, namespace: shop }\nspec: ${spec}\n`;
  const [object] = indexText(text).list(`${group}/${kind}` as "networking.istio.io/VirtualService");
  return object === undefined ? [] : listRouteShapes(object);
}

it.each([
  ["{ uri: { prefix: /api }, method: { exact: POST } }", [{ path: "/api", method: "POST" }]],
  ["{ uri: { regex: '/v[0-9]+/.*' } }", [{ path: "/v1/a" }]],
  ["{ headers: { X-User: { exact: tester }, x-any: {} } }", [{ headers: { "x-user": "tester", "x-any": "probe" } }]],
  ["{ withoutHeaders: { x-old: {} } }", [{}, { headers: { "x-old": "probe" } }]],
  ["{ queryParams: { q: { exact: a b } }, port: 81 }", [{ query: "q=a%20b", port: 81 }]],
])("of a match of a VirtualService: %s", (match, shapes) => {
  expect(listRoutes("VirtualService", `{ hosts: [a], http: [{ match: [${match}] }] }`)).toEqual(shapes);
});

it("of a match of the Gateway API", () => {
  const http =
    "{ path: { type: PathPrefix, value: /api }, method: PUT, headers: [{ name: X-A, value: b }], queryParams: [{ name: q, value: a }] }";
  expect(listRoutes("HTTPRoute", `{ rules: [{ matches: [${http}] }] }`)).toEqual([
    { path: "/api", method: "PUT", headers: { "x-a": "b" }, query: "q=a" },
  ]);
  expect(listRoutes("GRPCRoute", "{ rules: [{ matches: [{ method: { service: a.B, method: C } }, {}] }] }")).toEqual([
    { method: "POST", path: "/a.B/C" },
    { method: "POST" },
  ]);
});

it.each([
  [
    "{ to: [{ operation: { methods: [GET, POST], paths: [/a/*, '*/b'] } }] }",
    [
      { method: "GET", path: "/a/" },
      { method: "GET", path: "/probe/b" },
      { method: "POST", path: "/a/" },
    ],
  ],
  [
    "{ to: [{ operation: { notPaths: [/health], paths: ['/x/{*}/y'] } }] }",
    [{ path: "/x/probe/y" }, { path: "/health" }],
  ],
  ["{ when: [{ key: 'request.headers[X-Team]', values: [a*] }] }", [{ headers: { "x-team": "a" } }]],
  [
    "{ when: [{ key: 'request.auth.claims[realm][roles]', values: [admin] }] }",
    [{ claims: { realm: { roles: "admin" } } }],
  ],
  [
    "{ from: [{ source: { requestPrincipals: ['https://a/b/*'] } }] }",
    [{ claims: { iss: "https://a/b", sub: "probe" } }],
  ],
])("of a rule of an AuthorizationPolicy: %s", (rule, shapes) => {
  expect(listAccessShapes(listPolicies(`{ rules: [${rule}] }`))).toEqual([{}, ...shapes]);
});

it("gives claims that a rule asks for the issuer of a token that is valid", () => {
  const policies = [
    ...listPolicies("{ rules: [{ when: [{ key: 'request.auth.claims[group]', values: [a] }] }] }"),
    ...listPolicies("{ jwtRules: [{ issuer: https://issuer }] }", "RequestAuthentication"),
  ];
  expect(listAccessShapes(policies)).toEqual([
    {},
    { claims: { iss: "https://issuer", sub: "probe", group: "a" } },
    { claims: { iss: "https://issuer", sub: "probe" } },
  ]);
});

it("has for a host a plain one, those of routes and of access, both together, and one that no rule names", () => {
  const mesh = indexText(
    join(shop, subsets, createRoutes([90, 10]), createAccess("web", "{ methods: [GET], paths: [/a] }")),
  );
  const target = mesh.ask(createTargets).all.get("mesh reviews.shop.svc.cluster.local");
  expect(target && listTargetShapes(mesh, target).map(describeShape)).toEqual([
    "GET",
    "GET with x-user: tester",
    "GET /a",
    "GET /a with x-user: tester",
    "POST",
  ]);
  const plain = mesh.ask(createTargets).all.get("mesh ratings.shop.svc.cluster.local");
  expect(plain && listTargetShapes(mesh, plain).map(describeShape)).toEqual(["other requests"]);
});

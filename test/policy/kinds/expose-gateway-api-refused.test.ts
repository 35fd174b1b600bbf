// Does not prove what a cluster would say: nothing of this reaches one.
import { expect, it } from "vitest";
import type { MeshFacts } from "../../../src/policy/kind.js";
import { compileText } from "../compile-text.js";
import { document, listeners, meshOf } from "./expose-listeners.js";

const mesh: MeshFacts = {
  ...meshOf(listeners),
  gateways: meshOf(listeners).gateways.map((gateway) => ({ ...gateway, api: "gateway-api" })),
};
const say = (text: string) => compileText(text, { mesh }).said;
const reviews = document("reviews", "hosts: [www.a.io]");
const instead = 'remove it, or expose the service at a gateway with `api: "istio"`';
const route = (name = "a") => `route shop/reviews/${name} at gateway ingress/public: HTTPRoute cannot say`;

const order = (earlier: string, later: string, pair: string) =>
  `error MESH0254: route ${earlier} comes before ${later}, but for www.a.io at gateway ingress/public ${pair}. The Gateway API uses the more specific path, not the earlier one; add the path of the other route to the \`match\` of the route that must win, or use another host`;

it.each<[string, string[]]>([
  [
    "versions: { v1: { version: v1 } }\nroutes: [{ name: a, to: { v1: 100 } }]\n",
    [
      `shop.yaml:5:21: error MESH0253: ${route()} version v1, for its backends are Services; make the version a Service of its own and name that one, or expose the service at a gateway with \`api: "istio"\``,
    ],
  ],
  [
    "retries: { attempts: 2 }\n",
    [
      `shop.yaml:4:1: error MESH0253: ${route("default")} retries, which the standard channel has from the Gateway API 1.7 on; ${instead}`,
    ],
  ],
  [
    "routes: [{ name: a, fault: { abort: { percentage: 1, httpStatus: 503 } } }]\n",
    [`shop.yaml:4:21: error MESH0253: ${route()} faults; ${instead}`],
  ],
  [
    'routes: [{ name: a, directResponse: { status: 200, body: "" } }]\n',
    [`shop.yaml:4:21: error MESH0253: ${route()} an answer of its own; ${instead}`],
  ],
  [
    "fallback: { respond: { status: 503 }, when: always }\n",
    [`shop.yaml:4:1: error MESH0253: ${route("default")} an answer of its own; ${instead}`],
  ],
  [
    "versions: { v1: { version: v1 }, v2: { version: v2 } }\nroutes: [{ name: a, to: { v1: 50, v2: 50 }, weightsOwnedBy: flagger }]\n",
    [`shop.yaml:5:45: error MESH0253: ${route()} a delegate, whose weights somebody else owns; ${instead}`],
  ],
  [
    'routes: [{ name: a, match: [{ withoutHeaders: { x: { exact: "1" } }, method: { prefix: P }, authority: { exact: b } }] }]\n',
    [
      `shop.yaml:4:21: error MESH0253: ${route()} \`authority\`; ${instead}`,
      `shop.yaml:4:21: error MESH0253: ${route()} \`withoutHeaders\`; ${instead}`,
      `shop.yaml:4:21: error MESH0253: ${route()} a \`method\` other than by exact and one of HTTP's; ${instead}`,
    ],
  ],
  [
    'routes: [{ name: a, match: [{ uri: { exact: /a }, ignoreUriCase: true, headers: { x: { exact: "" } } }] }]\n',
    [
      `shop.yaml:4:21: error MESH0253: ${route()} \`ignoreUriCase\`; ${instead}`,
      `shop.yaml:4:21: error MESH0253: ${route()} a header x without a value; ${instead}`,
    ],
  ],
  [
    'routes: [{ name: a, match: [{ uri: { regex: "/[a-z]+" } }], rewrite: { uri: /b } }]\n',
    [
      `shop.yaml:3:5: ${order("shop/reviews/a", "shop/reviews/default", "PathPrefix / of the latter counts first, not RegularExpression /[a-z]+")}`,
    ],
  ],
  [
    "routes: [{ name: a, redirect: { scheme: https, derivePort: FROM_REQUEST_PORT } }]\n",
    [`shop.yaml:4:21: error MESH0253: ${route()} \`derivePort\` FROM_REQUEST_PORT with \`scheme\`; ${instead}`],
  ],
  [
    "routes: [{ name: a, redirect: { authority: b.io, derivePort: FROM_PROTOCOL_DEFAULT } }]\n",
    [`shop.yaml:4:21: error MESH0253: ${route()} \`derivePort\` FROM_PROTOCOL_DEFAULT without \`scheme\`; ${instead}`],
  ],
  [
    'routes: [{ name: a, redirect: { uri: "/a?b=c" } }]\n',
    [`shop.yaml:4:21: error MESH0253: ${route()} a query to redirect to; ${instead}`],
  ],
  [
    "routes: [{ name: a, corsPolicy: { allowOrigins: [{ prefix: https }] } }]\n",
    [`shop.yaml:4:21: error MESH0253: ${route()} origins other than by exact; ${instead}`],
  ],
  [
    "versions: { v1: { version: v1 } }\nmirror: { to: v1 }\n",
    [
      `shop.yaml:5:1: error MESH0253: ${route("default")} version v1, for its backends are Services; make the version a Service of its own and name that one, or expose the service at a gateway with \`api: "istio"\``,
    ],
  ],
])("refuses %j where it stands", (policies, expected) => {
  expect(say(reviews + policies)).toEqual(expected);
});

it("names the document of the namespace that a policy is inherited from, once for a service", () => {
  const inherited = "---\nnamespace: shop\nretries: { attempts: 1 }\n";
  const two = document("reviews", "hosts: [www.a.io, b.shop.io]");
  expect(say(two + inherited)).toEqual([
    `shop.yaml:6:1: error MESH0253: ${route("default")} retries, which the standard channel has from the Gateway API 1.7 on; ${instead}`,
  ]);
});

it("wants to know the port", () => {
  const remedy = "add `port`, or put the Service among the stack's manifests";
  expect(say(document("unknown", "hosts: [www.a.io]"))).toEqual([
    `shop.yaml:3:5: error MESH0253: route shop/unknown/default at gateway ingress/public: HTTPRoute cannot say shop/unknown without its port, which is not known; ${remedy}`,
  ]);
  expect(say(document("unknown", "hosts: [www.a.io], port: 80"))).toEqual([
    expect.stringMatching(/^shop\.yaml:1:1: warning MESH0262: /),
  ]);
  expect(say(document("unknown", "listener: postgres"))).toEqual([
    `shop.yaml:3:32: error MESH0253: gateway ingress/public: TCPRoute cannot say shop/unknown without its port, which is not known; ${remedy}`,
  ]);
});

it("refuses more rules than a route takes", () => {
  const paths = Array.from({ length: 17 }, (_, index) => `/p${index}`).join(", ");
  expect(say(document("reviews", `hosts: [www.a.io], paths: [${paths}]`))).toEqual([
    "shop.yaml:3:59: error MESH0253: the routes come to 17 rules for www.a.io, and HTTPRoute takes 16; expose fewer paths, or have fewer routes",
  ]);
});

it("refuses an order of routes that would not count", () => {
  const testers = '{ name: testers, match: [{ headers: { x: { exact: "1" } } }], to: { shop/ratings: 100 } }';
  const news = "{ name: news, match: [{ uri: { exact: /new } }], to: { shop/productpage: 100 } }";
  expect(say(`${reviews}routes: [${testers}, ${news}]\n`)).toEqual([
    `shop.yaml:3:5: ${order("shop/reviews/testers", "shop/reviews/news", "Exact /new of the latter counts first, not PathPrefix / with x")}`,
  ]);
  const both = testers.replace("[{ headers", "[{ uri: { exact: /new }, headers");
  expect(say(`${reviews}routes: [${both}, ${news}]\n`)).toEqual([]);
  expect(say(`${reviews}routes: [${news}, ${testers}]\n`)).toEqual([]);
});

it("refuses it between services too, and where neither is more specific", () => {
  const other = document("productpage", "hosts: [www.a.io], paths: [/r]");
  const exact = "routes: [{ name: a, match: [{ uri: { exact: /r/x } }], to: { shop/ratings: 100 } }]\n";
  expect(say(`${reviews}${exact}---\n${other}`)).toEqual([
    `shop.yaml:8:59: ${order("shop/productpage/default", "shop/reviews/a", "Exact /r/x of the latter counts first, not PathPrefix /r")}`,
  ]);
  const same = exact.replace("{ uri: { exact: /r/x } }", "{ uri: { exact: /r } }, { uri: { prefix: /r/ } }");
  expect(say(`${reviews}${same}---\n${other}`)).toEqual([
    `shop.yaml:8:59: ${order("shop/productpage/default", "shop/reviews/a", "PathPrefix /r of the latter counts first, not PathPrefix /r")}`,
  ]);
});

it("says where a prefix means whole segments", () => {
  const routes =
    "routes: [{ name: a, match: [{ uri: { prefix: /new } }, { uri: { prefix: /old/ } }], to: { shop/ratings: 100 } }]\n";
  const remedy = "end it with /, and add the path without the / if both must match";
  const where = "shop.yaml:4:21: info MESH0255: route shop/reviews/a at gateway ingress/public: the path prefix";
  expect(say(reviews + routes)).toEqual([
    `${where} /new is compared by whole segments: it is for /new and what is below /new/; ${remedy}`,
    `${where} /old/ is compared by whole segments: it is for /old and what is below /old/; ${remedy}`,
  ]);
});

it("refuses what two services expose, and a redirect to where nothing is, as with Istio's API", () => {
  expect(say(`${reviews}---\n${document("productpage", "hosts: [www.a.io]")}`).map((one) => one.slice(0, 80))).toEqual([
    "shop.yaml:7:5: error MESH0206: www.a.io/ is service shop/reviews already, by sho",
  ]);
  expect(say(document("reviews", "hosts: [only.io]"))).toEqual([
    "shop.yaml:3:5: error MESH0244: listener http of gateway ingress/public redirects only.io to HTTPS, but no listener exposes it by HTTPS; expose it at a listener with HTTPS too",
  ]);
});

it("leads no call to outside of the mesh through such a gateway", () => {
  const calls =
    "service: shop/reviews\ncalls: [{ host: api.example.com, port: 443, tls: SIMPLE, through: ingress/public }]\n";
  const egress = "---\nnamespace: shop\negress: { mode: REGISTRY_ONLY, through: ingress/public }\n";
  const said = "gateway ingress/public is of the Gateway API, and calls go through gateways of Istio's API";
  expect(say(calls + egress).map((one) => one.split("; ")[0])).toEqual([
    `shop.yaml:5:32: error MESH0203: ${said}`,
    `shop.yaml:2:58: error MESH0203: ${said}`,
  ]);
});

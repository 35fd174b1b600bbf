// Does not prove that istiod makes the same of these routes: the live proof of simulation sends such requests.
import { describe, expect, it } from "vitest";
import { routeRequest } from "../../../src/simulate/client/route-request.js";
import type { MeshRequest } from "../../../src/simulate/request.js";
import { createRequest, findWorkload, indexText } from "../mesh-of-text.js";
import { callers, createService, createVirtualService, listSteps, send, summarize } from "./meshes.js";

const services = ["reviews", "ratings", "details"].map((name) => createService("shop", name));

function createGateway(listeners: string): string {
  return `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  gatewayClassName: istio
  listeners:
${listeners}`;
}

function createRoute(name: string, spec: string, created = "", kind = "HTTPRoute"): string {
  return `
apiVersion: gateway.networking.k8s.io/v1
kind: ${kind}
metadata: { name: ${name}, namespace: shop${created === "" ? "" : `, creationTimestamp: "${created}"`} }
spec:
${spec}`;
}

function sendTo(documents: readonly string[], given: Partial<MeshRequest> = {}) {
  const mesh = indexText([callers, ...services, ...documents].join("\n---\n"));
  const gateway = findWorkload(mesh, "shop", "public");
  const request = createRequest(gateway, { host: "www.example.com", ...given });
  return routeRequest(mesh, { ...request, caller: { kind: "outside", gateway } });
}

const http = "  - { name: http, port: 80, protocol: HTTP }";
const toGateway = "  parentRefs: [{ name: public }]";
const toReviews = "  parentRefs: [{ kind: Service, group: '', name: reviews }]";
const backend = (name: string) => `backendRefs: [{ name: ${name}, port: 80 }]`;

describe("routes at a gateway", () => {
  const routes = createRoute(
    "www",
    `${toGateway}
  hostnames: [www.example.com]
  rules:
  - matches: [{ path: { type: PathPrefix, value: / } }]
    ${backend("reviews")}
  - matches: [{ path: { type: PathPrefix, value: /api/ } }]
    ${backend("ratings")}
  - matches: [{ path: { type: Exact, value: /api } }]
    ${backend("details")}
  - matches: [{ path: { type: PathPrefix, value: /api }, method: POST }]
    ${backend("details")}
  - matches: [{ path: { type: PathPrefix, value: /old } }]
    filters: [{ type: RequestRedirect, requestRedirect: { path: { type: ReplacePrefixMatch, replacePrefixMatch: /new } } }]
  - matches: [{ path: { type: PathPrefix, value: /cut } }]
    filters: [{ type: URLRewrite, urlRewrite: { path: { type: ReplacePrefixMatch, replacePrefixMatch: / } } }]
    ${backend("reviews")}
  - matches: [{ path: { type: PathPrefix, value: /none } }]
  - matches: [{ path: { type: PathPrefix, value: /missing } }]
    backendRefs: [{ name: nothing, port: 80, weight: 1 }, { name: reviews, port: 80, weight: 3 }]`,
  );
  const host = ".shop.svc.cluster.local:80";

  it.each<[Partial<MeshRequest>, string[]]>([
    [{ path: "/x" }, [`100 % reviews${host}/x`]],
    [{ path: "/api/x" }, [`100 % ratings${host}/api/x`]],
    [{ path: "/apix" }, [`100 % reviews${host}/apix`]],
    [{ path: "/api" }, [`100 % details${host}/api`]],
    [{ path: "/api/x", method: "POST" }, [`100 % details${host}/api/x`]],
    [{ path: "/old/x", query: "a=1" }, ["100 % 302 redirect http://www.example.com/new/x?a=1"]],
    [{ path: "/cut/x" }, [`100 % reviews${host}/x`]],
    [{ path: "/cut" }, [`100 % reviews${host}/`]],
    [{ path: "/none" }, ["100 % 500 directResponse"]],
    [{ path: "/missing" }, ["25 % 500 noRoute", `75 % reviews${host}/missing`]],
    [{ host: "api.example.com" }, ["100 % 404 noRoute"]],
    [{ port: 81 }, ["100 % broken: no Service of Gateway shop/public has the port 81"]],
  ])("take %j by the Gateway API's precedence", (given, expected) => {
    expect(summarize(sendTo([createGateway(http), routes], given))).toEqual(expected);
  });

  it.each<[string, string, string]>([
    [
      "a listener for another host",
      "  - { name: http, port: 80, protocol: HTTP, hostname: '*.example.org' }",
      "404 noRoute",
    ],
    [
      "a listener for routes of another kind",
      "  - { name: http, port: 80, protocol: HTTP, allowedRoutes: { kinds: [{ kind: GRPCRoute }] } }",
      "404 noRoute",
    ],
    [
      "a wildcard beside a nearer listener",
      `${http.replace(" }", ", hostname: '*.example.com' }")}\n  - { name: www, port: 80, protocol: HTTP, hostname: www.example.com, allowedRoutes: { kinds: [{ kind: GRPCRoute }] } }`,
      "404 noRoute",
    ],
    [
      "a listener for its host",
      "  - { name: http, port: 80, protocol: HTTP, hostname: '*.example.com' }",
      `reviews${host}/`,
    ],
  ])("attach to %s", (_name, listeners, expected) => {
    expect(summarize(sendTo([createGateway(listeners), routes]))).toEqual([`100 % ${expected}`]);
  });

  it("of equal rank count by age, and are unknown where that is not known", () => {
    const older = createRoute("older", `${toGateway}\n  rules: [{ ${backend("ratings")} }]`, "2026-01-01T00:00:00Z");
    const younger = createRoute("a", `${toGateway}\n  rules: [{ ${backend("details")} }]`, "2026-01-02T00:00:00Z");
    const unaged = createRoute("unaged", `${toGateway}\n  rules: [{ ${backend("details")} }]`);
    const gateway = createGateway(http);
    expect(summarize(sendTo([gateway, younger, older]))).toEqual([`100 % ratings${host}/`]);
    expect(summarize(sendTo([gateway, older, unaged]))).toEqual([
      "100 % unknown: the older of HTTPRoute shop/older and HTTPRoute shop/unaged takes the request, and objects do not say which it is",
    ]);
  });

  it("need a grant for a Service in another namespace", () => {
    const other = createRoute(
      "other",
      `${toGateway}\n  rules: [{ backendRefs: [{ name: audit, namespace: ops, port: 80 }] }]`,
    );
    const grant = `
apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: { name: shop, namespace: ops }
spec:
  from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop }]
  to: [{ group: "", kind: Service }]`;
    const documents = [createGateway(http), other, createService("ops", "audit")];
    expect(summarize(sendTo(documents))).toEqual(["100 % 500 noRoute"]);
    expect(summarize(sendTo([...documents, grant]))).toEqual(["100 % audit.ops.svc.cluster.local:80/"]);
  });
});

describe("routes of a Service", () => {
  const route = createRoute(
    "reviews",
    `${toReviews}
  rules:
  - backendRefs: [{ name: reviews, port: 80, weight: 9 }, { name: ratings, port: 80, weight: 1 }]
    timeouts: { request: 5s }`,
  );

  it("are for its callers, with Istio's retries", () => {
    const routed = send([...services, route]);
    expect(summarize(routed)).toEqual([
      "90 % reviews.shop.svc.cluster.local:80/",
      "10 % ratings.shop.svc.cluster.local:80/",
    ]);
    expect(routed.map((one) => "target" in one && one.target.delivery)).toEqual(
      [1, 2].map(() => ({
        timeout: "5s",
        attempts: 2,
        retryOn: "connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes",
      })),
    );
    expect(listSteps(routed)).toEqual([
      "HTTPRoute shop/reviews has the routes of reviews.shop.svc.cluster.local @ spec.parentRefs",
      "rule 1 of HTTPRoute shop/reviews matches @ spec.rules.0",
      "goes to reviews.shop.svc.cluster.local:80, 90 % of the requests @ spec.rules.0.backendRefs.0",
    ]);
  });

  it("of gRPC match a call", () => {
    const grpc = createRoute(
      "grpc",
      `${toReviews}\n  rules: [{ matches: [{ method: { service: shop.Reviews, method: Get } }], ${backend("ratings")} }]`,
      "",
      "GRPCRoute",
    );
    const call = { method: "POST", path: "/shop.Reviews/Get" };
    expect(summarize(send([...services, grpc], call))).toEqual([
      "100 % ratings.shop.svc.cluster.local:80/shop.Reviews/Get",
    ]);
    expect(summarize(send([...services, grpc], { ...call, path: "/shop.Reviews/List" }))).toEqual([
      "100 % 404 noRoute",
    ]);
  });

  it("of the caller's namespace go before VirtualServices that all see", () => {
    const virtual = createVirtualService(
      "shop",
      "a",
      "  hosts: [reviews]\n  http: [{ route: [{ destination: { host: details } }] }]",
    );
    expect(summarize(send([...services, route, virtual]))).toHaveLength(2);
  });
});

describe("routes for connections", () => {
  const passing = "  - { name: tls, port: 443, protocol: TLS, hostname: '*.example.com', tls: { mode: Passthrough } }";
  const ending =
    "  - { name: tls, port: 443, protocol: TLS, tls: { mode: Terminate, certificateRefs: [{ name: www }] } }";
  const tcp = "  - { name: tcp, port: 90, protocol: TCP }";
  const createTls = (hosts: string) =>
    createRoute("tls", `${toGateway}\n  hostnames: [${hosts}]\n  rules: [{ ${backend("reviews")} }]`, "", "TLSRoute");
  const byTcp = createRoute("tcp", `${toGateway}\n  rules: [{ ${backend("ratings")} }]`, "", "TCPRoute");
  const secure = { scheme: "https", port: 443 } as const;
  const host = ".shop.svc.cluster.local:80/";

  it.each<[string, string[], Partial<MeshRequest>, string]>([
    ["pass TLS through by the server name", [passing, createTls("www.example.com")], secure, `reviews${host}`],
    [
      "pass only what route and listener both name",

      [passing, createTls("'*.com'")],
      { ...secure, host: "www.example.com" },
      `reviews${host}`,
    ],
    [
      "take no other server name",

      [passing, createTls("www.example.com")],
      { ...secure, host: "api.example.com" },
      "broken: no server at port 443 of the gateway is for the server name api.example.com",
    ],
    ["get what the gateway has ended TLS of", [ending, createTls("www.example.com")], secure, `reviews${host}`],
    ["take all of a port", [tcp, byTcp], { port: 90 }, `ratings${host}`],
    [
      "leave a port without any closed",

      [tcp],
      { port: 90 },
      "broken: no route for connections is for port 90 of this gateway",
    ],
  ])("%s", (_name, [listeners = "", ...documents], given, expected) => {
    expect(summarize(sendTo([createGateway(listeners), ...documents], given))).toEqual([`100 % ${expected}`]);
  });
});

// How people write requests, and what is wrong with them. Does not prove what comes of them.
import { describe, expect, it } from "vitest";
import { readRequest, type RequestText } from "../../src/simulate/read-request.js";
import type { OutsideCaller } from "../../src/simulate/request.js";
import { formatWorkload } from "../../src/simulate/format-object.js";
import { indexText } from "./mesh-of-text.js";

const mesh = indexText(`
apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { selector: { app: reviews }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: front, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { template: { metadata: { labels: { app: web } }, spec: {} } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews-v1, namespace: shop }
spec: { template: { metadata: { labels: { app: reviews } }, spec: {} } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews-v2, namespace: shop }
spec: { template: { metadata: { labels: { app: reviews } }, spec: {} } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: istio-ingressgateway, namespace: istio-system }
spec:
  template:
    metadata: { labels: { istio: ingressgateway } }
    spec: { containers: [{ name: istio-proxy, image: auto }] }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec: { selector: { istio: ingressgateway }, servers: [{ hosts: ["*/shop.example.com"], port: { number: 80, name: http, protocol: HTTP } }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec: { gatewayClassName: istio, listeners: [{ name: http, port: 80, protocol: HTTP, hostname: edge.example.com }] }
`);

const base: RequestText = { from: "shop/web", to: "http://reviews/api" };

function read(given: Partial<RequestText>): unknown {
  const found = readRequest(mesh, { ...base, ...given });
  return "problems" in found ? found.problems.map(({ field, message }) => `${field}: ${message}`) : found.request;
}

/** The caller as it is found. */
function readFrom(from: string): string {
  const found = readRequest(mesh, {
    from,
    to: from.startsWith("outside") ? "http://edge.example.com/" : "http://reviews.shop/",
  });
  if ("problems" in found) return found.problems.map(({ message }) => message).join("\n");
  const { caller } = found.request;
  if (caller.kind === "plain") return `plain ${caller.namespace}`;
  return `${caller.kind} ${formatWorkload(caller.kind === "outside" ? caller.gateway : caller.workload)}`;
}

describe("a request", () => {
  it("has the defaults of HTTP", () => {
    expect(read({})).toMatchObject({
      scheme: "http",
      host: "reviews",
      port: 80,
      method: "GET",
      path: "/api",
      query: "",
      headers: {},
    });
  });

  it.each([
    ["http://reviews", { path: "/", query: "", port: 80 }],
    ["https://reviews?x=1", { scheme: "https", path: "/", query: "x=1", port: 443 }],
    ["http://REVIEWS:8080/A/../b?x=a/b", { host: "reviews", path: "/A/../b", query: "x=a/b", port: 8080 }],
    ["http://api.example.com/", { host: "api.example.com" }],
  ])("to %s", (to, expected) => {
    expect(read({ to })).toMatchObject(expected);
  });

  it("has headers in lower case, claims, and the server name of its TLS", () => {
    const given = {
      to: "https://reviews/",
      method: "POST",
      headers: { "X-User": "Joe" },
      claims: { iss: "a" },
      sni: "a.example.com",
    };
    expect(read(given)).toMatchObject({
      ...{ scheme: "https", method: "POST", headers: { "x-user": "Joe" }, claims: { iss: "a" }, sni: "a.example.com" },
    });
  });
});

describe("a caller", () => {
  it.each([
    ["shop/web", "workload Deployment shop/web"],
    ["shop/front", "workload Deployment shop/web"],
    ["plain", "plain default"],
    ["plain/shop", "plain shop"],
    ["outside:shop/edge", "outside Gateway shop/edge"],
    ["outside:shop/public", "outside Deployment istio-system/istio-ingressgateway"],
    ["outside:istio-system/istio-ingressgateway", "outside Deployment istio-system/istio-ingressgateway"],
    ["outside", "outside Gateway shop/edge"],
    [
      "outside:shop/edgy",
      'from is "outside:shop/edgy", and no gateway has that name; did you mean "shop/edge"?; there are outside:istio-system/istio-ingressgateway, outside:shop/edge',
    ],
    [
      "shop/reviews",
      'from is "shop/reviews", a Service of several workloads; name one of shop/reviews-v1, shop/reviews-v2',
    ],
    [
      "shop/wab",
      'from is "shop/wab", and no workload has that name; did you mean "shop/web"?; there are istio-system/istio-ingressgateway, shop/reviews-v1, shop/reviews-v2, shop/web, shop/edge',
    ],
    [
      "web",
      'from is "web"; it must be <namespace>/<workload>, plain, plain/<namespace>, outside, or outside:<namespace>/<gateway>',
    ],
  ])("%s", (from, expected) => {
    expect(readFrom(from)).toBe(expected);
  });
});

it("a client outside comes through the only gateway that listens for the host", () => {
  const found = [
    ["http://edge.example.com/", "Gateway shop/edge"],
    ["http://shop.example.com/", "Deployment istio-system/istio-ingressgateway"],
  ].map(([to = ""]) => read({ from: "outside", to }) as { caller: OutsideCaller });
  expect(found.map(({ caller }) => formatWorkload(caller.gateway))).toEqual([
    "Gateway shop/edge",
    "Deployment istio-system/istio-ingressgateway",
  ]);
});

describe("what is wrong", () => {
  it("is said at once", () => {
    expect(read({ from: "shop/wab", to: "ftp://x", method: "get", sni: "x" }) as string[]).toHaveLength(4);
    expect(read({ from: "shop/wab", to: "http://revews/" }) as string[]).toHaveLength(2);
    expect(read({ from: "outside", to: "http://nowhere.example/" })).toEqual([
      'from: from is "outside", and there are several gateways; name one: outside:istio-system/istio-ingressgateway, outside:shop/edge',
      'to: to has the host "nowhere.example", which no gateway serves; the gateways serve shop.example.com, edge.example.com',
    ]);
  });

  it.each<[Partial<RequestText>, string]>([
    [
      { to: "reviews/api" },
      'to: to is "reviews/api"; it must be http:// or https://, a host, and a path, as in http://reviews/api?x=1',
    ],
    [
      { to: "http://reviews:0/" },
      'to: to is "http://reviews:0/"; it must be http:// or https://, a host, and a path, as in http://reviews/api?x=1',
    ],
    [
      { to: "http://revews/" },
      'to: to has the host "revews", and Namespace shop has no Service revews; did you mean "reviews"?; it has Services edge-istio, front, reviews',
    ],
    [
      { to: "http://revews.shop/" },
      'to: to has the host "revews.shop", and Namespace shop has no Service revews; did you mean "reviews"?; it has Services edge-istio, front, reviews',
    ],
    [
      { to: "http://x.other.svc.cluster.local/" },
      'to: to has the host "x.other.svc.cluster.local", and Namespace other has no Service x; it has no Services',
    ],
    [
      { from: "outside:shop/edge", to: "http://shop.example.co/" },
      'to: to has the host "shop.example.co", which no gateway serves; did you mean "shop.example.com"?; the gateways serve shop.example.com, edge.example.com',
    ],
    [{ method: "get" }, 'method: method is "get"; it must be in capitals, as in GET'],
    [{ headers: { "a b": "c" } }, 'headers: "a b" is no name of a header, such as x-user'],
    [{ headers: { Host: "c" } }, "headers: the header host is that of `to`; write it there"],
    [
      { headers: { Authorization: "Bearer x" }, claims: { iss: "a" } },
      "headers: claims stand for the token in the header authorization; give one of both",
    ],
    [{ claims: { sub: "joe" } }, "claims: claims must have the issuer, `iss`, as a string; it is nothing"],
    [{ sni: "a.example.com" }, 'sni: sni is "a.example.com", and `to` is http, which has no TLS; write https'],
    [{ to: "https://reviews/", sni: "-" }, 'sni: sni is "-"; it must be a host name, as in shop.example.com'],
    [{ address: "192.0.2.1" }, 'address: address is of a client outside, and from is "shop/web"; write from: outside'],
    [
      { from: "outside:shop/edge", to: "http://edge.example.com/", address: "x" },
      'address: address is "x"; it must be an IP address',
    ],
  ])("%j", (given, expected) => {
    expect(read(given)).toEqual([expected]);
  });
});

// Does not prove which of the two would count in a cluster: test/e2e/bad-input.test.ts proves that neither gets there.
import { describe, expect, it } from "vitest";
import type { MeshListener } from "../../../src/policy/kind.js";
import { loadManifests } from "../../../src/text/manifest-text.js";
import { compileText, shop, testMesh } from "../compile-text.js";

const listeners: Record<string, MeshListener> = {
  http: { protocol: "HTTP", port: 80 },
  https: { protocol: "HTTPS", port: 443, hosts: ["www.a.io", "*.shop.io"], tls: { mode: "SIMPLE" } },
  own: { protocol: "TLS", port: 443, hosts: ["own.io"], tls: { mode: "PASSTHROUGH" } },
  tcp: { protocol: "TCP", port: 31400 },
};
const meshOf = (api: "istio" | "gateway-api") => ({
  ...testMesh,
  gateways: testMesh.gateways.map((gateway) => ({ ...gateway, api, listeners })),
});

const expose = (rest: string, service = "reviews") =>
  `service: shop/${service}\nexpose: [{ gateway: ingress/public, ${rest} }]\n---\n`;
const gateway = (hosts: string, rest: { selector?: string; port?: number; protocol?: string } = {}) => {
  const { selector = "{ istio: public }", port = 80, protocol = "HTTP" } = rest;
  return `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: byhand, namespace: shop }
spec: { selector: ${selector}, servers: [{ port: { number: ${port}, name: a, protocol: ${protocol} }, hosts: [${hosts}] }] }
`;
};
const virtualService = (namespace: string, host: string, at: string) => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: byhand, namespace: ${namespace} }
spec: { hosts: [${host}], gateways: [${at}], http: [{ name: a, route: [{ destination: { host: reviews } }] }] }
`;
const route = (kind: string, rest: string, section = "") => `apiVersion: gateway.networking.k8s.io/v1
kind: ${kind}
metadata: { name: byhand, namespace: shop }
spec: { parentRefs: [{ name: public, namespace: ingress${section} }], ${rest} }
`;

const remedy = "remove one of the two, or give it another host, path or port";
const said = (column: number, what: string, by: string) =>
  `shop.yaml:2:${column}: error MESH0245: ${what} of gateway ingress/public is served by ${by} too; ${remedy}`;

describe("with Istio's API", () => {
  const say = (text: string) => compileText(text, { mesh: meshOf("istio") }).said;
  const http = expose("hosts: [www.a.io], listener: http");

  it.each<[string, string, string[]]>([
    [
      "a Gateway with the host, and its VirtualService",
      http + gateway("www.a.io") + "---\n" + virtualService("shop", "www.a.io", "byhand"),
      [
        said(10, "www.a.io on port 80", "Gateway shop/byhand (shop.yaml:4)"),
        said(10, "www.a.io on port 80", "VirtualService shop/byhand (shop.yaml:9)"),
      ],
    ],
    [
      "a Gateway for one namespace, by a part of the labels",
      http + gateway("shop/www.a.io", { selector: "{ app: public }" }),
      [said(10, "www.a.io on port 80", "Gateway shop/byhand (shop.yaml:4)")],
    ],
    [
      "a VirtualService of the host at a Gateway with *",
      http + gateway('"*"') + "---\n" + virtualService("shop", "www.a.io", "shop/byhand"),
      [said(10, "www.a.io on port 80", "VirtualService shop/byhand (shop.yaml:9)")],
    ],
    [
      "a VirtualService at the document's own Gateway",
      http + virtualService("ingress", "www.a.io", "www-a-io-public"),
      [said(10, "www.a.io on port 80", "VirtualService ingress/byhand (shop.yaml:4)")],
    ],
    [
      "TLS of the host by another Gateway",
      expose("hosts: [www.a.io], listener: https") + gateway("www.a.io", { port: 443, protocol: "TLS" }),
      [said(10, "www.a.io on port 443", "Gateway shop/byhand (shop.yaml:4)")],
    ],
    [
      "another protocol on the port",
      http + gateway("www.b.io", { protocol: "TCP" }),
      [said(10, "port 80", "Gateway shop/byhand (shop.yaml:4)")],
    ],
    [
      "a port of TCP",
      expose("listener: tcp", "database") + gateway('"*"', { port: 31400, protocol: "TCP" }),
      [said(37, "port 31400", "Gateway shop/byhand (shop.yaml:4)")],
    ],
  ])("refuses %s", (_, text, expected) => {
    expect(say(text)).toEqual(expected);
  });

  it.each<[string, string]>([
    ["other pods", http + gateway("www.a.io", { selector: "{ istio: other }" })],
    ["labels of which nothing is known", http + gateway("www.a.io", { selector: "{ istio: public, zone: a }" })],
    ["another port", http + gateway("www.a.io", { port: 8080 })],
    [
      "another host of a Gateway with *",
      http + gateway('"*"') + "---\n" + virtualService("shop", "www.b.io", "byhand"),
    ],
    ["the mesh", http + virtualService("shop", "www.a.io", "mesh")],
    [
      "a namespace that the document's own Gateway does not take",
      http + virtualService("shop", "www.a.io", "ingress/www-a-io-public"),
    ],
    ["a route of the Gateway API", http + route("HTTPRoute", "hostnames: [www.a.io]")],
  ])("lets be what is for %s", (_, text) => {
    expect(say(text)).toEqual([]);
  });

  it("names the place of an application's object too", () => {
    const { manifests } = loadManifests(gateway("www.a.io"), "apps.yaml");
    const { said: found } = compileText(http, { mesh: meshOf("istio"), declared: [...shop, ...manifests] });
    expect(found).toEqual([said(10, "www.a.io on port 80", "Gateway shop/byhand (apps.yaml:1)")]);
  });
});

describe("with the Gateway API", () => {
  const say = (text: string) => compileText(text, { mesh: meshOf("gateway-api") }).said;
  const http = expose("hosts: [www.a.io], paths: [/a], listener: http");
  const matches = (path: string) => `hostnames: [www.a.io], rules: [{ matches: [{ path: ${path} }] }]`;

  it.each<[string, string, string[]]>([
    [
      "a route of the same path",
      http + route("HTTPRoute", matches("{ type: PathPrefix, value: /a }"), ", sectionName: http"),
      [said(64, "www.a.io/a on port 80", "HTTPRoute shop/byhand (shop.yaml:4)")],
    ],
    [
      "a route of the whole host",
      expose("hosts: [www.a.io], listener: http") + route("GRPCRoute", "hostnames: [www.a.io]"),
      [said(10, "www.a.io on port 80", "GRPCRoute shop/byhand (shop.yaml:4)")],
    ],
    [
      "a route without a host, at a listener that has it",
      expose("hosts: [www.a.io], listener: https") + route("HTTPRoute", "rules: []", ", sectionName: https.www.a.io"),
      [said(10, "www.a.io on port 443", "HTTPRoute shop/byhand (shop.yaml:4)")],
    ],
    [
      "TLS of the host",
      expose("hosts: [own.io], listener: own", "database") + route("TLSRoute", "hostnames: [own.io]"),
      [said(45, "own.io on port 443", "TLSRoute shop/byhand (shop.yaml:4)")],
    ],
    [
      "a port of TCP",
      expose("listener: tcp", "database") + route("TCPRoute", "rules: []", ", sectionName: tcp"),
      [said(37, "port 31400", "TCPRoute shop/byhand (shop.yaml:4)")],
    ],
    [
      "a Gateway of Istio's API for the same pods",
      expose("hosts: [www.a.io], listener: http") + gateway("www.a.io"),
      [said(10, "www.a.io on port 80", "Gateway shop/byhand (shop.yaml:4)")],
    ],
  ])("refuses %s", (_, text, expected) => {
    expect(say(text)).toEqual(expected);
  });

  it.each<[string, string]>([
    ["another path", http + route("HTTPRoute", matches("{ type: PathPrefix, value: /b }"))],
    ["a path below", http + route("HTTPRoute", matches("{ type: Exact, value: /a/b }"))],
    ["another host", http + route("HTTPRoute", "hostnames: [www.b.io]")],
    ["another listener", http + route("HTTPRoute", matches("{ value: /a }"), ", sectionName: https.www.a.io")],
    ["another Gateway", http + route("HTTPRoute", matches("{ value: /a }")).replace("name: public", "name: other")],
    ["every host of the listener", expose("hosts: [www.a.io], listener: http") + route("HTTPRoute", "rules: []")],
  ])("lets be what is for %s", (_, text) => {
    expect(say(text)).toEqual([]);
  });
});

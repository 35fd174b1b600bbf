// Does not prove that istiod merges routes at gateways so: the live proof of simulation holds its routes against these.
import { describe, expect, it } from "vitest";
import type { MeshRequest } from "../../../src/simulate/request.js";
import { createGateway, createService, createVirtualService, sendFromOutside, summarize } from "./meshes.js";

const wide = createService("shop", "wide", "[{ name: http, port: 80 }, { name: http-b, port: 9080 }]");
const services = [...["a", "b"].map((name) => createService("shop", name, "[{ name: http, port: 9080 }]")), wide];
const [old, young] = ["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"];
const server = (hosts: string, rest = "") =>
  `  - { port: { number: 80, name: http, protocol: HTTP }, hosts: [${hosts}]${rest} }`;
const gateway = createGateway("istio-system", "public", server("'*'"));
const to = (host: string, match = "", hosts = "[www.example.com]") =>
  `  hosts: ${hosts}\n  gateways: [istio-system/public]\n  http: [{ ${match}route: [{ destination: { host: ${host} } }] }]`;
const api = "match: [{ uri: { prefix: /api } }], ";
const at = (host: string, path = "/") => `100 % ${host}.shop.svc.cluster.local:9080${path}`;

describe("several VirtualServices for one host", () => {
  it.each<[string, string[], Partial<MeshRequest>, string]>([
    [
      "are merged, and what takes all requests comes last",
      [createVirtualService("shop", "all", to("a"), old), createVirtualService("shop", "api", to("b", api), young)],
      { path: "/api" },
      at("b", "/api"),
    ],
    [
      "are asked by age",
      [
        createVirtualService("shop", "one", to("a", api), young),
        createVirtualService("shop", "two", to("b", api), old),
      ],
      { path: "/api" },
      at("b", "/api"),
    ],
    [
      "are unknown where only the age decides",
      [createVirtualService("shop", "one", to("a", api)), createVirtualService("shop", "two", to("b", api))],
      { path: "/api" },
      "100 % unknown: the older of VirtualService shop/one and VirtualService shop/two has www.example.com, and objects do not say which it is",
    ],
    [
      "need no age where one of them takes the request",
      [createVirtualService("shop", "one", to("a", api)), createVirtualService("shop", "two", to("b"))],
      { path: "/x" },
      at("b", "/x"),
    ],
    [
      "count by the longest host alone",
      [
        createVirtualService("shop", "one", to("a", "", "['*.example.com']"), old),
        createVirtualService("shop", "two", to("b", api), young),
      ],
      { path: "/x" },
      "100 % 404 noRoute",
    ],
  ])("%s", (_name, documents, given, expected) => {
    expect(summarize(sendFromOutside([...services, gateway, ...documents], given))).toEqual([expected]);
  });
});

describe("the hosts of a server", () => {
  const route = createVirtualService("shop", "www", to("a"));

  it.each<[string, string]>([
    ["'*.example.com'", at("a")],
    ["shop/www.example.com", at("a")],
    ["'*/www.example.com'", at("a")],
    ["./www.example.com", "100 % 404 noRoute"],
    ["ops/www.example.com", "100 % 404 noRoute"],
    ["'*.example.org'", "100 % 404 noRoute"],
  ])("%s", (hosts, expected) => {
    const documents = [...services, createGateway("istio-system", "public", server(hosts)), route];
    expect(summarize(sendFromOutside(documents))).toEqual([expected]);
  });
});

it("finds the destination's port by the server's where it has several", () => {
  const route = createVirtualService("shop", "www", to("wide"));
  expect(summarize(sendFromOutside([...services, gateway, route]))).toEqual(["100 % wide.shop.svc.cluster.local:80/"]);
});

it("does not see routes and services that are not exported to the gateway", () => {
  const hidden = createVirtualService("shop", "www", `  exportTo: [.]\n${to("a")}`);
  expect(summarize(sendFromOutside([...services, gateway, hidden]))).toEqual(["100 % 404 noRoute"]);
  const own = services.map((one) =>
    one.replace("metadata: {", "metadata: { annotations: { networking.istio.io/exportTo: '.' },"),
  );
  expect(summarize(sendFromOutside([...own, gateway, createVirtualService("shop", "www", to("a"))]))).toEqual([
    "100 % 503 noRoute",
  ]);
});

it("routes by the claims of a token that the gateway has checked", () => {
  const match = "match: [{ headers: { '@request.auth.claims.role': { exact: admin } } }], ";
  const route = createVirtualService("shop", "www", to("a", match));
  const documents = [...services, gateway, route];
  expect(summarize(sendFromOutside(documents, { claims: { iss: "me", role: "admin" } }))).toEqual([at("a")]);
  expect(summarize(sendFromOutside(documents))).toEqual(["100 % 404 noRoute"]);
});

describe("two servers for one server name", () => {
  const tls = (rest = "") => `  - port: { number: 443, name: https, protocol: HTTPS }
    hosts: [www.example.com]
    tls: { mode: SIMPLE, credentialName: www${rest} }`;
  const secure = { scheme: "https", port: 443 } as const;
  const route = createVirtualService("shop", "www", to("a"));

  it("count by the age of their Gateways", () => {
    const first = createGateway("istio-system", "public", tls(), old);
    const second = createGateway("istio-system", "a", tls(), young);
    expect(summarize(sendFromOutside([...services, first, second, route], secure))).toEqual([at("a")]);
    const turned = [first.replace(old, young), second.replace(young, old)];
    expect(summarize(sendFromOutside([...services, ...turned, route], secure))).toEqual(["100 % 404 noRoute"]);
  });

  it("are unknown where that is not known", () => {
    const gateways = [createGateway("istio-system", "public", tls()), createGateway("istio-system", "a", tls())];
    expect(summarize(sendFromOutside([...services, ...gateways, route], secure))).toEqual([
      "100 % unknown: two Gateways have a server for the same name, and objects do not say which is older",
    ]);
  });
});

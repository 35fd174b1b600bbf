// Does not prove that a gateway's proxy does the same: the live proof of simulation sends such requests.
import { describe, expect, it } from "vitest";
import type { MeshRequest } from "../../../src/simulate/request.js";
import { createGateway, createService, createVirtualService, listSteps, sendFromOutside, summarize } from "./meshes.js";

const http = "  - { port: { number: 80, name: http, protocol: HTTP }, hosts: ['*.example.com'] }";
const https = `  - port: { number: 443, name: https, protocol: HTTPS }
    hosts: [www.example.com]
    tls: { mode: SIMPLE, credentialName: www }`;
const passing = `  - port: { number: 443, name: tls, protocol: TLS }
    hosts: [www.example.com]
    tls: { mode: PASSTHROUGH }`;

const service = createService("shop", "reviews", "[{ name: http, port: 9080 }]");
const routes = createVirtualService(
  "shop",
  "www",
  `  hosts: [www.example.com]
  gateways: [istio-system/public]
  http:
  - match: [{ uri: { prefix: /api } }]
    route: [{ destination: { host: reviews } }]`,
);
const tls = createVirtualService(
  "shop",
  "tls",
  `  hosts: [www.example.com]
  gateways: [istio-system/public]
  tls:
  - match: [{ sniHosts: [www.example.com] }]
    route: [{ destination: { host: reviews } }]`,
);
const call = { path: "/api/x" };
const secure = { ...call, scheme: "https", port: 443 } as const;
const reached = "100 % reviews.shop.svc.cluster.local:9080/api/x";
const redirecting = `${http.replace(" }", ", }").replace(/ }$/, ", tls: { httpsRedirect: true } }")}`;

describe("a server", () => {
  it.each<[string, string, Partial<MeshRequest>, string]>([
    ["of HTTP routes by path", http, call, reached],
    ["of HTTP answers 404 where no rule takes a request", http, { path: "/x" }, "100 % 404 noRoute"],
    [
      "of HTTP answers 404 to a host that no route has",
      http,
      { host: "api.example.com", ...call },
      "100 % 404 noRoute",
    ],
    [
      "that nobody opens is closed",
      http,
      { ...call, port: 8080 },
      "100 % broken: no Service of Deployment istio-system/ingress has the port 8080",
    ],
    [
      "at another port is closed",
      http,
      secure,
      "100 % broken: no Gateway opens port 443 of Deployment istio-system/ingress",
    ],
    [
      "of HTTP takes no TLS",
      http.replace("80", "443"),
      secure,
      "100 % broken: port 443 of the gateway speaks HTTP without TLS",
    ],
    ["of HTTPS routes by path", https, secure, reached],
    [
      "of HTTPS takes no other server name",
      https,
      { ...secure, host: "api.example.com" },
      "100 % broken: no server at port 443 of the gateway is for the server name api.example.com",
    ],
    [
      "of HTTPS takes no plain HTTP",
      https,
      { ...call, port: 443 },
      "100 % broken: port 443 of the gateway speaks TLS, and the client does not",
    ],
    [
      "with MUTUAL wants to know of the client's certificate",
      https.replace("SIMPLE", "MUTUAL"),
      secure,
      "100 % unknown: the server asks for a certificate, and a request does not say whether the client has one",
    ],
    [
      "that only redirects does so for each of its hosts",
      redirecting,
      call,
      "100 % 301 redirect https://www.example.com/api/x",
    ],
    ["passes TLS through by the server name", passing, secure, reached],
  ])("%s", (_name, servers, given, expected) => {
    const documents = [service, createGateway("istio-system", "public", servers), routes, tls];
    expect(summarize(sendFromOutside(documents, given))).toEqual([expected]);
  });
});

it("says the server, the rules and the destination", () => {
  const documents = [service, createGateway("istio-system", "public", http), routes];
  expect(listSteps(sendFromOutside(documents, call))).toEqual([
    "Gateway istio-system/public opens port 80 as HTTP @ spec.servers.0",
    "rule 1 of VirtualService shop/www matches @ spec.http.0.match.0",
    "goes to reviews.shop.svc.cluster.local @ spec.http.0.route.0.destination",
  ]);
});

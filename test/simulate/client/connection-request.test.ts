// Does not prove that a proxy does the same with connections: the live proof of simulation opens some.
import { describe, expect, it } from "vitest";
import type { MeshRequest } from "../../../src/simulate/request.js";
import { createService, createVirtualService, listSteps, send, summarize } from "./meshes.js";

const ports = (port: number, name: string) => `[{ name: ${name}, port: ${port} }]`;
const services = [
  createService("shop", "secure", ports(443, "https")),
  createService("shop", "raw", ports(90, "tcp")),
  createService("shop", "raw2", ports(91, "tcp")),
  createService("shop", "auto", ports(80, "web")),
  createService("shop", "reviews"),
];
const secure = { host: "secure", port: 443, scheme: "https" } as const;
const tls = (match: string, to: string) => `  - match: [${match}]\n    route: [{ destination: { host: ${to} } }]`;
const routes = createVirtualService(
  "shop",
  "secure",
  `  hosts: [secure]
  tls:
${tls("{ sniHosts: ['*.cluster.local'] }", "raw")}
${tls("{ sniHosts: [secure.shop.svc.cluster.local] }", "raw2")}`,
);
const host = (name: string, port: number, rest = "") => `100 % ${name}.shop.svc.cluster.local:${port}/${rest}`;

describe("a connection", () => {
  it.each<[string, string[], Partial<MeshRequest>, string]>([
    ["with TLS goes straight on at a port of HTTPS", [], secure, host("secure", 443)],
    [
      "goes by the longest server name, to the only port of the destination",
      [routes],
      { ...secure, sni: "secure.shop.svc.cluster.local" },
      host("raw2", 91),
    ],
    ["goes by a wildcard", [routes], { ...secure, sni: "other.cluster.local" }, host("raw", 90)],
    ["with another server name is let through", [routes], secure, host("secure", 443, ", not by a proxy")],
    [
      "without TLS at such a port is let through",
      [routes],
      { ...secure, scheme: "http" },
      host("secure", 443, ", not by a proxy"),
    ],
    ["without TLS and without routes goes on", [], { ...secure, scheme: "http" }, host("secure", 443)],
    ["at a port of TCP goes on", [], { host: "raw", port: 90 }, host("raw", 90)],
    [
      "at a port of TCP goes by its routes, not by those of HTTP",
      [
        createVirtualService(
          "shop",
          "raw",
          `  hosts: [raw]
  http: [{ directResponse: { status: 418 } }]
  tcp:
  - match: [{ port: 91 }]
    route: [{ destination: { host: reviews } }]
  - route: [{ destination: { host: raw2 }, weight: 1 }]`,
        ),
      ],
      { host: "raw", port: 90 },
      host("raw2", 91),
    ],
    [
      "with TLS at a port that Istio finds out about is not read",
      [],
      { host: "auto", scheme: "https", port: 80 },
      host("auto", 80),
    ],
    [
      "with TLS at a port of HTTP is let through",
      [],
      { host: "reviews", scheme: "https", port: 80 },
      host("reviews", 80, ", not by a proxy"),
    ],
  ])("%s", (_name, documents, given, expected) => {
    const routed = send([...services, ...documents], given);
    expect(summarize(routed)).toEqual([expected]);
    expect(routed.map((one) => "target" in one && one.target.isOpaque)).toEqual([true]);
  });

  it("is unknown where only the age of routes tells where it goes", () => {
    const other = routes.replace("name: secure", "name: other").replaceAll("raw2", "raw");
    expect(summarize(send([...services, routes, other], { ...secure, sni: "secure.shop.svc.cluster.local" }))).toEqual([
      "100 % unknown: the older of VirtualService shop/other and VirtualService shop/secure takes the connection, and objects do not say which it is",
    ]);
  });

  it("says by which match it goes", () => {
    expect(listSteps(send([...services, routes], { ...secure, sni: "other.cluster.local" }))).toEqual([
      "a route for connections of VirtualService shop/secure matches @ spec.tls.0.match.0",
      "goes to raw.shop.svc.cluster.local @ spec.tls.0.route.0.destination",
    ]);
  });
});

it("of HTTP is read at a port that Istio finds out about", () => {
  const route = createVirtualService("shop", "auto", "  hosts: [auto]\n  http: [{ directResponse: { status: 418 } }]");
  expect(summarize(send([...services, route], { host: "auto" }))).toEqual(["100 % 418 directResponse"]);
});

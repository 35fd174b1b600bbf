// Does not prove what a cluster's DNS answers: the live proof of simulation calls by such names.
import { describe, expect, it } from "vitest";
import type { MeshRequest } from "../../../src/simulate/request.js";
import { createService, createVirtualService, send, summarize } from "./meshes.js";

const services = [
  createService("shop", "reviews"),
  createService("ops", "reviews"),
  `${createService("shop", "pods")}\n`.replace("spec: {", "spec: { clusterIP: None,"),
  `${createService("shop", "fixed")}\n`.replace("spec: {", "spec: { clusterIP: 10.0.0.9,"),
  `
apiVersion: v1
kind: Service
metadata: { name: alias, namespace: shop }
spec: { type: ExternalName, externalName: www.example.com, ports: [{ port: 80 }] }`,
];

describe("the name", () => {
  it.each<[string, string, string]>([
    ["reviews", "shop/web", "reviews.shop.svc.cluster.local:80/"],
    ["reviews", "ops/web", "reviews.ops.svc.cluster.local:80/"],
    ["reviews.shop", "ops/web", "reviews.shop.svc.cluster.local:80/"],
    ["reviews.shop.svc", "ops/web", "reviews.shop.svc.cluster.local:80/"],
    ["reviews.shop.svc.cluster.local.", "ops/web", "reviews.shop.svc.cluster.local:80/"],
    ["10.0.0.9", "shop/web", "fixed.shop.svc.cluster.local:80/"],
    ["10.0.0.8", "shop/web", "unknown: no Service has the address 10.0.0.8, and objects do not say whose it is"],
    ["nothing.shop", "shop/web", "broken: DNS knows no nothing.shop: shop has no Service nothing"],
    [
      "nothing.shop.svc.cluster.local",
      "shop/web",
      "broken: DNS knows no nothing.shop.svc.cluster.local: shop has no Service nothing",
    ],
    [
      "pod-0.pods.shop.svc.cluster.local",
      "shop/web",
      "unknown: pod-0.pods.shop.svc.cluster.local is the name of single pods, which objects do not say",
    ],
    ["alias", "shop/web", "unknown: the Service shop/alias only stands for another name, which is not followed"],
    ["www.example.com", "shop/web", "www.example.com:80/, not by a proxy, undeclared"],
    ["pods.shop", "bare/web", "pods.shop.svc.cluster.local:80/, not by a proxy"],
  ])("%s of pods %s", (host, from, expected) => {
    expect(summarize(send(services, { host }, from))).toEqual([`100 % ${expected}`]);
  });
});

describe("a ServiceEntry", () => {
  const createEntry = (hosts: string, ports: string, rest = "") => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: outside, namespace: shop }
spec: { hosts: [${hosts}], ports: [${ports}], resolution: DNS${rest} }`;
  const http = "{ number: 80, name: http, protocol: HTTP }";
  const route = createVirtualService(
    "shop",
    "outside",
    "  hosts: [api.example.com]\n  http: [{ route: [{ destination: { host: api.example.com } }], timeout: 1s }]",
  );

  it.each<[string, string[], Partial<MeshRequest>, string]>([
    ["has its host", [createEntry("api.example.com", http)], {}, "api.example.com:80/"],
    ["has the routes of its host", [createEntry("api.example.com", http), route], {}, "api.example.com:80/"],
    ["of a wildcard has what is below it", [createEntry("'*.example.com'", http)], {}, "*.example.com:80/"],
    [
      "of a wildcard is no destination of another name",
      [createEntry("'*.example.com'", http), route],
      {},
      "503 noRoute",
    ],
    [
      "is not seen where it is not exported to",
      [createEntry("api.example.com", http, ", exportTo: [ops]")],
      {},
      "api.example.com:80/, not by a proxy, undeclared",
    ],
    [
      "of TLS takes its server name",
      [createEntry("api.example.com", "{ number: 443, name: tls, protocol: TLS }")],
      { scheme: "https", port: 443 },
      "api.example.com:443/",
    ],
    [
      "of TLS below a wildcard takes what it covers",
      [createEntry("'*.example.com'", "{ number: 443, name: tls, protocol: TLS }")],
      { scheme: "https", port: 443 },
      "*.example.com:443/",
    ],
    [
      "of TLS lets another server name through",
      [createEntry("api.example.com", "{ number: 443, name: tls, protocol: TLS }")],
      { scheme: "https", port: 443, sni: "other.example.com" },
      "api.example.com:443/, not by a proxy, undeclared",
    ],
    [
      "of TCP without addresses takes all of the port",
      [createEntry("db.example.com", "{ number: 80, name: tcp, protocol: TCP }")],
      {},
      "unknown: a ServiceEntry without addresses takes all connections at port 80",
    ],
  ])("%s", (_name, documents, given, expected) => {
    expect(summarize(send(documents, { host: "api.example.com", ...given }))).toEqual([`100 % ${expected}`]);
  });
});

describe("a host that only routes know", () => {
  const route = (port: number) =>
    createVirtualService(
      "shop",
      "own",
      `  hosts: [own.example.com]\n  http: [{ match: [{ port: ${port} }], route: [{ destination: { host: reviews, port: { number: 80 } } }] }]`,
    );

  it("is one at port 80, where something else has that port", () => {
    const given = { host: "own.example.com" };
    expect(summarize(send([...services, route(80)], given))).toEqual(["100 % reviews.shop.svc.cluster.local:80/"]);
    expect(summarize(send([route(80)], given))).toEqual(["100 % own.example.com:80/, not by a proxy, undeclared"]);
  });

  it("is none at other ports", () => {
    const other = createService("shop", "other", "[{ name: http, port: 81 }]");
    expect(summarize(send([...services, other, route(81)], { host: "own.example.com", port: 81 }))).toEqual([
      "100 % own.example.com:81/, not by a proxy, undeclared",
    ]);
  });
});

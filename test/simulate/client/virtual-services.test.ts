// Does not prove that istiod merges so: the live proof of simulation holds its routes against these.
import { describe, expect, it } from "vitest";
import { createService, createVirtualService, listSteps, send, summarize } from "./meshes.js";

const services = ["reviews", "v1", "v2"].map((name) => createService("shop", name));
const at = (host: string) => `100 % ${host}.shop.svc.cluster.local:80/`;
const to = (host: string, rest = "", hosts = "[reviews]") =>
  `  hosts: ${hosts}\n${rest}  http: [{ route: [{ destination: { host: ${host}.shop.svc.cluster.local } }] }]`;
const [old, young] = ["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"];

describe("of several VirtualServices for one host", () => {
  it.each<[string, string[], string[]]>([
    [
      "the oldest counts",
      [createVirtualService("shop", "a", to("v1"), young), createVirtualService("shop", "b", to("v2"), old)],
      [at("v2")],
    ],
    [
      "one that says the same whichever is older needs no age",
      [createVirtualService("shop", "a", to("v1")), createVirtualService("shop", "b", to("v1"))],
      [at("v1")],
    ],
    [
      "the older is not known from files",
      [createVirtualService("shop", "a", to("v1")), createVirtualService("shop", "b", to("v2"))],
      [
        "100 % unknown: the older of VirtualService shop/a and VirtualService shop/b has reviews.shop.svc.cluster.local, and objects do not say which it is",
      ],
    ],
    [
      "one for the own namespace goes before an older one for all",
      [
        createVirtualService("shop", "a", to("v1"), old),
        createVirtualService("shop", "b", to("v2", "  exportTo: [.]\n"), young),
      ],
      [at("v2")],
    ],
    [
      "one that names the caller's namespace goes before an older one for all",
      [
        createVirtualService("shop", "a", to("v1"), old),
        createVirtualService("ops", "b", to("v2", "  exportTo: [shop]\n", "[reviews.shop.svc.cluster.local]"), young),
      ],
      [at("v2")],
    ],
    [
      "one that is not exported to the caller does not count",
      [createVirtualService("ops", "a", to("v1", "  exportTo: [.]\n", "[reviews.shop.svc.cluster.local]"), old)],
      [at("reviews")],
    ],
    [
      "one for a gateway does not count",
      [createVirtualService("shop", "a", to("v1", "  gateways: [public]\n"), old)],
      [at("reviews")],
    ],
    [
      "one for gateways and the mesh counts",
      [createVirtualService("shop", "a", to("v1", "  gateways: [public, mesh]\n"), old)],
      [at("v1")],
    ],
    [
      "the exact host goes before an older wildcard",
      [
        createVirtualService("shop", "a", to("v1", "", "['*.shop.svc.cluster.local']"), old),
        createVirtualService("shop", "b", to("v2"), young),
      ],
      [at("v2")],
    ],
    [
      "the longer wildcard goes before the shorter",
      [
        createVirtualService("shop", "a", to("v1", "", "['*.cluster.local']"), old),
        createVirtualService("shop", "b", to("v2", "", "['*.shop.svc.cluster.local']"), young),
      ],
      [at("v2")],
    ],
    [
      "one without rules for this caller leaves its place to the next",
      [
        createVirtualService(
          "shop",
          "a",
          "  hosts: [reviews]\n  http: [{ match: [{ sourceLabels: { app: other } }], route: [{ destination: { host: v1 } }] }]",
          old,
        ),
        createVirtualService("shop", "b", to("v2"), young),
      ],
      [at("v2")],
    ],
    [
      "none takes a request that no rule matches",
      [
        createVirtualService(
          "shop",
          "a",
          "  hosts: [reviews]\n  http: [{ match: [{ uri: { prefix: /api } }], route: [{ destination: { host: v1 } }] }]",
        ),
      ],
      ["100 % 404 noRoute"],
    ],
  ])("%s", (_name, documents, expected) => {
    expect(summarize(send([...services, ...documents]))).toEqual(expected);
  });
});

describe("a delegate", () => {
  const root = createVirtualService(
    "shop",
    "root",
    `  hosts: [reviews]
  http:
  - match: [{ uri: { prefix: /api } }]
    delegate: { name: leaf, namespace: ops }
    timeout: 4s
  - route: [{ destination: { host: reviews } }]`,
  );
  const createLeaf = (rest: string, match = "{ uri: { prefix: /api/v2 } }") =>
    createVirtualService(
      "ops",
      "leaf",
      `${rest}  http:
  - match: [${match}]
    route: [{ destination: { host: v2.shop.svc.cluster.local } }]`,
    );

  it("has its rules under those of the root, with the root's fields where it has none", () => {
    const routed = send([...services, root, createLeaf("")], { path: "/api/v2" });
    expect(summarize(routed)).toEqual([`${at("v2")}api/v2`]);
    expect(routed[0] !== undefined && "target" in routed[0] && routed[0].target.delivery.timeout).toBe("4s");
    expect(listSteps(routed)).toEqual([
      "VirtualService shop/root has the routes of reviews.shop.svc.cluster.local @ spec.hosts",
      "rule 1 of VirtualService ops/leaf matches @ spec.http.0.match.0",
      "goes to v2.shop.svc.cluster.local @ spec.http.0.route.0.destination",
    ]);
  });

  it.each([
    ["that is not exported to the root", createLeaf("  exportTo: [.]\n")],
    ["that contradicts the root", createLeaf("", "{ uri: { prefix: /other } }")],
    ["that does not match", createLeaf("", "{ uri: { prefix: /api/v3 } }")],
  ])("%s leaves requests to the next rule", (_name, leaf) => {
    expect(summarize(send([...services, root, leaf], { path: "/api/v2" }))).toEqual([`${at("reviews")}api/v2`]);
  });
});

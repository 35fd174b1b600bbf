// Does not prove that what is declared is all that calls: a service without `calls` may call anything.
import { describe, expect, it } from "vitest";
import type { Edge } from "../../../src/console/contract.js";
import { describeObjectChange, findChangedObjects } from "../../../src/console/documents/object-changes.js";
import { computeReach } from "../../../src/console/map/reach.js";
import type { Manifest } from "../../../src/kubernetes/manifest.js";
import { createUndeclaredService } from "../../../src/policy/service/service.js";

const services = ["reviews", "ratings", "web"].map((name) => createUndeclaredService("shop", name, { app: name }));
const edges: Edge[] = [
  { kind: "call", from: "shop/web", to: "shop/reviews" },
  { kind: "call", from: "shop/reviews", to: "shop/ratings" },
  { kind: "mirror", from: "shop/web", to: "shop/ratings" },
  { kind: "expose", from: "istio-system/public", to: "shop/web", label: "a.example.com, b.example.com" },
  { kind: "egress", from: "shop/ratings", to: "istio-system/egress", label: "api.example.com" },
  { kind: "egress", from: "istio-system/egress", to: "api.example.com" },
];
const object = (kind: string, spec: object, namespace = "shop", name = "x"): Manifest => {
  return { apiVersion: "a/v1", kind, metadata: { name, namespace }, spec };
};
const reach = (...manifests: Manifest[]) =>
  computeReach(
    manifests.map((after) => ({ after })),
    { services, rootNamespace: "istio-system", edges },
  );
const host = "reviews.shop.svc.cluster.local";

describe("callers of", () => {
  it.each<[string, Manifest, string[]]>([
    ["a DestinationRule", object("DestinationRule", { host }), ["shop/web"]],
    ["a VirtualService", object("VirtualService", { hosts: [host] }), ["shop/web"]],
    [
      "an exposed host",
      object("VirtualService", { hosts: ["b.example.com"] }, "istio-system"),
      ["istio-system/public"],
    ],
    [
      "an AuthorizationPolicy for pods",
      object("AuthorizationPolicy", { selector: { matchLabels: { app: "ratings" } } }),
      ["shop/reviews", "shop/web"],
    ],
    [
      "a PeerAuthentication of a namespace",
      object("PeerAuthentication", {}),
      ["istio-system/public", "shop/reviews", "shop/web"],
    ],
    [
      "one of the whole mesh",
      object("PeerAuthentication", {}, "istio-system"),
      ["istio-system/public", "shop/reviews", "shop/web"],
    ],
    ["one of another namespace", object("PeerAuthentication", {}, "other"), []],
    [
      "an EnvoyFilter for pods",
      object("EnvoyFilter", { workloadSelector: { labels: { app: "reviews" } } }),
      ["shop/web"],
    ],
    [
      "a Sidecar: the pods themselves",
      object("Sidecar", { workloadSelector: { labels: { app: "reviews" } } }),
      ["shop/reviews"],
    ],
    ["a host outside of the mesh", object("ServiceEntry", { hosts: ["api.example.com"] }), ["istio-system/egress"]],
    ["the Service", object("Service", {}, "shop", "reviews"), ["shop/web"]],
  ])("%s", (_, manifest, callers) => {
    expect(reach(manifest)).toMatchObject({ callers });
  });

  it("an object that goes are those that met it", () => {
    const before = object("DestinationRule", { host });
    expect(computeReach([{ before }], { services, rootNamespace: "istio-system", edges }).callers).toEqual([
      "shop/web",
    ]);
  });
});

describe("routes", () => {
  const routes = (http: object[]) => object("VirtualService", { hosts: [host], http });
  const touched = (before: Manifest | undefined, after: Manifest | undefined) =>
    computeReach([{ before, after } as { before: Manifest }], { services: [], rootNamespace: "", edges: [] }).routes;

  it("are those that come, go, or are not as they were", () => {
    const before = routes([{ name: "gone" }, { name: "same", timeout: "1s" }, { name: "other", timeout: "1s" }]);
    const after = routes([{ name: "new" }, { name: "same", timeout: "1s" }, { name: "other", timeout: "2s" }, {}]);
    expect(touched(before, after)).toEqual([
      `shop/${host}: gone`,
      `shop/${host}: new`,
      `shop/${host}: other`,
      `shop/${host}: route 4`,
    ]);
  });

  it("are all of an object that comes or goes", () => {
    expect(touched(routes([{ name: "a" }]), undefined)).toEqual([`shop/${host}: a`]);
    expect(touched(undefined, routes([{ name: "a" }]))).toEqual([`shop/${host}: a`]);
  });

  it("of a delegate have its name, since it has no hosts", () => {
    expect(touched(undefined, object("VirtualService", { http: [{ name: "a" }] }))).toEqual(["shop/x: a"]);
  });

  it("are those of VirtualServices alone", () => {
    expect(touched(undefined, object("DestinationRule", { host, http: [{ name: "a" }] }))).toEqual([]);
  });
});

it("objects that differ are found by identity, whatever their order", () => {
  const [same, gone, old, now, made] = [
    object("A", {}, "shop", "same"),
    object("A", {}, "shop", "gone"),
    object("A", { is: "old" }, "shop", "changed"),
    object("A", { is: "new" }, "shop", "changed"),
    object("A", {}, "shop", "made"),
  ] as const;
  const changes = findChangedObjects([same, gone, old], [made, now, same]);
  expect(changes).toEqual([{ after: made }, { before: old, after: now }, { before: gone }]);
  const yaml = (name: string, spec: string) =>
    `apiVersion: a/v1\nkind: A\nmetadata:\n  name: ${name}\n  namespace: shop\nspec:${spec}\n`;
  expect(changes.map(describeObjectChange)).toEqual([
    { change: "create", kind: "A", namespace: "shop", name: "made", after: yaml("made", " {}") },
    {
      change: "update",
      kind: "A",
      namespace: "shop",
      name: "changed",
      before: yaml("changed", "\n  is: old"),
      after: yaml("changed", "\n  is: new"),
    },
    { change: "delete", kind: "A", namespace: "shop", name: "gone", before: yaml("gone", " {}") },
  ]);
});

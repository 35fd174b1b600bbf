// Does not prove that a cluster needs no further edge: the end-to-end tests create and destroy in this order.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { identify, type Manifest } from "../../src/kubernetes/manifest.js";
import { orderManifests, type OrderedManifest } from "../../src/plan/ordering.js";

const manifest = (kind: string, name = "one"): Manifest => ({ apiVersion: "v1", kind, metadata: { name } });
const describeOrder = (kinds: string[]) =>
  orderManifests(kinds.map((kind) => manifest(kind))).map(({ manifest: { kind }, after }) => [
    kind,
    after.map((identity) => identity.split("/")[1]),
  ]);

it("puts what others need first: CRDs, accounts and Services, bindings, workloads, webhooks and the rest", () => {
  expect(
    describeOrder([
      "MutatingWebhookConfiguration",
      "Deployment",
      "ClusterRoleBinding",
      "ServiceAccount",
      "HorizontalPodAutoscaler",
      "CustomResourceDefinition",
      "Service",
      "EnvoyFilter",
    ]),
  ).toEqual([
    ["CustomResourceDefinition", []],
    ["ServiceAccount", ["CustomResourceDefinition"]],
    ["Service", ["CustomResourceDefinition"]],
    ["ClusterRoleBinding", ["ServiceAccount", "Service"]],
    ["Deployment", ["ClusterRoleBinding"]],
    ["MutatingWebhookConfiguration", ["Deployment"]],
    ["HorizontalPodAutoscaler", ["Deployment"]],
    ["EnvoyFilter", ["Deployment"]],
  ]);
});

it("waits for the nearest tier that has something in it", () => {
  expect(describeOrder(["VirtualService", "Namespace"])).toEqual([
    ["Namespace", []],
    ["VirtualService", ["Namespace"]],
  ]);
  expect(describeOrder(["VirtualService"])).toEqual([["VirtualService", []]]);
  expect(orderManifests([])).toEqual([]);
});

it("puts what refuses all else after what others allow", () => {
  const policies = [{}, { rules: [{}] }, { action: "DENY" }].map((spec, index) => ({
    ...manifest("AuthorizationPolicy", String(index)),
    spec,
  }));
  expect(orderManifests(policies).map(({ manifest: { metadata }, after }) => [metadata.name, after.length])).toEqual([
    ["1", 0],
    ["2", 0],
    ["0", 2],
  ]);
});

describe("routes", () => {
  const route = (kind: string, name: string, spec?: object): Manifest => ({ ...manifest(kind, name), spec });

  it("come after everything that they may lead to", () => {
    const rest = ["DestinationRule", "ServiceEntry", "EnvoyFilter", "Gateway", "Sidecar"];
    const given = ["VirtualService", "HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", ...rest];
    const ordered = orderManifests(given.map((kind) => route(kind, "one", { hosts: ["a"] })));
    expect(ordered.map(({ manifest: { kind } }) => kind)).toEqual([...rest, ...given.slice(0, 5)]);
    const others = rest.map((kind) => identify(manifest(kind)));
    for (const {
      manifest: { kind },
      after,
    } of ordered)
      expect(after).toEqual(rest.includes(kind) ? [] : others);
  });

  it("come after the delegates that they name: VirtualServices without hosts", () => {
    const delegate = route("VirtualService", "delegate", { http: [] });
    const rule = manifest("DestinationRule", "rule");
    const ordered = orderManifests([route("VirtualService", "web", { hosts: ["web"] }), delegate, rule]);
    expect(ordered.map(({ manifest: { metadata }, after }) => [metadata.name, after])).toEqual([
      ["delegate", []],
      ["rule", []],
      ["web", [identify(delegate), identify(rule)]],
    ]);
  });

  it("of a stack of routes alone wait for nothing", () => {
    const list = [route("VirtualService", "one", { hosts: ["a"] }), route("HTTPRoute", "two", {})];
    expect(orderManifests(list).map(({ after }) => after)).toEqual([[], []]);
  });

  it("without a spec do not end the program", () => {
    expect(
      orderManifests([manifest("VirtualService"), manifest("HTTPRoute")]).map(({ after }) => after.length),
    ).toEqual([0, 1]);
  });
});

const kinds = [
  "Namespace",
  "CustomResourceDefinition",
  "Service",
  "RoleBinding",
  "Deployment",
  "DestinationRule",
  "VirtualService",
  "Else",
];
const manifests = fc.uniqueArray(
  fc.tuple(fc.constantFrom(...kinds), fc.constantFrom("a", "b", "c")).map(([kind, name]) => manifest(kind, name)),
  { selector: identify },
);
const edges = (ordered: readonly OrderedManifest[]) =>
  ordered.flatMap(({ manifest, after }) => after.map((earlier) => `${earlier} < ${identify(manifest)}`)).sort();

it("loses nothing and adds nothing", () => {
  fc.assert(
    fc.property(manifests, (list) => {
      const ordered = orderManifests(list).map(({ manifest }) => identify(manifest));
      expect(ordered.sort()).toEqual(list.map(identify).sort());
    }),
  );
});

it("has every edge point to an earlier one", () => {
  fc.assert(
    fc.property(manifests, (list) => {
      const earlier: string[] = [];
      for (const { manifest, after } of orderManifests(list)) {
        for (const identity of after) expect(earlier).toContain(identity);
        earlier.push(identify(manifest));
      }
    }),
  );
});

it("has the same edges, however the input is ordered", () => {
  const shuffled = manifests.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  );
  fc.assert(
    fc.property(shuffled, ([list, other]) => {
      expect(edges(orderManifests(other))).toEqual(edges(orderManifests(list)));
    }),
  );
});

it("keeps the input's order within a tier", () => {
  fc.assert(
    fc.property(manifests, (list) => {
      const services = (from: readonly Manifest[]) => from.filter(({ kind }) => kind === "Service").map(identify);
      expect(services(orderManifests(list).map(({ manifest }) => manifest))).toEqual(services(list));
    }),
  );
});

describe("tiers with more than 1,000 edges between them", () => {
  const many = (kind: string, count: number) =>
    Array.from({ length: count }, (_, index) => manifest(kind, String(index).padStart(4, "0")));
  const rules = many("DestinationRule", 40);
  const routes = many("VirtualService", 40).map((one) => ({ ...one, spec: { hosts: ["a"] } }));

  it("meet in one object, the same one however the input is ordered", () => {
    const gate = identify(manifest("DestinationRule", "0039"));
    for (const list of [[...rules, ...routes], [...routes, ...rules].reverse()]) {
      const after = new Map(orderManifests(list).map((one) => [identify(one.manifest), one.after]));
      expect(rules.slice(0, 39).map((one) => after.get(identify(one)))).toEqual(Array(39).fill([]));
      expect([...(after.get(gate) ?? [])].sort()).toEqual(rules.slice(0, 39).map(identify));
      expect(routes.map((one) => after.get(identify(one)))).toEqual(Array(40).fill([gate]));
    }
  });

  it("put every object of the earlier tier before every one of the later, in a straight line of edges", () => {
    const list = [...many("Namespace", 60), ...many("Service", 60), ...rules, ...routes, ...many("Deployment", 60)];
    const ordered = orderManifests(list);
    const before = new Map<string, Set<string>>();
    for (const { manifest: one, after } of ordered)
      before.set(identify(one), new Set(after.flatMap((earlier) => [earlier, ...(before.get(earlier) ?? [])])));
    const tiers = ["Namespace", "Service", "Deployment", "DestinationRule", "VirtualService"];
    for (const { manifest: one } of ordered) {
      const earlier = list.filter(({ kind }) => tiers.indexOf(kind) < tiers.indexOf(one.kind));
      expect(earlier.filter((other) => before.get(identify(one))?.has(identify(other)) !== true)).toEqual([]);
    }
    expect(ordered.flatMap(({ after }) => after).length).toBeLessThan(2 * list.length);
  });
});

// Does not prove that the rules are right: their own tests do.
import { expect, it } from "vitest";
import { analyzeStack } from "../../src/policy-pack/analyze-stack.js";
import type { StackResource } from "../../src/policy-pack/stack-objects.js";
import { makeResource, type ResourceChanges } from "./resource.js";
import { unknownText } from "./unknown.js";

const metadata = (name: string) => ({ name, namespace: "shop" });
const route = (name: string, host: unknown, changes?: ResourceChanges) => {
  const spec = { hosts: [`${name}.example.com`], http: [{ route: [{ destination: { host } }] }] };
  return makeResource(
    { apiVersion: "networking.istio.io/v1", kind: "VirtualService", metadata: metadata(name), spec },
    changes,
  );
};
const service = (name: unknown, changes?: ResourceChanges) =>
  makeResource(
    { apiVersion: "v1", kind: "Service", metadata: { ...metadata("x"), name }, spec: { ports: [{ port: 80 }] } },
    changes,
  );

/** Code and URN's end of each finding, and which resources left rules undecided. */
function analyze(
  resources: readonly StackResource[],
  suppressions = [] as { code: string; resource: string; reason: string }[],
) {
  const { findings, undecided } = analyzeStack(resources, { suppressions });
  return {
    found: findings.filter(({ level }) => level !== "info").map(({ code, file }) => `${code} ${nameOf(file)}`),
    undecided: [...undecided].map(([urn, rules]) => [nameOf(urn), rules.includes("destination-hosts")]),
  };
}

function nameOf(urn: string | undefined): string {
  return urn?.split("::").at(-1) ?? "";
}

it("finds what is wrong, with the resource's URN", () => {
  const { findings } = analyzeStack([route("reviews", "review"), service("reviews")], {});
  const [finding] = findings.filter(({ level }) => level === "error");
  expect(finding).toEqual({
    code: "IST0101",
    level: "error",
    message:
      'no Service and no ServiceEntry that is seen from namespace shop has the host "review"; did you mean "reviews"?',
    remedy: "name an existing object, or declare the named one",
    resource: { kind: "VirtualService", name: "reviews", namespace: "shop" },
    file: "urn:pulumi:test::shop::kubernetes:networking.istio.io/v1:VirtualService::reviews",
    path: ["spec", "http", 0, "route", 0, "destination", "host"],
  });
});

it("keeps a rule silent that asks for what is not known yet, and says which", () => {
  expect(analyze([route("a", "nowhere"), route("b", unknownText)])).toEqual({ found: [], undecided: [["b", true]] });
});

it("lets an object of unknown name be any of its kind", () => {
  const unknown = analyze([route("a", "nowhere"), service(unknownText, { name: "later" })]);
  expect(unknown).toEqual({ found: [], undecided: [["later", true]] });
  const other = makeResource(
    { apiVersion: "v1", kind: "ConfigMap", metadata: { name: unknownText } },
    { name: "later" },
  );
  expect(analyze([route("a", "nowhere"), other]).found).toEqual(["IST0101 a"]);
});

it("keeps every rule silent that goes by what is not known yet, also where another rule has asked for it before", () => {
  const later = makeResource({
    apiVersion: "v1",
    kind: "Service",
    metadata: metadata("reviews"),
    spec: { ports: unknownText },
  });
  const [names = []] = analyzeStack([route("a", "nowhere"), later], {}).undecided.values();
  expect(names).toEqual(expect.arrayContaining(["destination-hosts", "destination-rule-hosts"]));
});

it("decides where what is unknown does not matter", () => {
  const spec = { clusterIP: unknownText, ports: [{ port: 80 }] };
  const later = makeResource({ apiVersion: "v1", kind: "Service", metadata: metadata("reviews"), spec });
  expect(analyze([route("a", "nowhere"), route("b", "reviews"), later])).toEqual({
    found: ["IST0101 a"],
    undecided: [],
  });
});

it("looks at each cluster for itself", () => {
  const [first, second] = ["first", "second"].map((providerName) => ({ providerName }));
  expect(
    analyze([route("a", "reviews", first), service("reviews", first), route("b", "reviews", second)]).found,
  ).toEqual(["IST0101 b"]);
});

it("tells of suppressions that leave out nothing in any cluster, once", () => {
  const [first, second] = ["first", "second"].map((providerName) => ({ providerName }));
  const suppress = (resource: string) => [{ code: "IST0101", resource, reason: "elsewhere" }];
  const resources = [route("a", "nowhere", first), route("b", "nowhere", second)];
  expect(analyze(resources, suppress("VirtualService a.shop")).found).toEqual(["IST0101 b"]);
  expect(analyze(resources, suppress("VirtualService c.shop")).found).toEqual(["IST0101 a", "MESH0301 ", "IST0101 b"]);
  expect(analyze([...resources, route("d", unknownText, first)], suppress("VirtualService c.shop")).found).toEqual([
    "IST0101 b",
  ]);
});

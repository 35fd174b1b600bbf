// Does not prove that the Kubernetes provider makes resources of this form: test/e2e/policy-pack.test.ts does.
import { expect, it } from "vitest";
import { readObjects } from "../../src/policy-pack/stack-objects.js";
import { makeResource, type ResourceChanges } from "./resource.js";
import { unknownText } from "./unknown.js";

const service = (metadata: Record<string, unknown>) => ({ apiVersion: "v1", kind: "Service", metadata });

/** The identities of the objects, a list a cluster; `?` is one that is not known. */
function read(...resources: ReturnType<typeof makeResource>[]): string[][] {
  const clusters = readObjects(resources, () => undefined);
  return clusters.map((objects) =>
    objects.map(({ kind, manifest }) =>
      manifest === undefined ? `${kind} ?` : `${kind} ${manifest.metadata.namespace ?? ""}/${manifest.metadata.name}`,
    ),
  );
}

it("reads objects of any kind, and nothing else", () => {
  const metadata = { name: "a", namespace: "shop" };
  const resources = [
    makeResource(service(metadata)),
    makeResource({ apiVersion: "networking.istio.io/v1", kind: "VirtualService", metadata, spec: { hosts: ["a"] } }),
    makeResource({ apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } }),
    makeResource({ apiVersion: "v1", kind: "Namespace", metadata }, { type: "kubernetes:core/v1:NamespacePatch" }),
    makeResource(service(metadata), { type: "kubernetes:core/v1:ServicePatch" }),
    makeResource({}, { type: "kubernetes:yaml:ConfigGroup" }),
    makeResource({ chart: "a", name: "a" }, { type: "kubernetes:helm.sh/v3:Release" }),
    makeResource(service(metadata), { type: "aws:s3/bucket:Bucket" }),
  ];
  expect(read(...resources)).toEqual([
    ["Service shop/a", "VirtualService shop/a", "Namespace /shop", "Namespace shop/a"],
  ]);
});

it("keeps all that is known of an object", () => {
  const props = { ...service({ name: "a", namespace: "shop", labels: { x: "y" } }), spec: { ports: [{ port: 80 }] } };
  const [[object] = []] = readObjects([makeResource(props)], () => undefined);
  expect(object?.manifest).toEqual(props);
  expect(object?.urn).toBe("urn:pulumi:test::shop::kubernetes:core/v1:Service::a");
});

it("takes the provider's namespace where an object names none", () => {
  const provider = { namespace: "bank" };
  const resources = [
    makeResource(service({ name: "a" }), { provider }),
    makeResource(service({ name: "b", namespace: "shop" }), { provider }),
    makeResource({ apiVersion: "v1", kind: "Namespace", metadata: { name: "c" } }, { provider }),
    makeResource(service({ name: "d" })),
  ];
  expect(read(...resources)).toEqual([["Service bank/a", "Service shop/b", "Namespace /c", "Service /d"]]);
});

it("says of objects whose name or namespace is not known only what they are", () => {
  const resources = [
    makeResource(service({ name: unknownText })),
    makeResource(service({ name: "a", namespace: unknownText })),
    makeResource(service({ generateName: "a-" })),
    makeResource({ apiVersion: "v1", kind: "Service", metadata: unknownText }),
    makeResource(service({ name: "a" }), { provider: { namespace: unknownText } }),
    makeResource({ ...service({ name: "b" }), spec: { clusterIP: unknownText } }),
  ];
  expect(read(...resources)).toEqual([["Service ?", "Service ?", "Service ?", "Service ?", "Service ?", "Service /b"]]);
});

it.each<[ResourceChanges, ResourceChanges, number]>([
  [{ provider: { kubeconfig: "x" }, providerName: "a" }, { provider: { kubeconfig: "x" }, providerName: "b" }, 1],
  [{ provider: { kubeconfig: "x" }, providerName: "a" }, { provider: { kubeconfig: "y" }, providerName: "b" }, 2],
  [{ provider: { kubeconfig: "x", context: "a" } }, { provider: { kubeconfig: "x", context: "b" } }, 2],
  [{ providerName: "a" }, { providerName: "a" }, 1],
  [{ providerName: "a" }, { providerName: "b" }, 2],
  [{ provider: { kubeconfig: unknownText }, providerName: "a" }, { provider: {}, providerName: "b" }, 2],
])("%j and %j are %i clusters", (first, second, expected) => {
  const resources = [makeResource(service({ name: "a" }), first), makeResource(service({ name: "b" }), second)];
  expect(read(...resources)).toHaveLength(expected);
});

// Does not prove that the API server takes two objects of one identity for the same one in every group.
import fc from "fast-check";
import { expect, it } from "vitest";
import { identify, sortManifests, type Manifest } from "../../src/kubernetes/manifest.js";

const manifest = (apiVersion: string, kind: string, name: string, namespace?: string): Manifest => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
});

it.each([
  [manifest("v1", "Service", "web", "shop"), "/Service/shop/web"],
  [manifest("apps/v1", "Deployment", "web", "shop"), "apps/Deployment/shop/web"],
  [manifest("apps/v1beta1", "Deployment", "web", "shop"), "apps/Deployment/shop/web"],
  [manifest("v1", "Namespace", "shop"), "/Namespace//shop"],
])("%j is %s", (object, identity) => {
  expect(identify(object)).toBe(identity);
});

const anyManifest = fc
  .tuple(fc.constantFrom("v1", "apps/v1"), fc.constantFrom("A", "B"), fc.constantFrom("x", "y", "z"))
  .map(([apiVersion, kind, name]) => manifest(apiVersion, kind, name));

it("sorts the same objects the same way, however they come, and leaves the input alone", () => {
  const lists = fc
    .uniqueArray(anyManifest, { selector: identify })
    .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
  fc.assert(
    fc.property(lists, ([list, shuffled]) => {
      const before = [...shuffled];
      expect(sortManifests(shuffled)).toEqual(sortManifests(list));
      expect(shuffled).toEqual(before);
      expect(sortManifests(list).map(identify)).toEqual(list.map(identify).sort());
    }),
  );
});

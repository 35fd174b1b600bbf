// Does not prove what rules make of the objects: their own tests do.
import { expect, it } from "vitest";
import { createIndex, createObject, kindOf, watchReads } from "../../src/mesh/mesh-index.js";
import type { MeshReader } from "../../src/mesh/objects.js";

const make = (kind: string, name: string) =>
  createObject({ apiVersion: "v1", kind, metadata: { name }, spec: { containers: [] } }, "shop");
const mesh = { rootNamespace: "istio-system", config: {}, now: new Date(0) };
const createTestIndex = () => createIndex([make("Pod", "b"), make("Pod", "a"), make("Service", "a")], mesh, []);

it("has objects by kind, by name and by the pods that they make", () => {
  const index = createTestIndex();
  expect(index.list("Pod").map(({ manifest }) => manifest.metadata.name)).toEqual(["a", "b"]);
  expect(index.find("Service", "shop", "a")?.manifest.kind).toBe("Service");
  expect(index.find("Service", "other", "a")).toBeUndefined();
  expect([index.workloads().length, index.workloads("shop").length, index.workloads("other").length]).toEqual([
    2, 2, 0,
  ]);
});

it("takes the first of two objects of one name", () => {
  const [first, other] = [make("Pod", "a"), make("Pod", "a")];
  const { all, duplicates } = createIndex([first, other], mesh, []);
  expect([all, duplicates]).toEqual([[first], [{ first, other }]]);
});

it("computes what several ask for once, and again for one who wants to know what is read", () => {
  const index = createTestIndex();
  const readers: MeshReader[] = [];
  const count = (reader: MeshReader) => {
    readers.push(reader);
    return reader.list("Pod").length;
  };
  expect([index.ask(count), index.ask(count), readers.length]).toEqual([2, 2, 1]);
  const read: string[] = [];
  const watched = watchReads(index, (kinds) => read.push(...kinds));
  expect([watched.ask(count), watched.ask(count), readers.length, read]).toEqual([2, 2, 2, ["Pod"]]);
});

it("a kind has its group, whatever its version", () => {
  expect(
    ["v1", "networking.istio.io/v1beta1"].map((apiVersion) => kindOf({ ...make("A", "a").manifest, apiVersion })),
  ).toEqual([...["A", "networking.istio.io/A"]]);
});

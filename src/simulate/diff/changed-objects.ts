import { kindOf } from "../../mesh/mesh-index.js";
import { objectKinds, type AnalyzedObject, type MeshReader, type ObjectKind } from "../../mesh/objects.js";
import type { Manifest } from "../../kubernetes/manifest.js";

/** An object that two versions of a mesh do not have alike. */
export interface ChangedObject {
  kind: ObjectKind;
  before?: AnalyzedObject;
  after?: AnalyzedObject;
}

/** Whether two versions of an object say the same. */
export type CompareObjects = (before: Manifest, after: Manifest) => boolean;

/** What differs, by kind, namespace and name. What settings stand for counts too: a namespace, the pods of a gateway. */
export function listChangedObjects(
  before: MeshReader,
  after: MeshReader,
  isSame: CompareObjects = isSameObject,
): ChangedObject[] {
  return objectKinds.flatMap((kind) => {
    const old = new Map(before.list(kind).map((object) => [nameOf(object), object]));
    const changed = after.list(kind).flatMap((object): ChangedObject[] => {
      const was = old.get(nameOf(object));
      old.delete(nameOf(object));
      if (was === undefined) return [{ kind, after: object }];
      return isSame(was.manifest, object.manifest) ? [] : [{ kind, before: was, after: object }];
    });
    return [...changed, ...[...old.values()].map((object) => ({ kind, before: object }))];
  });
}

/** By what people write: not by what the API server adds, nor by the order of keys. */
export function isSameObject(before: Manifest, after: Manifest): boolean {
  return writeSorted(strip(before)) === writeSorted(strip(after));
}

function strip(manifest: Manifest): unknown {
  const { labels = {}, annotations = {} } = manifest.metadata;
  return { ...manifest, apiVersion: kindOf(manifest), metadata: { labels, annotations }, status: undefined };
}

function nameOf({ namespace, manifest }: AnalyzedObject): string {
  return `${namespace}/${manifest.metadata.name}`;
}

function writeSorted(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

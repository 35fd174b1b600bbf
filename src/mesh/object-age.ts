import type { AnalyzedObject } from "./objects.js";

/** When the API server took an object, in milliseconds; undefined where it has not yet. */
function readCreated({ manifest }: AnalyzedObject): number | undefined {
  const created: unknown = manifest.metadata.creationTimestamp;
  const time = created instanceof Date ? created.getTime() : typeof created === "string" ? Date.parse(created) : NaN;
  return Number.isNaN(time) ? undefined : time;
}

/**
 * The older before the younger, then by name, then by namespace. Objects that are not there yet come last.
 * Source: `configCompareByCreationTime` in istio pilot/pkg/model/config.go.
 */
export function compareAge(a: AnalyzedObject, b: AnalyzedObject): number {
  const [first, second] = [readCreated(a) ?? Infinity, readCreated(b) ?? Infinity];
  if (first !== second) return first < second ? -1 : 1;
  const [nameOfFirst, nameOfSecond] = [a.manifest.metadata.name, b.manifest.metadata.name];
  if (nameOfFirst !== nameOfSecond) return nameOfFirst < nameOfSecond ? -1 : 1;
  return a.namespace < b.namespace ? -1 : a.namespace > b.namespace ? 1 : 0;
}

/** Whether the order of two objects is known: files do not say which of them is older. */
export function isAgeKnown(a: AnalyzedObject, b: AnalyzedObject): boolean {
  return a === b || (readCreated(a) !== undefined && readCreated(b) !== undefined);
}

/** Whether the API server took two objects in the same second, so that only their names tell which comes first. */
export function haveSameAge(a: AnalyzedObject, b: AnalyzedObject): boolean {
  return readCreated(a) === readCreated(b);
}

/** Whether the order of all of them is known. */
export function areAgesKnown(objects: readonly AnalyzedObject[]): boolean {
  return objects.every((object) => objects.length === 1 || readCreated(object) !== undefined);
}

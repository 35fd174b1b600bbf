import { stringify } from "yaml";
import { identify, type Manifest } from "../../kubernetes/manifest.js";
import type { ObjectChange } from "../contract.js";

/** An object before and after; one of them is missing where it comes or goes. */
export type ChangedObject = { before: Manifest; after?: Manifest } | { before?: undefined; after: Manifest };

/** The objects that differ, in the order of both lists. */
export function findChangedObjects(before: readonly Manifest[], after: readonly Manifest[]): ChangedObject[] {
  const old = new Map(before.map((manifest) => [identify(manifest), manifest]));
  const kept = new Set(after.map(identify));
  const made = after.flatMap((manifest): ChangedObject[] => {
    const was = old.get(identify(manifest));
    if (was === undefined) return [{ after: manifest }];
    return JSON.stringify(was) === JSON.stringify(manifest) ? [] : [{ before: was, after: manifest }];
  });
  return [
    ...made,
    ...before.filter((manifest) => !kept.has(identify(manifest))).map((manifest) => ({ before: manifest })),
  ];
}

/** The same for people. */
export function describeObjectChange(changed: ChangedObject): ObjectChange {
  const { before, after } = changed;
  const { kind, metadata } = changed.before ?? changed.after;
  return {
    change: before === undefined ? "create" : after === undefined ? "delete" : "update",
    kind,
    ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
    name: metadata.name,
    ...(before === undefined ? {} : { before: write(before) }),
    ...(after === undefined ? {} : { after: write(after) }),
  };
}

function write(manifest: Manifest): string {
  // Who copies it to kubectl gets the same object.
  return stringify(manifest, { compat: "yaml-1.1", lineWidth: 0, aliasDuplicateObjects: false });
}

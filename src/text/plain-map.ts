import { leave, type Cursor } from "./plain-cursor.js";

/** A map of an object. */
export type PlainMap = Record<string, unknown>;

/** Deeper ones are left: `yaml-depth` says how deep a value may be. */
const deepest = 100;

/** Enters a collection. */
export function descend(at: Cursor): void {
  at.depth += 1;
  if (at.depth > deepest) leave();
}

/** Adds an entry. Leaves a name that has a special meaning, or that the map already has. */
export function addEntry(map: PlainMap, name: string | undefined, value: unknown): void {
  if (name === undefined || name === "<<" || name === "__proto__") leave();
  if (map[name] !== undefined && Object.hasOwn(map, name)) leave();
  map[name] = value;
}

/** A name with its colon takes no more than 1,024 characters. @param start where it begins; the cursor is behind it */
export function requireShort({ pos }: Cursor, start: number): void {
  if (pos - start > 1000) leave();
}

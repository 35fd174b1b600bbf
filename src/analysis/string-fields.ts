import type { Manifest } from "../kubernetes/manifest.js";
import { isMap } from "../text/is-map.js";
import type { ValuePath } from "../findings/place.js";
import { kindTypes, stringTypes } from "./string-fields-data.js";

/** A boolean or a number where Kubernetes takes a string alone. */
export interface UnquotedValue {
  path: ValuePath;
  value: boolean | number;
}

/** All of an object: of its metadata, and of what its kind has, as far as Kubernetes, Istio or the Gateway API define it. */
export function findUnquoted(manifest: Manifest): UnquotedValue[] {
  const search: Search = { found: [], path: [] };
  const fields = types.get(kinds.get(`${manifest.apiVersion}/${manifest.kind}`) ?? "");
  for (const key of Object.keys(manifest)) {
    enter(manifest, key, key === "metadata" ? "ObjectMeta" : fields?.get(key), search);
  }
  return search.found;
}

interface Search {
  found: UnquotedValue[];
  /** Where the search is; changed on the way, for there is nothing to say of most values. */
  path: PropertyKey[];
}

function visit(value: unknown, type: string, search: Search): void {
  if (type === "string") {
    if (typeof value === "boolean" || typeof value === "number") search.found.push({ path: [...search.path], value });
    return;
  }
  const isList = type.endsWith("[]");
  const inner = isList || type.endsWith("{}") ? type.slice(0, -2) : undefined;
  if (isList && Array.isArray(value)) {
    for (const key of Object.keys(value)) enter(value, Number(key), inner, search);
  } else if (!isList && isMap(value)) {
    const fields = types.get(type);
    for (const key of Object.keys(value)) enter(value, key, inner ?? fields?.get(key), search);
  }
}

/** A value that a policy pack does not know yet has a getter there, and is not asked for. */
function enter(outer: object, key: string | number, type: string | undefined, search: Search): void {
  if (type === undefined) return;
  search.path.push(key);
  visit(Object.getOwnPropertyDescriptor(outer, key)?.value, type, search);
  search.path.pop();
}

/** What is before the first blank of each entry, and what is behind it. */
function readEntries(lines: readonly string[]): [string, string][] {
  return lines.flatMap((line) => line.split("; ").map((entry) => splitAt(entry, " ")));
}

function splitAt(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return [text.slice(0, at), text.slice(at + 1)];
}

const kinds = new Map(readEntries(kindTypes));
const types = new Map(
  readEntries(stringTypes).map(([type, fields]) => [type, new Map(fields.split(" ").map((one) => splitAt(one, ":")))]),
);

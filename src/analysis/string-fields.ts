import type { Manifest } from "../manifest.js";
import { isMap } from "../text/is-map.js";
import type { ValuePath } from "../text/schema-problems.js";
import { kindTypes, stringTypes } from "./string-fields-data.js";

/** A boolean or a number where Kubernetes takes a string alone. */
export interface UnquotedValue {
  path: ValuePath;
  value: boolean | number;
}

/** All of an object: of its metadata, and of what its kind has, as far as Kubernetes, Istio or the Gateway API define it. */
export function findUnquoted({ apiVersion, kind, metadata, ...object }: Manifest): UnquotedValue[] {
  const found: UnquotedValue[] = [];
  visit(metadata, "ObjectMeta", ["metadata"], found);
  const type = kinds.get(`${apiVersion}/${kind}`);
  if (type !== undefined) visit(object, type, [], found);
  return found;
}

function visit(value: unknown, type: string, path: ValuePath, found: UnquotedValue[]): void {
  const inner = type.slice(0, -2);
  if (type === "string") {
    if (typeof value === "boolean" || typeof value === "number") found.push({ path, value });
  } else if (type.endsWith("[]")) {
    if (Array.isArray(value)) value.forEach((one, index) => visit(one, inner, [...path, index], found));
  } else if (isMap(value)) {
    const isOpen = type.endsWith("{}");
    const fields = types.get(type);
    for (const [key, one] of Object.entries(value)) {
      const itsType = isOpen ? inner : fields?.get(key);
      if (itsType !== undefined) visit(one, itsType, [...path, key], found);
    }
  }
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

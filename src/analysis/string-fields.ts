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
  const found: UnquotedValue[] = [];
  const type = kinds.get(`${manifest.apiVersion}/${manifest.kind}`) ?? "";
  for (const [key, value] of listKnown(manifest)) {
    const itsType = key === "metadata" ? "ObjectMeta" : types.get(type)?.get(key);
    if (itsType !== undefined) visit(value, itsType, [key], found);
  }
  return found;
}

function visit(value: unknown, type: string, path: ValuePath, found: UnquotedValue[]): void {
  const inner = type.slice(0, -2);
  if (type === "string") {
    if (typeof value === "boolean" || typeof value === "number") found.push({ path, value });
  } else if (type.endsWith("[]")) {
    if (!Array.isArray(value)) return;
    for (const [index, one] of listKnown(value)) visit(one, inner, [...path, Number(index)], found);
  } else if (isMap(value)) {
    const isOpen = type.endsWith("{}");
    const fields = types.get(type);
    for (const [key, one] of listKnown(value)) {
      const itsType = isOpen ? inner : fields?.get(key);
      if (itsType !== undefined) visit(one, itsType, [...path, key], found);
    }
  }
}

/** Each value counts for itself, so one that a policy pack does not know yet, which has a getter there, is not asked for. */
function listKnown(outer: object): [string, unknown][] {
  return Object.keys(outer).flatMap((key): [string, unknown][] => {
    const own = Object.getOwnPropertyDescriptor(outer, key);
    return own === undefined || "value" in own ? [[key, own?.value]] : [];
  });
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

import type { z } from "zod";
import { isMap } from "./is-map.js";
import { enterUnion, findValue } from "./schema-problems.js";
import type { ValuePath } from "../findings/place.js";

/** What a schema takes of a value that it refuses as a whole. */
export interface Salvaged {
  /** As the schema gives it. */
  value: unknown;
  /** Paths of what was taken out of the given value. */
  lost: ValuePath[];
  /** The path in the given value: what is taken out of a list moves the rest of it. */
  trace: (path: ValuePath) => ValuePath;
}

/** What has more mistakes is another kind of text. */
export const mostParts = 200;

/** A value of a program may contain itself. */
const deepest = 100;

/** Takes out the smallest parts that the schema refuses, until it takes the rest: each round takes out one at least. @returns undefined where nothing is left, or too much is wrong */
export function salvage(schema: z.ZodType, given: unknown): Salvaged | undefined {
  const origins: Origins = new WeakMap();
  const value = copy(given, origins);
  const lost: ValuePath[] = [];
  const trace = (path: ValuePath) => traceBack(value, path, origins);
  for (;;) {
    const { error, data } = schema.safeParse(value);
    if (error === undefined) return { value: data, lost, trace };
    const parts = findParts(value, error.issues.flatMap(enterUnion));
    if (lost.length + parts.length > mostParts) return undefined;
    if (parts.some(({ length }) => length === 0)) return undefined;
    lost.push(...parts.map(trace));
    for (const part of parts) remove(value, part, origins);
  }
}

/** Places that the values of a list had before others were taken out. */
type Origins = WeakMap<readonly unknown[], number[]>;

/** The refused parts, each once; of a list the last ones first, so that those before keep their places. */
function findParts(value: unknown, issues: readonly z.core.$ZodIssue[]): ValuePath[] {
  const paths = issues.flatMap((issue): ValuePath[] =>
    issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path],
  );
  const parts = new Map(paths.map((path) => findPart(value, path)).map((part) => [JSON.stringify(part), part]));
  return [...parts.values()].sort(compareLastFirst);
}

function compareLastFirst(one: ValuePath, other: ValuePath): number {
  const at = one.findIndex((key, index) => key !== other[index]);
  const [a, b] = [one[at], other[at]];
  if (a === undefined || b === undefined) return other.length - one.length;
  if (typeof a === "number" && typeof b === "number") return b - a;
  return String(a) < String(b) ? 1 : -1;
}

/** The refused value itself; where it is missing, what it is missing in. */
function findPart(value: unknown, path: ValuePath): ValuePath {
  for (let length = path.length; length > 0; length -= 1) {
    const part = path.slice(0, length);
    if (findValue(value, part) !== undefined) return part;
  }
  return [];
}

function remove(value: unknown, path: ValuePath, origins: Origins): void {
  const outer = findValue(value, path.slice(0, -1));
  const key = path.at(-1) ?? "";
  if (Array.isArray(outer)) {
    outer.splice(Number(key), 1);
    origins.get(outer)?.splice(Number(key), 1);
  } else if (isMap(outer)) Reflect.deleteProperty(outer, key);
}

function traceBack(value: unknown, path: ValuePath, origins: Origins): ValuePath {
  let inner: any = value;
  return path.map((key) => {
    const original = Array.isArray(inner) ? (origins.get(inner)?.[Number(key)] ?? key) : key;
    inner = inner?.[key];
    return original;
  });
}

function copy(value: unknown, origins: Origins, depth = 0): unknown {
  if (depth > deepest) return undefined;
  if (Array.isArray(value)) {
    const list = value.map((one) => copy(one, origins, depth + 1));
    origins.set(
      list,
      list.map((_, index) => index),
    );
    return list;
  }
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copy(inner, origins, depth + 1)]));
}

import { isMap } from "../text/is-map.js";
import type { FieldSet, ManagedFields } from "./field-managers.js";

// Server-side apply refuses to change a field that another manager has written since: https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts

/** What somebody else has written of what the stack says. */
export interface TakenFields {
  manager: string;
  /** When, RFC 3339. */
  time?: string;
  /** `spec.http`, outermost ones. */
  fields: string[];
}

/** Of an object's spec what its stack writes and another manager has; nothing of what the stack's manager still has. */
export function listTakenFields(managed: readonly ManagedFields[], ours: string, spec: unknown): TakenFields[] {
  return findTaken(managed, ours, spec).map(({ entry: { manager, time }, paths }) => ({
    manager,
    ...(typeof time === "string" ? { time } : {}),
    fields: paths.map((path) => path.map(readStep).join(".").replaceAll(".[", "[")),
  }));
}

/** The same fields as the stack's own; undefined where nobody has taken any. */
export function takeBack(managed: readonly ManagedFields[], ours: string, spec: unknown): ManagedFields[] | undefined {
  const taken = findTaken(managed, ours, spec);
  const [first] = taken;
  if (first === undefined) return undefined;
  const own = managed.find((entry) => isOwn(entry, ours)) ?? { ...first.entry, manager: ours, operation: "Apply" };
  const fieldsV1 = structuredClone(managed.some((entry) => isOwn(entry, ours)) ? (own.fieldsV1 ?? {}) : {});
  const others = managed.flatMap((entry): ManagedFields[] => {
    if (isOwn(entry, ours)) return [];
    const paths = taken.find((one) => one.entry === entry)?.paths ?? [];
    const left = structuredClone(entry.fieldsV1 ?? {});
    for (const path of paths) move(left, fieldsV1, path);
    return paths.length > 0 && Object.keys(left).length === 0
      ? []
      : [paths.length > 0 ? { ...entry, fieldsV1: left } : entry];
  });
  return [...others, { ...own, fieldsV1 }];
}

interface Taken {
  entry: ManagedFields;
  /** Keys of `fieldsV1` from the outside. */
  paths: string[][];
}

function isOwn({ manager, operation, subresource }: ManagedFields, ours: string): boolean {
  return manager === ours && operation === "Apply" && subresource === undefined;
}

function findTaken(managed: readonly ManagedFields[], ours: string, spec: unknown): Taken[] {
  const own = managed.find((entry) => isOwn(entry, ours))?.fieldsV1?.["f:spec"];
  return managed.flatMap((entry) => {
    const theirs = entry.fieldsV1?.["f:spec"];
    if (isOwn(entry, ours) || entry.subresource !== undefined || theirs === undefined) return [];
    const paths = collect(theirs, own, spec).map((path) => ["f:spec", ...path]);
    return paths.length === 0 ? [] : [{ entry, paths }];
  });
}

function collect(theirs: FieldSet, own: FieldSet | undefined, value: unknown): string[][] {
  if (value === undefined) return [];
  const inner = Object.keys(theirs).filter((key) => key !== ".");
  if (inner.length === 0) return own === undefined ? [[]] : [];
  return inner.flatMap((key) =>
    collect(theirs[key] ?? {}, own?.[key], findInner(value, key)).map((path) => [key, ...path]),
  );
}

/** The value that a key of `fieldsV1` is about: `f:<name>` of a map, `k:<JSON>` the item of a list with these values. */
function findInner(value: unknown, key: string): unknown {
  if (key.startsWith("f:")) return isMap(value) ? value[key.slice(2)] : undefined;
  if (!key.startsWith("k:") || !Array.isArray(value)) return undefined;
  const wanted = Object.entries(JSON.parse(key.slice(2)) as Record<string, unknown>);
  return (value as unknown[]).find((item) => isMap(item) && wanted.every(([name, one]) => item[name] === one));
}

function readStep(key: string): string {
  return key.startsWith("f:") ? key.slice(2) : `[${key.slice(2)}]`;
}

function move(from: FieldSet, to: FieldSet, [key = "", ...rest]: readonly string[]): void {
  const inner = from[key] ?? {};
  if (rest.length === 0) to[key] = { ...to[key], ...inner };
  else move(inner, (to[key] ??= {}), rest);
  if (rest.length === 0 || Object.keys(inner).every((one) => one === ".")) delete from[key];
}

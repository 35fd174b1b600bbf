import { formatClosest } from "../../text/closest.js";
import { isMap } from "../../text/is-map.js";
import { formatSetting } from "../../findings/problem.js";
import { formatGiven } from "../../text/schema-problems.js";
import type { ValuePath } from "../../findings/place.js";
import { findScalarFault, findStringHint } from "./scalars.js";
import { findRefusedValues } from "./values.js";
import { hasSince, listChoices, listFields, type MeshField } from "./mesh-schema.js";

/** What is wrong with a value of the mesh configuration. */
export interface MeshConfigProblem {
  path: ValuePath;
  /** `refused`: istiod cannot read it, and drops all; `ignored`: it has no such key; `lost`: another key says the same and wins. */
  kind: "refused" | "ignored" | "lost";
  /** What is wrong, behind the value's name and `is`, or whole where it is about a key. */
  message: string;
  remedy?: string;
}

/** Which schema a value is held against. */
export interface MeshSchema {
  /** A message of it. */
  type: "MeshConfig" | "ProxyConfig";
  /** Minor of Istio, as in `1.31`. @default - all that is known of any is taken */
  minor?: string;
  /** How a path is written for people. @default formatSetting */
  formatPath?: (path: ValuePath) => string;
}

/**
 * All that istiod would not take of a mesh configuration, or take and not use. Source: `ApplyYAML` in Istio's pkg/util/protomarshal and the package
 * jsonpb of golang/protobuf, which reads each value by Go's own JSON.
 */
export function checkMeshConfig(
  value: unknown,
  { type, minor, formatPath = formatSetting }: MeshSchema,
): MeshConfigProblem[] {
  const walk: Walk = { path: [], problems: [], minor, formatPath };
  checkMessage(value, type, walk);
  for (const { path, value: given, wanted } of findRefusedValues(value, type))
    refuse({ ...walk, path: [...path] }, given, wanted);
  return walk.problems;
}

interface Walk extends Required<Pick<MeshSchema, "formatPath">>, Pick<MeshSchema, "minor"> {
  path: PropertyKey[];
  problems: MeshConfigProblem[];
}

function add({ path, problems }: Walk, problem: Omit<MeshConfigProblem, "path">, below: ValuePath = []): void {
  problems.push({ ...problem, path: [...path, ...below] });
}

function refuse(walk: Walk, value: unknown, wanted: string, remedy?: string): void {
  const message = `\`${walk.formatPath(walk.path)}\` is ${formatGiven(value)}; ${wanted}`;
  add(walk, { kind: "refused", message, ...(remedy === undefined ? {} : { remedy }) });
}

function enter(walk: Walk, key: PropertyKey, check: () => void): void {
  walk.path.push(key);
  check();
  walk.path.pop();
}

function checkMessage(value: unknown, type: string, walk: Walk): void {
  if (value === null || value === undefined) return;
  if (!isMap(value)) {
    refuse(walk, value, "it must be a map");
    return;
  }
  const fields = listFields(type) ?? [];
  const byKey = new Map(fields.flatMap((field) => [[field.protoName, field] as const, [field.name, field] as const]));
  for (const [key, inner] of Object.entries(value)) {
    const field = byKey.get(key);
    // Of two names of one field istiod does not even look at the second.
    if (field !== undefined && key !== field.name && Object.hasOwn(value, field.name)) continue;
    if (field === undefined || !hasSince(walk.minor, field.since)) reportUnknown(key, field, fields, walk);
    else enter(walk, key, () => { checkField(inner, field, walk); }); // prettier-ignore
  }
  checkLost(value, fields, walk);
}

function reportUnknown(key: string, later: MeshField | undefined, fields: readonly MeshField[], walk: Walk): void {
  const at = walk.formatPath(walk.path);
  const where = at === "" ? "" : ` in \`${at}\``;
  const known = fields.filter(({ since }) => hasSince(walk.minor, since)).map(({ name }) => name);
  const why =
    later === undefined
      ? formatClosest(key, known)
      : `; Istio has it from ${later.since ?? ""} on, and ${walk.minor ?? ""} is installed`;
  add(walk, { kind: "ignored", message: `unknown key "${key}"${where}${why}` }, [key]);
}

/** Of two names of one field, and of fields that exclude each other, istiod takes the one that it reads last, wherever it stands. */
function checkLost(value: Record<string, unknown>, fields: readonly MeshField[], walk: Walk): void {
  const isSet = (key: string) => Object.hasOwn(value, key) && value[key] !== null && value[key] !== undefined;
  const winners = new Map<string, string>();
  for (const { name, protoName, group } of [...fields].reverse()) {
    const [first, second] = [name, protoName].filter(isSet);
    if (first === undefined) continue;
    if (second !== undefined && second !== first) reportWinner(walk, second, first);
    if (group === undefined) continue;
    const winner = winners.get(group);
    if (winner === undefined) winners.set(group, first);
    else reportWinner(walk, first, winner);
  }
}

function reportWinner(walk: Walk, lost: string, winner: string): void {
  const name = (key: string) => walk.formatPath([...walk.path, key]);
  add(walk, { kind: "lost", message: `\`${name(lost)}\` is not used, for \`${name(winner)}\` takes its place` }, [
    lost,
  ]);
}

function checkField(value: unknown, field: MeshField, walk: Walk): void {
  if (value === null || value === undefined) return;
  if (field.shape === "single") checkValue(value, field.type, walk);
  else if (field.shape === "list") {
    if (!Array.isArray(value)) return refuse(walk, value, "it must be a list");
    value.forEach((inner, index) => enter(walk, index, () => { checkValue(inner, field.type, walk); })); // prettier-ignore
  } else {
    if (!isMap(value)) return refuse(walk, value, "it must be a map");
    for (const [key, inner] of Object.entries(value)) enter(walk, key, () => { checkValue(inner, field.type, walk); }); // prettier-ignore
  }
}

function checkValue(value: unknown, type: string, walk: Walk): void {
  // An empty value stands for the type's own zero, in lists and maps too.
  if (value === null || value === undefined) return;
  if (listFields(type) !== undefined) checkMessage(value, type, walk);
  else if (listChoices(type) !== undefined) checkChoice(value, type, walk);
  else {
    const wanted = findScalarFault(value, type);
    if (wanted !== undefined) refuse(walk, value, `it must be ${wanted}`, findStringHint(value, type));
  }
}

/** Istiod takes a choice by its number, too. */
function checkChoice(value: unknown, type: string, walk: Walk): void {
  if (typeof value === "number" && findScalarFault(value, "int32") === undefined) return;
  const all = listChoices(type) ?? [];
  const allowed = all.filter(({ since }) => hasSince(walk.minor, since)).map(({ name }) => name);
  if (typeof value === "string" && allowed.includes(value)) return;
  const later = all.find(({ name }) => name === value);
  const why =
    later !== undefined
      ? `; Istio has it from ${later.since ?? ""} on, and ${walk.minor ?? ""} is installed`
      : typeof value === "string"
        ? formatClosest(value, allowed)
        : "";
  refuse(walk, value, `allowed are ${allowed.join(", ")}${why}`);
}

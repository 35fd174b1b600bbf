import { formatClosest } from "../../text/closest.js";
import { isMap } from "../../text/is-map.js";
import { Collector } from "../../findings/collector.js";
import { createProblem, createSettingProblem, formatSetting, type Problem } from "../../findings/problem.js";
import { formatGiven } from "../../text/schema-problems.js";
import type { ValuePath } from "../../findings/place.js";
import { findScalarFault, findStringHint } from "./scalars.js";
import { findRefusedValues } from "./values.js";
import { hasSince, listChoices, listFields, type MeshField } from "./mesh-schema.js";

/** Which schema a value is held against. */
export interface MeshSchema {
  /** A message of it. */
  type: "MeshConfig" | "ProxyConfig";
  /** Minor of Istio, as in `1.31`. @default - all that is known of any is taken */
  minor?: string;
  /** Where the value is in what is judged. @default - it is all of that */
  at?: ValuePath;
}

/** istiod cannot read it, and drops all; it has no such key; another key says the same and wins. */
type MeshConfigCode = "MESH0150" | "MESH0151" | "MESH0152";

/** What happens, behind what to do: of one wrong value nobody expects it. */
const drops = "istiod would drop all of the mesh configuration";

/**
 * All that istiod would not take of a mesh configuration, or take and not use. Source: `ApplyYAML` in Istio's pkg/util/protomarshal and the package
 * jsonpb of golang/protobuf, which reads each value by Go's own JSON.
 */
export function findMessageProblems(value: unknown, { type, minor, at = [] }: MeshSchema): readonly Problem[] {
  const walk: Walk = { path: [...at], found: new Collector(), minor };
  checkMessage(value, type, walk);
  for (const { path, value: given, wanted } of findRefusedValues(value, type))
    refuse({ ...walk, path: [...at, ...path] }, given, wanted);
  return walk.found.items;
}

interface Walk extends Pick<MeshSchema, "minor"> {
  path: PropertyKey[];
  found: Collector<Problem>;
}

function refuse({ path, found }: Walk, value: unknown, wanted: string, remedy?: string): void {
  const whole = remedy === undefined ? undefined : `${remedy}: ${drops}`;
  const message =
    path.length === 0
      ? `the mesh configuration is ${formatGiven(value)}; ${wanted}`
      : `is ${formatGiven(value)}; ${wanted}`;
  found.add((path.length === 0 ? createProblem : createSettingProblem)([...path], "MESH0150", message, whole));
}

function add({ path, found }: Walk, code: MeshConfigCode, key: string, message: string): void {
  found.add(createSettingProblem([...path, key], code, message));
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
  const known = fields.filter(({ since }) => hasSince(walk.minor, since)).map(({ name }) => name);
  const why =
    later === undefined
      ? formatClosest(key, known)
      : `; Istio has it from ${later.since ?? ""} on, and ${walk.minor ?? ""} is installed`;
  add(walk, "MESH0151", key, `is not a known key${why}`);
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
  add(walk, "MESH0152", lost, `is not used, because \`${formatSetting([...walk.path, winner])}\` takes its place`);
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

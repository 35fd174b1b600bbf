import { meshChoices, meshMessages, meshSchemaMinors } from "./mesh-schema-data.js";

/** A field of a message of the mesh configuration. */
export interface MeshField {
  /** As people write it, `proxyListenPort`. */
  name: string;
  /** As the protocol calls it, `proxy_listen_port`, which istiod takes too. */
  protoName: string;
  /** A message, a closed list, or a type of values: `string`, `bool`, `int32`, `duration`, `struct` … */
  type: string;
  shape: "single" | "list" | "map";
  /** The fields of one group exclude each other. */
  group?: string;
  /** The first minor of Istio that has it; undefined where all known ones do. */
  since?: string;
}

/** A value of a closed list. */
export interface MeshChoice {
  name: string;
  since?: string;
}

const fields = new Map<string, readonly MeshField[]>();
const choices = new Map<string, readonly MeshChoice[]>();

/** The fields of a message, in the order in which istiod reads them; undefined where the type is none. */
export function listFields(type: string): readonly MeshField[] | undefined {
  return readTable(meshMessages, fields, type, readField);
}

/** The values of a closed list; undefined where the type is none. */
export function listChoices(type: string): readonly MeshChoice[] | undefined {
  return readTable(meshChoices, choices, type, (entry) => splitSince(entry));
}

/** Whether a minor of Istio has what is there since another one; one that is not known has everything. */
export function hasSince(minor: string | undefined, since: string | undefined): boolean {
  if (minor === undefined || since === undefined || !meshSchemaMinors.includes(minor)) return true;
  return meshSchemaMinors.indexOf(since) <= meshSchemaMinors.indexOf(minor);
}

function readTable<T>(
  table: Readonly<Record<string, string>>,
  known: Map<string, readonly T[]>,
  type: string,
  read: (entry: string) => T,
): readonly T[] | undefined {
  const text = Object.hasOwn(table, type) ? table[type] : undefined;
  if (text === undefined) return undefined;
  const before = known.get(type);
  if (before !== undefined) return before;
  const entries = text === "" ? [] : text.split(" ").map(read);
  known.set(type, entries);
  return entries;
}

function splitSince(entry: string): { name: string; since?: string } {
  const [name = "", since] = entry.split("@");
  return since === undefined ? { name } : { name, since };
}

function readField(entry: string): MeshField {
  const { name: described, ...since } = splitSince(entry);
  const [protoName = "", rest = ""] = described.split(":");
  const [whole = "", group] = rest.split("|");
  const shape = whole.endsWith("[]") ? "list" : whole.endsWith("{}") ? "map" : "single";
  const type = shape === "single" ? whole : whole.slice(0, -2);
  const name = protoName.replaceAll(/_(.?)/g, (_, letter: string) => letter.toUpperCase());
  return { name, protoName, type, shape, ...(group === undefined ? {} : { group }), ...since };
}

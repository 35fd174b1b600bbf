import { formatClosest } from "../../text/closest.js";
import { Collector } from "../../findings/collector.js";
import type { Problem } from "../../findings/problem.js";
import { isMap } from "../../text/is-map.js";
import type { Manifest } from "../../kubernetes/manifest.js";
import { toMap, toMaps, toText } from "../../text/read.js";
import { findUnreadRules } from "./cel.js";
import { compileSchema } from "./check.js";
import type { StructuralSchema } from "./json-schema.js";
import { findMetadataProblems } from "./metadata.js";
import { readStructuralSchema } from "./read-schema.js";
import { createValueProblem, type Walk } from "./walk.js";

/** What the definition of a kind says in one of its versions. */
export interface VersionSchema {
  findProblems: (manifest: Manifest) => Problem[];
  /** Rules that cannot be read here, each with the reason. */
  unreadRules: readonly string[];
}

/** The schema for an object; undefined where nobody defines its kind. */
export type FindSchema = (manifest: Manifest) => VersionSchema | undefined;

/** The schemas of a definition's versions, each made when an object of it is met. */
type Definition = (version: string) => VersionSchema;

const made = new WeakMap<Manifest, Definition>();

/** Reads CustomResourceDefinitions; of two of one kind the first counts. */
export function createDefinitions(definitions: readonly Manifest[]): FindSchema {
  const byKind = new Map<string, Definition>();
  for (const definition of definitions) {
    const { group, names } = toMap(definition.spec);
    const key = `${toText(group)}/${toText(toMap(names).kind)}`;
    if (byKind.has(key)) continue;
    const known = made.get(definition) ?? readDefinition(definition);
    made.set(definition, known);
    byKind.set(key, known);
  }
  return ({ apiVersion, kind }) => {
    const [group = "", version = ""] = apiVersion.split("/");
    return byKind.get(`${group}/${kind}`)?.(version);
  };
}

function readDefinition(definition: Manifest): Definition {
  const versions = toMaps(toMap(definition.spec).versions).filter(({ served }) => served !== false);
  const names = versions.map(({ name }) => toText(name));
  const known = new Map<string, VersionSchema>();
  return (wanted) => {
    const version = versions.find(({ name }) => name === wanted);
    const schema = known.get(wanted) ?? (version === undefined ? refuseVersion(wanted, names) : readVersion(version));
    if (version !== undefined) known.set(wanted, schema);
    return schema;
  };
}

function refuseVersion(wanted: string, names: readonly string[]): VersionSchema {
  return {
    unreadRules: [],
    findProblems: ({ apiVersion, kind }) => {
      const known = `${kind} has ${names.join(", ")}${formatClosest(wanted, names)}`;
      const message = `is "${apiVersion}", and its definition has no version ${wanted}; ${known}`;
      return [createValueProblem(["apiVersion"], message)];
    },
  };
}

function readVersion(version: Record<string, unknown>): VersionSchema {
  const schema = readSchema(version);
  const check = compileSchema(schema);
  return {
    unreadRules: findUnreadRules(schema),
    findProblems: (manifest) => {
      const walk: Walk = { path: [], found: new Collector() };
      check(manifest, walk);
      return [...walk.found.items, ...findMetadataProblems(manifest.metadata)];
    },
  };
}

/** With what every object has; its metadata is looked at apart, and a status that is set apart is not taken from whoever creates it. */
function readSchema({ schema, subresources }: Record<string, unknown>): StructuralSchema {
  const root = readStructuralSchema(toMap(toMap(schema).openAPIV3Schema));
  const free: StructuralSchema = { "x-kubernetes-preserve-unknown-fields": true };
  const text: StructuralSchema = { type: "string" };
  const isStatusApart = isMap(toMap(subresources).status);
  const properties = { ...root.properties, ...(isStatusApart && root.properties?.status ? { status: free } : {}) };
  return { type: "object", ...root, properties: { ...properties, apiVersion: text, kind: text, metadata: free } };
}

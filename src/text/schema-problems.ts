import { z } from "zod";
import { formatClosest } from "./closest.js";
import { createFinding, type Code } from "../codes/codes.js";
import type { Finding } from "../finding.js";

/** Where something stands in a file; lines and columns count from 1. */
export interface Place {
  file?: string;
  line?: number;
  column?: number;
}

/** `file:line`, as far as it is known. */
export function formatPlace({ file, line }: Place): string {
  return [file, line].filter((part) => part !== undefined).join(":");
}

/** Path of a value: keys and list positions. */
export type ValuePath = readonly PropertyKey[];

/** How the problems of one value are reported. */
export interface SchemaProblemOptions {
  code: Code;
  /** Where the value of a path stands; of the nearest one above it where it is missing. */
  locate: (path: ValuePath) => Place;
  /** How a path is written for people. @default keys joined by dots */
  formatPath?: (path: ValuePath) => string;
}

/** Everything that is wrong with a value: one finding a problem, each with what was given and what is allowed. */
export function findSchemaProblems(schema: z.ZodType, value: unknown, options: SchemaProblemOptions): Finding[] {
  const result = schema.safeParse(value);
  if (result.success) return [];
  const jsonSchema = computeJsonSchema(schema);
  const issues = result.error.issues.flatMap(enterUnion);
  return issues.flatMap((issue) => describeIssue(issue, { ...options, value, jsonSchema }));
}

// A file may hold thousands of documents; a schema of this package takes some milliseconds to write down.
const jsonSchemas = new WeakMap<z.ZodType, JsonSchema>();

function computeJsonSchema(schema: z.ZodType): JsonSchema {
  const known = jsonSchemas.get(schema) ?? z.toJSONSchema(schema, { unrepresentable: "any" });
  jsonSchemas.set(schema, known);
  return known;
}

/** Of a union of several types, the problems of the one member that has the value's type; zod itself says "Invalid input". */
function enterUnion(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union") return [issue];
  const isOfType = (problems: readonly z.core.$ZodIssue[]) =>
    problems.every(({ code, path }) => path.length > 0 || (code !== "invalid_type" && code !== "invalid_value"));
  const [meant, ...others] = issue.errors.filter(isOfType);
  if (meant === undefined || others.length > 0) return [issue];
  return meant.flatMap((inner) => enterUnion({ ...inner, path: [...issue.path, ...inner.path] }));
}

interface Context extends SchemaProblemOptions {
  value: unknown;
  jsonSchema: JsonSchema;
}

type JsonSchema = z.core.JSONSchema.BaseSchema;

function describeIssue(issue: z.core.$ZodIssue, context: Context): Finding[] {
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => describeUnknownKey(issue.path, key, context));
  const given = findValue(context.value, issue.path);
  const isRoot = issue.path.length === 0;
  const path = isRoot ? "the document" : (context.formatPath ?? formatPath)(issue.path);
  const what = given === undefined ? "missing" : isRoot && given === null ? "empty" : formatGiven(given);
  const message = `${path} is ${what}; ${describeAllowed(issue)}${describeSlip(issue, given)}`;
  return [problem(message, context, issue.path)];
}

function describeUnknownKey(path: ValuePath, key: string, context: Context): Finding {
  const known = findKnownKeys(context, path);
  const where = path.length === 0 ? "" : ` in ${(context.formatPath ?? formatPath)(path)}`;
  const allowed = known.length === 0 ? "" : `; known are ${known.join(", ")}`;
  return problem(`unknown key "${key}"${where}${formatClosest(key, known)}${allowed}`, context, [...path, key]);
}

function problem(message: string, context: Context, path: ValuePath): Finding {
  return { ...createFinding(context.code, message), ...context.locate(path) };
}

// What a person who writes YAML calls zod's types.
const typeNames: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a map",
  record: "a map",
};

function describeAllowed(issue: z.core.$ZodIssue): string {
  const choices = findChoices(issue);
  if (choices !== undefined) return `allowed are ${choices.join(", ")}`;
  if (issue.code === "invalid_type") return `it has to be ${typeNames[issue.expected] ?? issue.expected}`;
  if (issue.code === "too_small" && issue.origin === "array")
    return `it needs at least ${formatEntries(issue.minimum)}`;
  // A map's key that is not as it should be: what is wrong with it, rather than that it is wrong.
  if (issue.code === "invalid_key") return issue.issues[0]?.message ?? issue.message;
  return issue.message;
}

function formatEntries(count: number | bigint): string {
  return count === 1 ? "one entry" : `${count} entries`;
}

/** The closed list that a value is outside of: an enum's values, or the kinds that a union knows. */
function findChoices(issue: z.core.$ZodIssue): string[] | undefined {
  if (issue.code === "invalid_value") return issue.values.map(String);
  const options = issue.code === "invalid_union" && "options" in issue ? issue.options : undefined;
  return Array.isArray(options) ? options.map(String) : undefined;
}

function describeSlip(issue: z.core.$ZodIssue, given: unknown): string {
  return typeof given === "string" ? formatClosest(given, findChoices(issue) ?? []) : "";
}

const longestGiven = 200;

/** A value as JSON; the beginning of it where it is long. */
export function formatGiven(given: unknown): string {
  const text = writeJson(given);
  return text.length > longestGiven ? `${text.slice(0, longestGiven)}…` : text;
}

/** What a program hands over need not be JSON: numbers without end, values that contain themselves. */
function writeJson(given: unknown): string {
  try {
    // Of a function it makes nothing.
    return JSON.stringify(given) ?? String(given);
  } catch {
    return String(given);
  }
}

function formatPath(path: ValuePath): string {
  return path.map(String).join(".");
}

function findValue(value: unknown, path: ValuePath): unknown {
  return path.reduce<any>((inner, key) => inner?.[key], value);
}

/** The keys of the map at a path; where a union stands on the way, those of the member that the value says it is. */
function findKnownKeys({ jsonSchema, value }: Context, path: ValuePath): string[] {
  const inner = path.reduce<any>(
    (outer, key, depth) => {
      const next = outer?.properties?.[key] ?? outer?.additionalProperties ?? outer?.items;
      return chooseMember(next, findValue(value, path.slice(0, depth + 1)));
    },
    chooseMember(jsonSchema, value),
  ) as JsonSchema | undefined;
  return Object.keys(inner?.properties ?? {});
}

function chooseMember(schema: JsonSchema | undefined, value: unknown): unknown {
  const members = schema?.oneOf ?? schema?.anyOf?.filter(({ type }) => type === "object");
  if (members === undefined) return schema;
  return members.find(({ properties = {} }) =>
    Object.entries(properties).every(
      ([key, property]) =>
        typeof property === "boolean" || property.const === undefined || property.const === findValue(value, [key]),
    ),
  );
}

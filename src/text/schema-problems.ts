import { z } from "zod";
import { describeUnknownKey, formatClosest } from "./closest.js";
import { isMap } from "./is-map.js";
import type { Code } from "../findings/codes.js";
import { createProblem, createSettingProblem, type Problem } from "../findings/problem.js";
import type { Place, ValuePath } from "../findings/place.js";
import { describeAllowed, findChoices, type JsonSchema } from "./schema-issues.js";

/** `file:line`, as far as it is known. */
export function formatPlace({ file, line }: Place): string {
  return [file, line].filter((part) => part !== undefined).join(":");
}

/** How the problems of one value are reported. */
export interface SchemaProblemOptions {
  code: Code;
  /** How a boolean or a number is reported that quotes would make right. @default - as any other value */
  quotes?: QuoteOptions;
}

/** What is said of a value that lacks quotes. */
export interface QuoteOptions {
  code: Code;
  /** The scalar at a path as the text has it. @default - as it is written as JSON */
  readWord?: (path: ValuePath) => string | undefined;
}

/** Everything that is wrong with a value, each with what was given and what is allowed. */
export function findSchemaProblems(schema: z.ZodType, value: unknown, options: SchemaProblemOptions): Problem[] {
  const result = schema.safeParse(value);
  if (result.success) return [];
  const jsonSchema = computeJsonSchema(schema);
  const issues = result.error.issues.flatMap(enterUnion);
  const unquoted = options.quotes === undefined ? undefined : findUnquoted(schema, value, issues);
  return issues.flatMap((issue) => describeIssue(issue, { ...options, unquoted, value, jsonSchema }));
}

// A file may hold thousands of documents; a schema of this package takes some milliseconds to write down.
const jsonSchemas = new WeakMap<z.ZodType, JsonSchema>();

function computeJsonSchema(schema: z.ZodType): JsonSchema {
  const known = jsonSchemas.get(schema) ?? z.toJSONSchema(schema, { unrepresentable: "any" });
  jsonSchemas.set(schema, known);
  return known;
}

/** Of a union of several types, the problems of the one member that has the value's type; zod itself says "Invalid input". */
export function enterUnion(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union") return [issue];
  const isOfType = (problems: readonly z.core.$ZodIssue[]) =>
    problems.every(({ code, path }) => path.length > 0 || (code !== "invalid_type" && code !== "invalid_value"));
  const [meant, ...others] = issue.errors.filter(isOfType);
  if (meant === undefined || others.length > 0) return [issue];
  return meant.flatMap((inner) => enterUnion({ ...inner, path: [...issue.path, ...inner.path] }));
}

interface Context extends SchemaProblemOptions {
  /** Booleans and numbers that would be right as strings. */
  unquoted: ReadonlySet<z.core.$ZodIssue> | undefined;
  value: unknown;
  jsonSchema: JsonSchema;
}

function describeIssue(issue: z.core.$ZodIssue, context: Context): Problem[] {
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => describeKey(issue.path, key, context));
  const given = findValue(context.value, issue.path);
  const isRoot = issue.path.length === 0;
  const create = isRoot ? createProblem : createSettingProblem;
  const what = given === undefined ? "missing" : isRoot && given === null ? "empty" : formatGiven(given);
  const message = `${isRoot ? "the document is" : "is"} ${what}; ${describeAllowed(issue, given, () => findSchema(context, issue.path))}${describeSlip(issue, given)}`;
  const { quotes, unquoted } = context;
  if (quotes === undefined || unquoted?.has(issue) !== true) return [create(issue.path, context.code, message)];
  const word = quotes.readWord?.(issue.path) ?? String(given);
  return [create(issue.path, quotes.code, message, `put it in quotes: ${JSON.stringify(word)}`)];
}

type Issues = readonly z.core.$ZodIssue[];

/** Those whose value is a boolean or a number, and right once it is a string: all are tried at once, for there may be thousands. */
function findUnquoted(schema: z.ZodType, value: unknown, issues: Issues): ReadonlySet<z.core.$ZodIssue> {
  const tried = issues.filter(({ code, path }) => {
    const type = typeof findValue(value, path);
    return code === "invalid_type" && path.length > 0 && (type === "boolean" || type === "number");
  });
  if (tried.length === 0) return new Set();
  const changed: Changes = new Map();
  for (const { path } of tried) addChange(changed, path);
  const { error } = schema.safeParse(quoteAll(value, changed));
  const wrong = new Set(error?.issues.flatMap(enterUnion).map(({ path }) => path.join("\0")));
  return new Set(tried.filter(({ path }) => !wrong.has(path.join("\0"))));
}

/** What is to be a string, by its keys; empty where it is the value itself. */
type Changes = Map<PropertyKey, Changes>;

function addChange(changes: Changes, [key = "", ...rest]: ValuePath): void {
  const inner: Changes = changes.get(key) ?? new Map();
  changes.set(key, inner);
  if (rest.length > 0) addChange(inner, rest);
}

function quoteAll(value: unknown, changes: Changes): unknown {
  if (changes.size === 0) return String(value);
  if (Array.isArray(value)) return value.map((one, index) => quoteWhere(one, changes.get(index)));
  return Object.fromEntries(
    Object.entries(value as object).map(([key, one]) => [key, quoteWhere(one, changes.get(key))]),
  );
}

function quoteWhere(value: unknown, changes: Changes | undefined): unknown {
  return changes === undefined ? value : quoteAll(value, changes);
}

function describeKey(path: ValuePath, key: string, context: Context): Problem {
  const known = findKnownKeys(context, path);
  return createSettingProblem([...path, key], context.code, describeUnknownKey(key, known));
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

/** The value at a path; undefined if the path leads nowhere. */
export function findValue(value: unknown, path: ValuePath): unknown {
  return path.reduce<any>((inner, key) => inner?.[key], value);
}

function findKnownKeys(context: Context, path: ValuePath): string[] {
  return Object.keys(findSchema(context, path)?.properties ?? {});
}

/** The schema at a path; where a union stands on the way, the member that the value says it is. */
function findSchema({ jsonSchema, value }: Context, path: ValuePath): JsonSchema | undefined {
  return path.reduce<any>(
    (outer, key, depth) => {
      const next = outer?.properties?.[key] ?? outer?.additionalProperties ?? outer?.items;
      return chooseMember(next, findValue(value, path.slice(0, depth + 1)));
    },
    chooseMember(jsonSchema, value),
  ) as JsonSchema | undefined;
}

function chooseMember(schema: JsonSchema | undefined, given: unknown): unknown {
  const members = schema?.oneOf ?? schema?.anyOf?.filter(({ type }) => type === "object");
  if (members === undefined || (schema?.oneOf === undefined && !isMap(given))) return schema;
  return members.find(({ properties = {} }) =>
    Object.entries(properties).every(
      ([key, property]) =>
        typeof property === "boolean" || property.const === undefined || property.const === findValue(given, [key]),
    ),
  );
}

import { z } from "zod";
import { formatClosest } from "./closest.js";
import { createFinding, type Code } from "./codes.js";
import type { Finding } from "./finding.js";

/** Where something stands in a file; lines and columns count from 1. */
export interface Place {
  file?: string;
  line?: number;
  column?: number;
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
  const jsonSchema = z.toJSONSchema(schema, { unrepresentable: "any" });
  return result.error.issues.flatMap((issue) => describeIssue(issue, { ...options, value, jsonSchema }));
}

interface Context extends SchemaProblemOptions {
  value: unknown;
  jsonSchema: JsonSchema;
}

type JsonSchema = z.core.JSONSchema.BaseSchema;

function describeIssue(issue: z.core.$ZodIssue, context: Context): Finding[] {
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => describeUnknownKey(issue.path, key, context));
  const given = findValue(context.value, issue.path);
  const path = (context.formatPath ?? formatPath)(issue.path);
  const message =
    given === undefined
      ? `${path} is missing; ${describeAllowed(issue)}`
      : `${path} is ${JSON.stringify(given)}; ${describeAllowed(issue)}${describeSlip(issue, given)}`;
  return [problem(message, context, issue.path)];
}

function describeUnknownKey(path: ValuePath, key: string, context: Context): Finding {
  const known = findKnownKeys(context.jsonSchema, path);
  const where = path.length === 0 ? "" : ` in ${(context.formatPath ?? formatPath)(path)}`;
  const allowed = known.length === 0 ? "" : `; known are ${known.join(", ")}`;
  return problem(`unknown key "${key}"${where}${formatClosest(key, known)}${allowed}`, context, [...path, key]);
}

function problem(message: string, context: Context, path: ValuePath): Finding {
  return { ...createFinding(context.code, message), ...context.locate(path) };
}

function describeAllowed(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_value") return `allowed are ${issue.values.map(String).join(", ")}`;
  if (issue.code === "invalid_type") return `it has to be of type ${issue.expected}`;
  return issue.message;
}

function describeSlip(issue: z.core.$ZodIssue, given: unknown): string {
  if (issue.code !== "invalid_value" || typeof given !== "string") return "";
  return formatClosest(given, issue.values.map(String));
}

function formatPath(path: ValuePath): string {
  return path.map(String).join(".");
}

function findValue(value: unknown, path: ValuePath): unknown {
  return path.reduce<any>((inner, key) => inner?.[key], value);
}

function findKnownKeys(schema: JsonSchema, path: ValuePath): string[] {
  const inner = path.reduce<any>(
    (outer, key) => outer?.properties?.[key] ?? outer?.additionalProperties ?? outer?.items,
    schema,
  ) as JsonSchema | undefined;
  return Object.keys(inner?.properties ?? {});
}

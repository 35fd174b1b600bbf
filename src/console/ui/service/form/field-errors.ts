import type { ErrorSchema } from "@rjsf/utils";
import type { Finding } from "../../../../findings/finding.js";
import { isNamedText, type Schema } from "./form-schema.js";

/** Findings of one kind's value as the form's library takes them: each on the deepest of its fields that the form shows. */
export function toErrorSchema(findings: readonly Finding[], kind: string, schema: Schema): ErrorSchema {
  const root: ErrorSchema = {};
  for (const finding of findings) {
    if (finding.path?.[0] !== kind) continue;
    const path = findShown(schema, finding.path.slice(1).map(String));
    let at = root as Record<string, unknown>;
    for (const key of path) at = (at[key] ??= {}) as Record<string, unknown>;
    const errors = (at.__errors ??= []) as string[];
    errors.push(formatError(finding));
  }
  return root;
}

/** Level, code and what to do, as one line. */
function formatError({ level, code, message, remedy }: Finding): string {
  return `${level} ${code}: ${message}${remedy === undefined ? "" : ` → ${remedy}`}`;
}

/** As much of a path as the form has fields for: an unknown key is the matter of the object that has it. */
function findShown(schema: Schema, path: readonly string[]): string[] {
  const [key, ...rest] = path;
  if (key === undefined || isNamedText(schema)) return [];
  const inner = findInner(schema, key);
  return inner === undefined ? [] : [key, ...findShown(inner, rest)];
}

function findInner(schema: Schema, key: string): Schema | undefined {
  const { properties = {}, items, additionalProperties, anyOf = [] } = schema;
  const own = properties[key] ?? (typeof items === "object" && !Array.isArray(items) ? items : additionalProperties);
  if (typeof own === "object") return own;
  for (const member of anyOf) {
    const found = typeof member === "object" ? findInner(member, key) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

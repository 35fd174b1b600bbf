import type { z } from "zod";

/** What a schema of this package is written down as. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

// What a person who writes YAML calls zod's and JSON Schema's types.
const typeNames: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  int: "an integer",
  integer: "an integer",
  boolean: "true or false",
  array: "a list",
  object: "a map",
  record: "a map",
};

/** What is allowed in the place of a value that zod refuses: in words of this package, none of which are zod's. */
export function describeAllowed(
  issue: z.core.$ZodIssue,
  given: unknown,
  findSchema: () => JsonSchema | undefined,
): string {
  if (isOwn(issue)) return issue.message;
  const choices = findChoices(issue);
  if (choices !== undefined) return `allowed are ${choices.join(", ")}`;
  const { code } = issue;
  if (code === "invalid_type") {
    return `it must be ${typeNames[issue.expected] ?? issue.expected}${formatForm(given, findSchema())}`;
  }
  if (code === "unrecognized_keys") return `unknown key ${issue.keys.map((key) => `"${key}"`).join(", ")}`;
  if (code === "too_small") return describeLeast(issue);
  if (code === "too_big") return describeMost(issue);
  if (code === "not_multiple_of") return `it must be a multiple of ${issue.divisor}`;
  if (code === "invalid_format")
    return `it must ${issue.pattern === undefined ? `be of format ${issue.format}` : `match ${issue.pattern}`}`;
  // A map's key that is not as it should be: what is wrong with it, rather than that it is wrong.
  const inner = code === "invalid_key" ? issue.issues[0] : undefined;
  return inner === undefined ? describeMembers(findSchema()) : describeAllowed(inner, given, () => undefined);
}

/** The closed list that a value is outside of: an enum's values, or the kinds that a union knows. */
export function findChoices(issue: z.core.$ZodIssue): string[] | undefined {
  if (issue.code === "invalid_value") return issue.values.map(String);
  const options = issue.code === "invalid_union" && "options" in issue ? issue.options : undefined;
  return Array.isArray(options) ? options.map(String) : undefined;
}

/** Whether a schema says it in its own words. */
function isOwn({ message }: z.core.$ZodIssue): boolean {
  return !/^(Invalid |Too small: |Too big: |Unrecognized )/.test(message);
}

function describeLeast({ origin, minimum, inclusive = true }: z.core.$ZodIssueTooSmall): string {
  if (origin === "string") return minimum === 1 ? "it must not be empty" : `it needs at least ${minimum} characters`;
  if (origin === "number" || origin === "int") return `it must be ${inclusive ? "at least" : "more than"} ${minimum}`;
  return `it needs at least ${formatEntries(minimum)}`;
}

function describeMost({ origin, maximum, inclusive = true }: z.core.$ZodIssueTooBig): string {
  if (origin === "string") return `it may have at most ${maximum} characters`;
  if (origin === "number" || origin === "int") return `it must be ${inclusive ? "at most" : "less than"} ${maximum}`;
  return `it may have at most ${formatEntries(maximum)}`;
}

function formatEntries(count: number | bigint): string {
  return count === 1 ? "one entry" : `${count} entries`;
}

/** The types of a union's members. */
function describeMembers(schema: JsonSchema | undefined): string {
  const types = (schema?.anyOf ?? []).map(({ type }) => typeNames[String(type)]);
  const known = [...new Set(types.filter((type) => type !== undefined))];
  return known.length === 0 ? "that is not allowed here" : `it must be ${known.join(" or ")}`;
}

/** Of a map the field that may have what stands in its place: `STRICT` -> `{ mode: STRICT }`. */
function formatForm(given: unknown, schema: JsonSchema | undefined): string {
  if (typeof given !== "string" && typeof given !== "number") return "";
  const found = Object.entries(schema?.properties ?? {}).find(
    ([, property]) => typeof property !== "boolean" && takes(property, given),
  );
  return found === undefined
    ? ""
    : `, as in { ${found[0]}: ${/^[\w./-]+$/.test(String(given)) ? given : JSON.stringify(given)} }`;
}

function takes({ type, enum: values, pattern }: JsonSchema, given: string | number): boolean {
  if (values !== undefined) return values.includes(given);
  if (typeof given === "number") return type === "integer" || type === "number";
  return type === "string" && (pattern === undefined || new RegExp(pattern).test(given));
}

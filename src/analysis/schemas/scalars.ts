import { isIPv4, isIPv6 } from "node:net";
import { formatClosest } from "../../text/closest.js";
import { compileRe2 } from "../../text/re2.js";
import { formatGiven } from "../../text/schema-problems.js";
import type { StructuralSchema } from "./json-schema.js";

/** Says what a value must be; undefined where it is that. */
export type Requirement = (value: unknown) => string | undefined;

/** What a type is called, and how it is told. */
const types: Readonly<Record<string, { name: string; has: (value: unknown) => boolean }>> = {
  string: { name: "a string", has: (value) => typeof value === "string" },
  boolean: { name: "true or false", has: (value) => typeof value === "boolean" },
  number: { name: "a number", has: (value) => typeof value === "number" },
  integer: { name: "an integer", has: (value) => Number.isInteger(value) },
  array: { name: "a list", has: Array.isArray },
  object: { name: "a map", has: (value) => typeof value === "object" && value !== null && !Array.isArray(value) },
};

/** The type's own requirement; no other one is asked where it is not met. */
export function requireType(schema: StructuralSchema): Requirement {
  if (schema["x-kubernetes-int-or-string"] === true) {
    return (value) =>
      typeof value === "string" || Number.isInteger(value) ? undefined : "it must be an integer or a string";
  }
  const type = types[schema.type ?? ""];
  if (type === undefined) return () => undefined;
  return (value) => (type.has(value) ? undefined : `it must be ${type.name}`);
}

/** What else is asked of texts and numbers, and the closed lists. */
export function listRequirements(schema: StructuralSchema): Requirement[] {
  return [
    ...(schema.enum === undefined ? [] : [requireChoice(schema.enum)]),
    ...listTextRequirements(schema),
    ...listNumberRequirements(schema),
  ];
}

function requireChoice(choices: readonly unknown[]): Requirement {
  const allowed = new Set(choices);
  const words = choices.map((choice) => (typeof choice === "string" ? choice : formatGiven(choice)));
  return (value) =>
    allowed.has(value)
      ? undefined
      : `allowed are ${words.join(", ")}${typeof value === "string" ? formatClosest(value, words) : ""}`;
}

function listTextRequirements({ minLength, maxLength, pattern, format }: StructuralSchema): Requirement[] {
  const list: Requirement[] = [];
  const ask = (isMet: (text: string) => boolean, allowed: string) =>
    list.push((value) => (typeof value !== "string" || isMet(value) ? undefined : allowed));
  if (minLength !== undefined) ask((text) => countCharacters(text) >= minLength, `it must have ${minLength} or more characters`); // prettier-ignore
  if (maxLength !== undefined) ask((text) => countCharacters(text) <= maxLength, `it must have ${maxLength} or fewer characters`); // prettier-ignore
  const expression = pattern === undefined ? undefined : compileRe2(pattern);
  if (expression !== undefined) ask((text) => expression.test(text), `it must match ${pattern ?? ""}`);
  const known = Object.hasOwn(formats, format ?? "") ? formats[format ?? ""] : undefined;
  if (known !== undefined) ask(known.has, `it must be ${known.name}`);
  return list;
}

/** Formats that the API server looks at, as far as Istio's and the Gateway API's definitions use them. */
const formats: Readonly<Record<string, { name: string; has: (text: string) => boolean }>> = {
  byte: { name: "base64", has: (text) => /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text) },
  ipv4: { name: "an IPv4 address", has: isIPv4 },
  ipv6: { name: "an IPv6 address", has: isIPv6 },
  "date-time": {
    name: "a date with time, as 2026-01-31T12:00:00Z",
    has: (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i.test(text),
  },
};

/** Characters as Kubernetes counts them: code points. */
function countCharacters(text: string): number {
  let count = text.length;
  for (let index = 0; index < text.length; index++) if ((text.charCodeAt(index) & 0xfc00) === 0xd800) count--;
  return count;
}

const int32 = [-(2 ** 31), 2 ** 31 - 1] as const;

function listNumberRequirements(schema: StructuralSchema): Requirement[] {
  const { minimum, maximum, exclusiveMinimum = false, exclusiveMaximum = false, multipleOf, format } = schema;
  const list: Requirement[] = [];
  const ask = (isMet: (number: number) => boolean, allowed: string) =>
    list.push((value) => (typeof value !== "number" || isMet(value) ? undefined : allowed));
  const [least, most] = format === "int32" ? int32 : [];
  if (least !== undefined && most !== undefined) ask((value) => value >= least && value <= most, `it must be within ${least} and ${most}`); // prettier-ignore
  if (minimum !== undefined && exclusiveMinimum) ask((value) => value > minimum, `it must be more than ${minimum}`);
  else if (minimum !== undefined) ask((value) => value >= minimum, `it must be ${minimum} or more`);
  if (maximum !== undefined && exclusiveMaximum) ask((value) => value < maximum, `it must be less than ${maximum}`);
  else if (maximum !== undefined) ask((value) => value <= maximum, `it must be ${maximum} or less`);
  if (multipleOf !== undefined) ask((value) => Number.isInteger(value / multipleOf), `it must be a multiple of ${multipleOf}`); // prettier-ignore
  return list;
}

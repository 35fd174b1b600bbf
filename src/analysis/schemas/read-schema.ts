import { isMap } from "../../text/is-map.js";
import { toMap, toMaps, toTexts } from "../../text/read.js";
import type { StructuralSchema, ValidationRule } from "./json-schema.js";

/** A field's value as it is to be read; undefined where it is none. */
type Read = (value: unknown) => unknown;

const number: Read = (value) => (typeof value === "number" ? value : undefined);
const text: Read = (value) => (typeof value === "string" ? value : undefined);
const flag: Read = (value) => (typeof value === "boolean" ? value : undefined);
const list: Read = (value) => (Array.isArray(value) ? value : undefined);
const texts: Read = (value) => (Array.isArray(value) ? toTexts(value) : undefined);
const schema: Read = (value) => (isMap(value) ? readStructuralSchema(value) : undefined);
const schemas: Read = (value) => (Array.isArray(value) ? toMaps(value).map(readStructuralSchema) : undefined);

function oneOf(...allowed: readonly string[]): Read {
  return (value) => (allowed.includes(value as string) ? value : undefined);
}

const fields: Readonly<Record<keyof StructuralSchema, Read>> = {
  type: oneOf("object", "array", "string", "integer", "number", "boolean"),
  format: text,
  nullable: flag,
  default: (value) => value,
  enum: list,
  properties: (value) =>
    isMap(value)
      ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, readStructuralSchema(toMap(one))]))
      : undefined,
  additionalProperties: (value) => flag(value) ?? schema(value),
  required: texts,
  minProperties: number,
  maxProperties: number,
  items: schema,
  minItems: number,
  maxItems: number,
  uniqueItems: flag,
  minLength: number,
  maxLength: number,
  pattern: text,
  minimum: number,
  maximum: number,
  exclusiveMinimum: flag,
  exclusiveMaximum: flag,
  multipleOf: number,
  allOf: schemas,
  anyOf: schemas,
  oneOf: schemas,
  not: schema,
  "x-kubernetes-int-or-string": flag,
  "x-kubernetes-preserve-unknown-fields": flag,
  "x-kubernetes-embedded-resource": flag,
  "x-kubernetes-list-type": oneOf("atomic", "map", "set"),
  "x-kubernetes-list-map-keys": texts,
  "x-kubernetes-validations": (value) => toMaps(value).flatMap(readRule),
};

/** A schema as somebody wrote it: what is not of its field's type, for which the API server refuses a definition, asks for nothing. */
export function readStructuralSchema(given: Readonly<Record<string, unknown>>): StructuralSchema {
  const read: Record<string, unknown> = {};
  for (const [name, readField] of Object.entries(fields)) {
    const value = Object.hasOwn(given, name) ? readField(given[name]) : undefined;
    if (value !== undefined) read[name] = value;
  }
  return read;
}

function readRule({ rule, message, messageExpression, fieldPath }: Record<string, unknown>): ValidationRule[] {
  if (typeof rule !== "string") return [];
  const others = Object.entries({ message, messageExpression, fieldPath }).filter(
    ([, value]) => typeof value === "string",
  );
  return [{ rule, ...(Object.fromEntries(others) as Partial<ValidationRule>) }];
}

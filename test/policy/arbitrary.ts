import fc from "fast-check";

/** The part of JSON Schema that zod writes for policy documents. */
interface JsonSchema {
  type?: "object" | "array" | "boolean" | "integer" | "number" | "string";
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  minProperties?: number;
  maxProperties?: number;
  additionalProperties?: JsonSchema | boolean;
  propertyNames?: JsonSchema;
  items?: JsonSchema;
  minItems?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  minLength?: number;
  pattern?: string;
  examples?: unknown[];
}

/** What stands where the schema takes any text: nothing that a person would not write, but enough to meet odd characters. */
const texts = ["a", "x-user", "/reviews", "shop/ratings", "v1", "v2", "GET", "tester", "www.example.com", "10.0.0.0/8"];

/** Values that a schema allows; optional keys come and go. */
export function arbitraryOf(schema: JsonSchema, depth = 0): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const members = schema.anyOf ?? schema.oneOf;
  if (members !== undefined) return fc.oneof(...members.map((member) => arbitraryOf(member, depth)));
  switch (schema.type) {
    case "object":
      return arbitraryMap(schema, depth);
    case "array":
      return fc.array(arbitraryOf(schema.items ?? {}, depth + 1), { minLength: schema.minItems ?? 0, maxLength: 2 });
    case "boolean":
      return fc.boolean();
    case "integer":
    case "number":
      return arbitraryNumber(schema);
    case "string":
    case undefined:
      return arbitraryText(schema);
  }
}

function arbitraryMap(schema: JsonSchema, depth: number): fc.Arbitrary<unknown> {
  if (schema.properties === undefined) {
    const value = typeof schema.additionalProperties === "object" ? schema.additionalProperties : {};
    return fc.dictionary(
      arbitraryText(schema.propertyNames ?? {}) as fc.Arbitrary<string>,
      arbitraryOf(value, depth + 1),
      {
        minKeys: 1,
        maxKeys: 2,
      },
    );
  }
  const entries = Object.entries(schema.properties);
  const requiredKeys = schema.required ?? [];
  const always = entries.filter(([key]) => requiredKeys.includes(key));
  const sometimes = entries.filter(([key]) => !requiredKeys.includes(key));
  const pick = (list: typeof entries) =>
    fc.record(Object.fromEntries(list.map(([key, inner]) => [key, arbitraryOf(inner, depth + 1)])));
  // A document with everything in it contradicts itself somewhere; a few keys at a time do not.
  return fc
    .subarray(sometimes, {
      minLength: schema.minProperties ?? 0,
      maxLength: Math.min(sometimes.length, schema.maxProperties ?? (depth === 0 ? 4 : 3)),
    })
    .chain((chosen) => pick([...always, ...chosen]));
}

function arbitraryNumber({ type, minimum, exclusiveMinimum, maximum }: JsonSchema): fc.Arbitrary<number> {
  const least = minimum ?? (exclusiveMinimum === undefined ? 0 : exclusiveMinimum + (type === "integer" ? 1 : 0.01));
  const most = Math.min(maximum ?? 1000, Math.max(least, 100_000));
  return type === "integer"
    ? fc.integer({ min: Math.max(least, -1000), max: most })
    : fc.double({ min: least, max: most, noNaN: true }).map((value) => Math.max(least, Math.round(value * 100) / 100));
}

function arbitraryText({ pattern, examples, minLength }: JsonSchema): fc.Arbitrary<unknown> {
  if (examples !== undefined && examples.length > 0) return fc.constantFrom(...examples);
  if (pattern !== undefined)
    return fc.stringMatching(new RegExp(pattern), { size: "-1" }).filter((text) => text.length < 40);
  return fc.constantFrom(...texts.filter((text) => text.length >= (minLength ?? 0)));
}

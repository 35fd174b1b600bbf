// Does not prove that the API server judges so: the live test with generated objects does for Istio's definitions.
import { expect, it } from "vitest";
import { Collector } from "../../../src/findings/collector.js";
import { describeProblem } from "../../../src/findings/problem.js";
import { compileSchema } from "../../../src/analysis/schemas/check.js";
import type { StructuralSchema } from "../../../src/analysis/schemas/json-schema.js";
import type { Walk } from "../../../src/analysis/schemas/walk.js";

function findMessages(schema: StructuralSchema, value: unknown): string[] {
  const walk: Walk = { path: [], found: new Collector() };
  compileSchema(schema)(value, walk);
  return walk.found.items.map(describeProblem);
}

/** The one message for a value of a field `a`. */
const find = (schema: StructuralSchema, a: unknown) =>
  findMessages({ type: "object", properties: { a: schema } }, { a });

it.each<[StructuralSchema, unknown, string]>([
  [{ type: "integer", minimum: 2, maximum: 3 }, 1, "`a` is 1; it must be 2 or more"],
  [{ type: "integer", maximum: 3 }, 4, "`a` is 4; it must be 3 or less"],
  [{ type: "number", minimum: 0, exclusiveMinimum: true }, 0, "`a` is 0; it must be more than 0"],
  [{ type: "number", maximum: 1, exclusiveMaximum: true }, 1, "`a` is 1; it must be less than 1"],
  [{ type: "number", multipleOf: 5 }, 7, "`a` is 7; it must be a multiple of 5"],
  [{ type: "integer", format: "int32" }, 2 ** 31, "`a` is 2147483648; it must be within -2147483648 and 2147483647"],
  [{ type: "string", minLength: 1 }, "", '`a` is ""; it must have 1 or more characters'],
  [{ type: "string", maxLength: 1 }, "😀😀", '`a` is "😀😀"; it must have 1 or fewer characters'],
  [{ type: "string", format: "byte" }, "!", '`a` is "!"; it must be base64'],
  [{ type: "boolean" }, "true", '`a` is "true"; it must be true or false'],
  [{ type: "array", minItems: 1 }, [], "`a` has 0 entries; 1 or more must be there"],
  [{ type: "array", items: { type: "string" } }, [null], "`a[0]` is null; it must be a string"],
  [
    { type: "array", items: { type: "string" }, "x-kubernetes-list-type": "set" },
    ["x", "x"],
    "`a[1]` is a second one of that value",
  ],
  [{ type: "object", minProperties: 1, additionalProperties: true }, {}, "`a` has 0 keys; 1 or more must be there"],
  [
    { type: "object", anyOf: [{ required: ["b"] }, { required: ["c"] }], additionalProperties: true },
    { d: 1 },
    "`a` has none of b, c; one of them must be set",
  ],
  [{ type: "string", not: { enum: ["x"] } }, "x", "`a` has none of the forms that its schema allows"],
  [{ type: "string", allOf: [{ enum: ["x"] }] }, "y", "`a` has none of the forms that its schema allows"],
])("%j refuses %j", (schema, value, message) => {
  expect(find(schema, value)).toEqual([message]);
});

it.each<[StructuralSchema, unknown]>([
  [{ type: "string" }, null],
  [{ type: "string", nullable: true, minLength: 1 }, null],
  [{ type: "integer" }, 1.0],
  [{ "x-kubernetes-int-or-string": true }, "1"],
  [{ type: "string", maxLength: 1 }, "😀"],
  [{ type: "array", items: { type: "string" }, "x-kubernetes-list-type": "set" }, ["x", "y"]],
  [
    { type: "object", "x-kubernetes-preserve-unknown-fields": true },
    { b: null, c: 1 },
  ],
  [{}, { b: [1] }],
])("%j takes %j", (schema, value) => {
  expect(find(schema, value)).toEqual([]);
});

it("asks nothing for a format that only an object of the language has", () => {
  expect(find({ type: "string", format: "constructor" }, "x")).toEqual([]);
});

it("does not know keys of a map without fields", () => {
  expect(find({ type: "object", properties: { b: {} } }, { c: 1 })).toEqual(["`a.c` is not a known key; known are b"]);
});

it("takes a required field that is null for missing, and one with a default for given", () => {
  const schema = { type: "object", required: ["b"], properties: { b: { type: "string" } } } as const;
  expect(find(schema, { b: null })).toEqual(["`a.b` is missing; it must be a string"]);
  expect(find({ ...schema, properties: { b: { type: "string", default: "c" } } }, { b: null })).toEqual([]);
});

it("shows rules the value as the API server has it: defaults, integers, names that the language has", () => {
  const rule = (text: string) => ({ "x-kubernetes-validations": [{ rule: text, message: "no" }] });
  const properties: Record<string, StructuralSchema> = {
    namespace: { type: "string", default: "d" },
    "x-y": { type: "integer" },
    inner: { type: "object", default: {}, properties: { size: { type: "integer", default: 2 } } },
  };
  const judge = (text: string, value: unknown) => find({ type: "object", properties, ...rule(text) }, value);
  expect(judge("self.__namespace__ == 'd' && self.inner.size + 1 == 3", {})).toEqual([]);
  expect(judge("self.__namespace__ == 'd'", { namespace: null })).toEqual([]);
  expect(judge("self.x__dash__y % 2 == 1", { "x-y": 3 })).toEqual([]);
  expect(judge("has(self.x__dash__y)", { "x-y": null })).toEqual(["`a` is not valid: no"]);
  expect(find({ type: "string", ...rule("self.startsWith('x')") }, "y")).toEqual(['`a` is "y"; no']);
});

it("shows defaults to forms too", () => {
  const address = { anyOf: [{ format: "ipv4" }, { format: "ipv6" }] };
  const schema: StructuralSchema = {
    type: "object",
    properties: { type: { type: "string", default: "IP" }, value: { type: "string" } },
    oneOf: [
      { properties: { type: { enum: ["IP"] }, value: address } },
      { properties: { type: { not: { enum: ["IP"] } } } },
    ],
  };
  expect(find(schema, { value: "10.0.0.1" })).toEqual([]);
  expect(find(schema, { value: "::1", type: null })).toEqual([]);
  expect(find(schema, { type: "Name", value: "a" })).toEqual([]);
  expect(find(schema, { value: "a" })).toEqual(["`a` has none of the forms that its schema allows"]);
});

it("leaves the object that it looks at alone", () => {
  const value = Object.freeze({ b: null });
  const schema: StructuralSchema = { type: "object", properties: { b: { type: "string", default: "c" } } };
  expect(find(schema, value)).toEqual([]);
});

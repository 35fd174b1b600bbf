// Does not prove that a definition which is read so is one that the API server takes: it refuses what is left out here.
import { expect, it } from "vitest";
import { readStructuralSchema } from "../../../src/analysis/schemas/read-schema.js";

it("keeps all that is of its field's type", () => {
  const schema = {
    type: "object",
    nullable: true,
    required: ["a"],
    default: { a: 1 },
    properties: { a: { type: "integer", format: "int32", minimum: 1, enum: [1, "b", null] } },
    additionalProperties: { type: "string", pattern: "^a$" },
    oneOf: [{ not: { required: ["b"] } }],
    items: {},
    "x-kubernetes-list-map-keys": ["name"],
    "x-kubernetes-validations": [{ rule: "self.a == 1", message: "a", messageExpression: "'a'", fieldPath: ".a" }],
  };
  expect(readStructuralSchema(schema)).toEqual(schema);
  expect(readStructuralSchema({ additionalProperties: false })).toEqual({ additionalProperties: false });
});

it.each<[Record<string, unknown>, object]>([
  [{ type: "constructor", format: 5, nullable: "true" }, {}],
  [{ properties: [], required: "a", enum: {}, items: [] }, {}],
  [{ properties: { a: null } }, { properties: { a: {} } }],
  [{ required: ["a", 5, null] }, { required: ["a"] }],
  [{ anyOf: [null, { minLength: "1" }], not: 5, additionalProperties: 1 }, { anyOf: [{}, {}] }],
  [{ "x-kubernetes-validations": { rule: "true" } }, { "x-kubernetes-validations": [] }],
  [{ "x-kubernetes-validations": [null, { rule: 5 }, { rule: "true", message: 5 }] }, { "x-kubernetes-validations": [{ rule: "true" }] }], // prettier-ignore
])("leaves out what is not: %j", (given, read) => {
  expect(readStructuralSchema(given)).toEqual(read);
});

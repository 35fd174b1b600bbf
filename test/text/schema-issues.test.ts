// Does not prove that every message is good English; only that none of them is zod's own.
import { expect, it } from "vitest";
import { z } from "zod";
import { kinds } from "../../src/policy/registry.js";
import { describeProblem } from "../../src/findings/problem.js";
import { findSchemaProblems } from "../../src/text/schema-problems.js";

const say = (schema: z.ZodType, value: unknown) =>
  findSchemaProblems(z.object({ a: schema }), { a: value }, { code: "MESH0201" }).map(describeProblem);

it.each<[string, z.ZodType, unknown, string]>([
  ["too small a number", z.number().min(2), 1, "`a` is 1; it must be at least 2"],
  ["a number that is not above", z.number().gt(2), 2, "`a` is 2; it must be more than 2"],
  ["too large a number", z.int().max(2), 3, "`a` is 3; it must be at most 2"],
  ["a number that is not below", z.number().lt(2), 2, "`a` is 2; it must be less than 2"],
  ["no multiple", z.number().multipleOf(5), 3, "`a` is 3; it must be a multiple of 5"],
  ["an empty text", z.string().min(1), "", '`a` is ""; it must not be empty'],
  ["too short a text", z.string().min(2), "b", '`a` is "b"; it needs at least 2 characters'],
  ["too long a text", z.string().max(1), "bc", '`a` is "bc"; it may have at most 1 characters'],
  ["an empty list", z.array(z.string()).min(1), [], "`a` is []; it needs at least one entry"],
  ["too long a list", z.array(z.string()).max(1), ["b", "c"], '`a` is ["b","c"]; it may have at most one entry'],
  ["a text of another form", z.string().regex(/^b$/), "c", '`a` is "c"; it must match /^b$/'],
  ["none of a union", z.union([z.int(), z.strictObject({})]), "b", '`a` is "b"; it must be an integer or a map'],
  [
    "a value for a map that has it",
    z.strictObject({ b: z.enum(["c"]) }),
    "c",
    '`a` is "c"; it must be a map, as in { b: c }',
  ],
  ["a value for a map that has it not", z.strictObject({ b: z.enum(["c"]) }), "d", '`a` is "d"; it must be a map'],
  [
    "a text with blanks",
    z.strictObject({ b: z.string() }),
    "c d",
    '`a` is "c d"; it must be a map, as in { b: "c d" }',
  ],
])("names %s", (_, schema, value, message) => {
  expect(say(schema, value)).toEqual([message]);
});

it("says nothing in zod's words of any kind of policy", () => {
  const values = [null, true, -1, 3, 1.5, 1e12, "", "x", "*", [], [null], [{}], {}, { x: {} }, { x: null }];
  const messages = kinds.flatMap(({ schema }) => values.flatMap((value) => say(schema as z.ZodType, value)));
  expect(messages.length).toBeGreaterThan(200);
  expect(messages.filter((one) => /Invalid|Too (small|big)|expected|received|Unrecognized/.test(one))).toEqual([]);
});

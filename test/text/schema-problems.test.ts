// Does not prove that the stack's own schema is right: config-problems.test.ts does.
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { describeProblem, placeProblems } from "../../src/findings/problem.js";
import { findSchemaProblems } from "../../src/text/schema-problems.js";

const schema = z.strictObject({
  shape: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("circle"), radius: z.number() }),
    z.strictObject({ kind: z.literal("square"), side: z.int().optional() }),
  ]),
  colour: z.enum(["red", "green"]).optional(),
  items: z.array(z.strictObject({ name: z.string() })).optional(),
  byName: z.record(z.string(), z.strictObject({ on: z.boolean().optional() })).optional(),
  labels: z.record(z.string(), z.string()).optional(),
  some: z.array(z.string()).min(1).optional(),
  pair: z.array(z.string()).min(2).optional(),
  mixed: z.array(z.union([z.string(), z.strictObject({ size: z.int() })], "it must be a or b")).optional(),
});
const circle = { kind: "circle", radius: 1 };
const find = (value: unknown) =>
  findSchemaProblems(schema, value, { code: "MESH0121" }).map(
    (one) => `${one.path.join("/")}: ${describeProblem(one)}`,
  );

describe("a message says what was given and what is allowed", () => {
  it.each<[unknown, string[]]>([
    [{ shape: circle }, []],
    [{}, ["shape: `shape` is missing; it must be a map"]],
    [{ shape: "circle" }, ['shape: `shape` is "circle"; it must be a map']],
    [{ shape: {} }, ["shape/kind: `shape.kind` is missing; allowed are circle, square"]],
    [
      { shape: { kind: "sqare" } },
      ['shape/kind: `shape.kind` is "sqare"; allowed are circle, square; did you mean "square"?'],
    ],
    [
      { shape: { kind: "square", sides: 1 } },
      ['shape/sides: `shape.sides` is not a known key; did you mean "side"?; known are kind, side'],
    ],
    [{ shape: { kind: "square", side: 1.5 } }, ["shape/side: `shape.side` is 1.5; it must be an integer"]],
    [{ shape: { kind: "circle", radius: "1" } }, ['shape/radius: `shape.radius` is "1"; it must be a number']],
    [{ shape: circle, colour: "gren" }, ['colour: `colour` is "gren"; allowed are red, green; did you mean "green"?']],
    [{ shape: circle, colour: null }, ["colour: `colour` is null; allowed are red, green"]],
    [{ shape: circle, items: {} }, ["items: `items` is {}; it must be a list"]],
    [{ shape: circle, some: [] }, ["some: `some` is []; it needs at least one entry"]],
    [{ shape: circle, pair: ["a"] }, ['pair: `pair` is ["a"]; it needs at least 2 entries']],
    [{ shape: circle, items: [{}] }, ["items/0/name: `items[0].name` is missing; it must be a string"]],
    [
      { shape: circle, items: [{ name: "a" }, { name: "b", nam: 1 }] },
      ['items/1/nam: `items[1].nam` is not a known key; did you mean "name"?; known are name'],
    ],
    [{ shape: circle, byName: [] }, ["byName: `byName` is []; it must be a map"]],
    [
      { shape: circle, byName: { a: { on: "yes" } } },
      ['byName/a/on: `byName.a.on` is "yes"; it must be true or false'],
    ],
    [
      { shape: circle, byName: { a: { off: true } } },
      ["byName/a/off: `byName.a.off` is not a known key; known are on"],
    ],
    [{ shape: circle, labels: { a: 1 } }, ["labels/a: `labels.a` is 1; it must be a string"]],
    [
      { shape: circle, color: "red", x: 1 },
      [
        'color: `color` is not a known key; did you mean "colour"?; known are shape, colour, items, byName, labels, some, pair, mixed',
        "x: `x` is not a known key; known are shape, colour, items, byName, labels, some, pair, mixed",
      ],
    ],
    [{ shape: circle, mixed: [true] }, ["mixed/0: `mixed[0]` is true; it must be a or b"]],
    [{ shape: circle, mixed: [{ size: "1" }] }, ['mixed/0/size: `mixed[0].size` is "1"; it must be a number']],
    [
      { shape: circle, mixed: ["a", { size: 1, sizes: 1 }] },
      ['mixed/1/sizes: `mixed[1].sizes` is not a known key; did you mean "size"?; known are size'],
    ],
    ["text", [': the document is "text"; it must be a map']],
  ])("%j", (value, expected) => {
    expect(find(value)).toEqual(expected);
  });
});

it("reports all problems at once, with the code's level and remedy", () => {
  const problems = findSchemaProblems(schema, { shape: {}, colour: 1, items: 2 }, { code: "MESH0120" });
  expect(placeProblems(problems).map(({ code, level, message }) => [code, level, message])).toEqual([
    ["MESH0120", "error", "`shape.kind` is missing; allowed are circle, square"],
    ["MESH0120", "error", "`colour` is 1; allowed are red, green"],
    ["MESH0120", "error", "`items` is 2; it must be a list"],
  ]);
});

it("leaves the path to the edge, which writes it", () => {
  const [problem] = findSchemaProblems(schema, { shape: { kind: "circle" } }, { code: "MESH0121" });
  expect(problem).toMatchObject({ path: ["shape", "radius"], message: "is missing; it must be a number" });
});

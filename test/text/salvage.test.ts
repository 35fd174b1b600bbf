// Does not prove which parts a schema refuses: zod does that.
import { expect, it } from "vitest";
import { z } from "zod";
import { salvage } from "../../src/text/salvage.js";

const schema = z.strictObject({
  name: z.string(),
  list: z
    .array(z.strictObject({ a: z.number(), b: z.string().optional() }))
    .min(1)
    .optional(),
});
const rest = (value: unknown) => {
  const { value: left, lost } = salvage(schema, value) ?? {};
  return { left, lost: lost?.map((path) => path.join(".")) };
};

it("takes out the smallest parts, and keeps the given value", () => {
  const given = { name: "x", list: [{ a: 1, b: 2 }, { a: 3 }], nme: "y" };
  expect(rest(given)).toEqual({ left: { name: "x", list: [{ a: 1 }, { a: 3 }] }, lost: ["nme", "list.0.b"] });
  expect(given.list[0]).toEqual({ a: 1, b: 2 });
});

it("takes out what lacks something, up to the list that is empty then", () => {
  expect(rest({ name: "x", list: [{ b: "1" }] })).toEqual({ left: { name: "x" }, lost: ["list.0", "list"] });
});

it("traces places in a list to where they were", () => {
  const { value, trace } = salvage(schema, { name: "x", list: [{ a: "1" }, { a: 2 }, {}, { a: 4 }] }) ?? {};
  expect(value).toEqual({ name: "x", list: [{ a: 2 }, { a: 4 }] });
  expect(trace?.(["list", 0, "a"])).toEqual(["list", 1, "a"]);
  expect(trace?.(["list", 1])).toEqual(["list", 3]);
  expect(trace?.(["name"])).toEqual(["name"]);
});

it("leaves nothing of what has no identity, contains itself or is wrong all over", () => {
  const circle: Record<string, unknown> = { name: "x" };
  circle.list = [circle];
  expect(salvage(schema, { list: [{ a: 1 }] })).toBeUndefined();
  expect(salvage(schema, "x")).toBeUndefined();
  expect(salvage(schema, { name: "x", list: Array.from({ length: 201 }, () => ({})) })).toBeUndefined();
  expect(rest(circle)).toEqual({ left: { name: "x" }, lost: ["list.0.name", "list.0.list", "list.0", "list"] });
});

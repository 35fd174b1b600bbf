// Reads what Pulumi's own library makes of unknown values. Does not prove that the engine hands them over as such.
import { expect, it } from "vitest";
import { copyKnown } from "../../src/policy-pack/known-copy.js";
import { guardUnknown, unknownList, unknownText } from "./unknown.js";

it("copies what is known, and tells of each unknown value that is asked for", () => {
  const given = { a: [1, unknownText, { b: null }], c: unknownList, d: { e: "text", f: false } };
  let asked = 0;
  const copy = copyKnown(guardUnknown(given), () => void asked++);
  expect(copy.d).toEqual({ e: "text", f: false });
  expect(copy.a[2]).toEqual({ b: null });
  expect([Array.isArray(copy.a), copy.a.length, Object.keys(copy)]).toEqual([true, 3, ["a", "c", "d"]]);
  expect(asked).toBe(0);
  expect([copy.a[1], copy.c]).toEqual([undefined, undefined]);
  expect(asked).toBe(2);
  copy.d.e = "other";
  expect([copy.d.e, given.d.e]).toEqual(["other", "text"]);
});

it("lets other errors through", () => {
  const broken = Object.defineProperty({}, "a", {
    enumerable: true,
    get: () => {
      throw new Error("broken");
    },
  });
  expect(() => copyKnown(broken, () => undefined)).toThrow(new Error("broken"));
});

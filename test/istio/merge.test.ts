// Does not prove that Helm merges in the same way; that is seen where charts are rendered.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeValues, readValue, type Values } from "../../src/istio/merge.js";
import { deepFreeze } from "./freeze.js";

describe("mergeValues", () => {
  it.each<[string, Values, Values, Values]>([
    ["adds keys", { a: 1 }, { b: 2 }, { a: 1, b: 2 }],
    [
      "replaces single values, also by false, 0, empty text and null",
      { a: 1, b: 1, c: 1, d: 1 },
      { a: false, b: 0, c: "", d: null },
      { a: false, b: 0, c: "", d: null },
    ],
    ["merges maps at any depth", { a: { b: { c: 1, d: 1 } } }, { a: { b: { d: 2 } } }, { a: { b: { c: 1, d: 2 } } }],
    ["replaces lists whole", { a: [1, 2, 3] }, { a: [4] }, { a: [4] }],
    ["replaces a map by a single value and back", { a: { b: 1 }, c: 1 }, { a: 1, c: { b: 1 } }, { a: 1, c: { b: 1 } }],
    [
      "leaves the base where the other says undefined, at any depth",
      { a: 1, b: { c: 1 } },
      { a: undefined, b: { c: undefined }, d: { e: undefined } },
      { a: 1, b: { c: 1 }, d: {} },
    ],
  ])("%s", (_, base, over, expected) => {
    expect(mergeValues(base, over)).toStrictEqual(expected);
  });

  it("keeps a key named __proto__ a plain key", () => {
    const merged = mergeValues({}, JSON.parse('{"__proto__": {"polluted": true}}') as Values);
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
    expect(JSON.stringify(merged)).toBe('{"__proto__":{"polluted":true}}');
  });

  const values = fc.dictionary(
    fc.constantFrom("a", "b", "c", "__proto__"),
    fc.jsonValue({ maxDepth: 3 }),
  ) as fc.Arbitrary<Values>;

  it("is idempotent, has {} as neutral element, and changes neither argument", () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        [a, b].forEach(deepFreeze);
        expect(mergeValues(a, a)).toEqual(a);
        expect(mergeValues(a, {})).toEqual(a);
        expect(mergeValues({}, a)).toEqual(a);
        expect(mergeValues(mergeValues(a, b), b)).toEqual(mergeValues(a, b));
      }),
    );
  });

  it("gives the stronger side's value at every path that it sets", () => {
    fc.assert(
      fc.property(values, values, (base, over) => {
        const merged = mergeValues(base, over);
        for (const [key, value] of Object.entries(over)) {
          if (typeof value !== "object" || value === null || Array.isArray(value)) {
            expect(Object.getOwnPropertyDescriptor(merged, key)?.value).toEqual(value);
          }
        }
      }),
    );
  });
});

describe("readValue", () => {
  it.each<[unknown, string, unknown]>([
    [{ a: { b: 1 } }, "a.b", 1],
    [{ a: { b: 1 } }, "a", { b: 1 }],
    [{ a: 1 }, "a.b", undefined],
    [{ a: [1] }, "a.0", undefined],
    [undefined, "a", undefined],
    [{}, "constructor", undefined],
  ])("%j at %s", (values, path, expected) => {
    expect(readValue(values, path)).toEqual(expected);
  });
});

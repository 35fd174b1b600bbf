// Does not prove what becomes of a duration in Envoy.
import fc from "fast-check";
import { expect, it } from "vitest";
import { duration, durationOrZero, toMilliseconds } from "../../src/policy/duration.js";

const say = (schema: typeof duration, text: string) =>
  schema.safeParse(text).error?.issues.map(({ message }) => message) ?? [];

it("is whole milliseconds, in Go's units", () => {
  const parts = fc.record({ h: fc.nat(99), m: fc.nat(99), s: fc.nat(99), ms: fc.integer({ min: 1, max: 999 }) });
  fc.assert(
    fc.property(parts, ({ h, m, s, ms }) => {
      const text = `${h}h${m}m${s}s${ms}ms`;
      expect(say(duration, text)).toEqual([]);
      expect(toMilliseconds(text)).toBe(((h * 60 + m) * 60 + s) * 1000 + ms);
    }),
  );
  expect(["1.5s", "0.001s", "0.5h"].map(toMilliseconds)).toEqual([1500, 1, 1_800_000]);
});

const form = "it must be a duration such as 500ms, 3s or";
const precise = "it must be whole milliseconds, and at most 2562047h";

it.each([
  ["", `${form} 1m30s`],
  ["5", `${form} 1m30s`],
  ["-1s", `${form} 1m30s`],
  ["1d", `${form} 1m30s`],
  ["0s", "it must be at least 1ms"],
  ["0h0ms", "it must be at least 1ms"],
  ["0.5ms", precise],
  ["1.0001s", precise],
  ["2562048h", precise],
])('"%s" is refused', (text, message) => {
  expect(say(duration, text)).toEqual([message]);
});

it("may be nothing where nothing means off", () => {
  expect(say(durationOrZero, "0s")).toEqual([]);
  expect(say(durationOrZero, "0.5ms")).toEqual([precise]);
  expect(say(durationOrZero, "soon")).toEqual([`${form} 0s`]);
});

// Does not prove that Istio takes each of these: it takes no less than a millisecond.
import { expect, it } from "vitest";
import { readDuration } from "../../src/analysis/duration.js";

it.each([
  ["3s", 3000],
  ["1m30s", 90_000],
  ["1.5h", 5_400_000],
  ["250ms", 250],
  ["500us", 0.5],
  ["", undefined],
  ["3", undefined],
  ["3s later", undefined],
  [3, undefined],
])("%s", (text, expected) => {
  expect(readDuration(text)).toBe(expected);
});

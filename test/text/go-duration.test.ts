// Does not prove that Kubernetes' rules ask Go for durations: the live test with generated objects does.
import { expect, it } from "vitest";
import { parseGoDuration, readMilliseconds } from "../../src/text/go-duration.js";

it.each([
  ["1s", 1_000_000_000n],
  ["1h30m", 5_400_000_000_000n],
  ["1.5ms", 1_500_000n],
  [".5s", 500_000_000n],
  ["2.s", 2_000_000_000n],
  ["-1us", -1000n],
  ["+1ns", 1n],
  ["0", 0n],
  ["2562047h", 9_223_369_200_000_000_000n],
])("%s", (text, expected) => {
  expect(parseGoDuration(text)).toBe(expected);
});

it.each(["", "-", "1", "s", ".s", "1d", "1 s", "1ss", "s1", "2562048h"])("%j is none", (text) => {
  expect(parseGoDuration(text)).toBeUndefined();
});

it.each<[unknown, number | undefined]>([
  ["3s", 3000],
  ["1m30s", 90_000],
  ["1.5h", 5_400_000],
  ["250ms", 250],
  ["500us", 0.5],
  ["", undefined],
  ["3", undefined],
  ["3s later", undefined],
  [3, undefined],
])("%s in milliseconds", (value, expected) => {
  expect(readMilliseconds(value)).toBe(expected);
});

// Does not prove that the nearest word is the one that was meant.
import { expect, it } from "vitest";
import { findClosest, formatClosest } from "../../src/text/closest.js";

const profiles = ["default", "demo", "minimal", "ambient", "openshift", "openshift-ambient"];

it.each([
  ["dmeo", "demo"], // a swap counts as two edits
  ["demoo", "demo"],
  ["Ambient", "ambient"],
  ["openshift-ambiant", "openshift-ambient"],
  ["minimum", "minimal"],
  ["production", undefined],
  ["staging", undefined],
  ["", undefined],
])("%j -> %j", (word, expected) => {
  expect(findClosest(word, profiles)).toBe(expected);
});

it("formats a question, or nothing", () => {
  expect(formatClosest("defualt", profiles)).toBe('; did you mean "default"?');
  expect(formatClosest("xyz", profiles)).toBe("");
});

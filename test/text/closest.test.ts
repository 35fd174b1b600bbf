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

it("does not take the opposite for what was meant, nor the peer's address for the client's", () => {
  const known = ["ipBlocks", "paths", "notHosts"];
  expect(["remoteIpBlocks", "notPaths", "notpaths"].map((word) => findClosest(word, known))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(["ipBlock", "notHost", "path"].map((word) => findClosest(word, known))).toEqual([
    "ipBlocks",
    "notHosts",
    "paths",
  ]);
});

it("formats a question, or nothing", () => {
  expect(formatClosest("defualt", profiles)).toBe('; did you mean "default"?');
  expect(formatClosest("xyz", profiles)).toBe("");
});

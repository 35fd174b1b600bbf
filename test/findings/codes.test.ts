// The table of codes. Does not prove that every code is reported somewhere: that is in the tests of those who report.
import { expect, it } from "vitest";
import { codes } from "../../src/findings/codes.js";
import { createFinding } from "../../src/findings/problem.js";

it("gives every code a name of its own", () => {
  const names = Object.values(codes).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
});

it("lists the codes in order", () => {
  const listed = Object.keys(codes);
  const ours = listed.filter((code) => code.startsWith("MESH"));
  const others = listed.filter((code) => !code.startsWith("MESH"));
  expect(listed).toEqual([...ours.toSorted(), ...others.toSorted()]);
});

it("makes findings with the code's level, and its remedy where none is given", () => {
  expect(createFinding("MESH0103", "old")).toEqual({
    code: "MESH0103",
    level: "warning",
    message: "old",
    remedy: "upgrade one minor at a time to a supported one",
  });
  expect(createFinding("MESH0101", "unknown", "do this").remedy).toBe("do this");
});

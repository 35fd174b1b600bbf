// Does not prove that every expression is judged as Go does: the live tests send many to istiod.
import { expect, it } from "vitest";
import { compileRe2, isRe2 } from "../../src/text/re2.js";

it.each(["a.*", "(?i)a", "(?i:a)b", "(?P<name>b)", "\\d+", "[[:alpha:]]", "a{1000}", "\\Aa\\z", "\\\\1", "\\.", ""])(
  "%j is one",
  (regex) => {
    expect(isRe2(regex)).toBe(true);
  },
);

it.each(["(", "[a", "*", "a**", "(?=a)", "(?<!a)", "(a)\\1", "\\y", "a{1001}", "(?P=a)", "a\\"])(
  "%j is none",
  (regex) => {
    expect(isRe2(regex)).toBe(false);
  },
);

it("matches what RE2 matches", () => {
  expect(compileRe2("^(?i)abc$")?.test("ABC")).toBe(true);
  expect(compileRe2("^[[:upper:]]+$")?.test("ABC")).toBe(true);
  expect(compileRe2("^[[:upper:]]+$")?.test("abc")).toBe(false);
});

// Does not prove what Istio matches by a pattern: the live tests of the kinds that have them do.
import { expect, it } from "vitest";
import { pathPattern, pattern } from "../../src/policy/patterns.js";

it.each(["a", "*", "a*", "*a"])("%s is a pattern", (text) => {
  expect(pattern.safeParse(text).success).toBe(true);
});

it.each(["", "a*b", "*a*", "**"])("%j is none", (text) => {
  expect(pattern.safeParse(text).success).toBe(false);
});

it.each(["/", "/a", "/a*", "*/a", "*", "/a/", "/{*}", "/a/{*}/b/{*}", "/a/{**}", "/{*}/{**}/b"])(
  "%s is a path",
  (text) => {
    expect(pathPattern.safeParse(text).success).toBe(true);
  },
);

it.each(["", "a", "/a/*/b", "/a{*}", "/{id}", "/{**}/{*}", "/{**}/{**}", "/{*}/b*", "/{*}//b", "/a}", "/{*}/ä"])(
  "%j is none",
  (text) => {
    expect(pathPattern.safeParse(text).success).toBe(false);
  },
);

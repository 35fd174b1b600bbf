// Does not prove that Envoy judges as Go does: the live tests send many expressions to istiod.
import { expect, it } from "vitest";
import { compileRe2, isRe2 } from "../../src/text/re2.js";

it.each(["a.*", "(?i)a", "(?i:a)b", "(?P<name>b)", "\\d+", "[[:alpha:]]", "a{1000}", "\\Aa\\z", "\\\\1", "\\.", ""])(
  "%j is one",
  (regex) => {
    expect(isRe2(regex)).toBe(true);
  },
);

it.each(["\\Q(\\E", "\\pL", "\\p{Greek}", "\\x{41}", "(?U)a+", "[^[:^alpha:]]", "a{,3}", "{"])(
  "%j is one, though JavaScript reads it differently or not at all",
  (regex) => {
    expect(isRe2(regex)).toBe(true);
  },
);

it.each([
  ...["(", "[a", "*", "a**", "(?=a)", "(?<!a)", "(a)\\1", "\\y", "a{1001}", "(?P=a)", "a\\"],
  ...[
    "[[:word:]-",
    "[[:foo:]]",
    "\\p{Foo}",
    "(?x)a",
    "(?i",
    "a{2,1}",
    "(a{1000}){2}",
    "\\u0041",
    "(?P<n>a)(?P<n>b)",
    "\\Z",
  ],
])("%j is none", (regex) => {
  expect(isRe2(regex)).toBe(false);
});

it.each<[string, string, boolean]>([
  ["^(?i)abc$", "ABC", true],
  ["^[[:upper:]]+$", "ABC", true],
  ["^[[:upper:]]+$", "abc", false],
  // Flags are those of the rest of their group.
  ["^a(?i)b$", "aB", true],
  ["^a(?i)b$", "AB", false],
  ["^a(?i:b)c$", "aBc", true],
  ["^a(?i:b)c$", "aBC", false],
  ["^(?i)a(?-i)b$", "AB", false],
  ["a.b", "a\nb", false],
  ["(?s)a.b", "a\nb", true],
  ["^b$", "a\nb", false],
  ["(?m)^b$", "a\nb", true],
  ["^\\Q.\\E$", "a", false],
  // A code point is one character.
  ["^.$", "😀", true],
])("%s in %j: %s", (regex, text, isFound) => {
  expect(compileRe2(regex)?.test(text)).toBe(isFound);
});

it("takes time that grows with the text alone", () => {
  expect(compileRe2("^(a+)+$")?.test(`${"a".repeat(50_000)}b`)).toBe(false);
});

it("counts the groups that have a number", () => {
  expect(compileRe2("(a)(?:b)(?P<c>c)[(]\\(")?.groupCount()).toBe(2);
});

// Texts for expressions. Does not prove that a text is found for each expression: what is not found is not sent.
import { expect, it } from "vitest";
import { findRegexText } from "../../../src/simulate/probes/regex-text.js";

it.each([
  ["/api/v[0-9]+/.*", "/api/v1/a"],
  ["(GET|POST)", "GET"],
  ["^tester-\\d{3}$", "tester-111"],
  ["(?i)abc", "abc"],
  ["(?:a|b)?c", "ac"],
  ["[^/]+@example\\.com", "a@example.com"],
  ["a{2,}", "aa"],
  ["[[:alpha:]]+", "a"],
  ["[]x]", "]"],
  ["(?P<name>x)y", "xy"],
  ["", ""],
])("%s", (regex, text) => {
  expect(findRegexText(regex)).toBe(text);
});

it("finds none for what RE2 does not take, or what it cannot write", () => {
  expect(findRegexText("(?=a)")).toBeUndefined();
  expect(findRegexText("a\\bb")).toBeUndefined();
});

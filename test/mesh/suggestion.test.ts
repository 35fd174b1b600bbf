// Does not prove which word was meant.
import { expect, it } from "vitest";
import { createSuggestion } from "../../src/mesh/suggestion.js";

const many = Array.from({ length: 300 }, (_, index) => `${String.fromCharCode(97 + (index % 26))}bc-${index}`);

it.each([
  ["reviwes", ["reviews", "ratings"], '; did you mean "reviews"?'],
  ["abc-26x", many, '; did you mean "abc-26"?'],
  ["xyz", many, ""],
  ["same-1", Array.from({ length: 300 }, (_, index) => `same-${index}`), ""],
])("%s", (word, words, expected) => {
  expect(createSuggestion(words)(word)).toBe(expected);
});

// Does not prove which choices a verb has: the verbs' own tests do.
import { expect, it } from "vitest";
import { choose, requireChoice } from "../../src/cli/require-choice.js";

const table = { text: 1, json: 2 };

it("takes what is allowed", () => {
  expect(() => requireChoice("format", "json", Object.keys(table))).not.toThrow();
  expect(choose("format", "json", table)).toBe(2);
});

it.each([
  ["jsn", '--format is "jsn"; allowed are text, json; did you mean "json"?'],
  ["toString", '--format is "toString"; allowed are text, json'],
])("refuses %s, and names what is allowed", (value, message) => {
  expect(() => choose("format", value, table)).toThrow(new Error(message));
});

// Does not prove which names or words matter.
import { expect, it } from "vitest";
import { nameSome, shorten } from "../../src/text/shorten.js";

it("names five, and counts the others", () => {
  expect([nameSome(["a"]), nameSome(["a", "b", "c", "d", "e", "f", "g"])]).toEqual(["a", "a, b, c, d, e and 2 more"]);
});

it("keeps the beginning of a text, in one line", () => {
  expect([shorten(" a\n  b "), shorten("x".repeat(401))]).toEqual(["a b", `${"x".repeat(400)}…`]);
});

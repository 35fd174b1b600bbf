// Does not prove that the engine's other steps leave a word alone: engine-words.json has what gopkg.in/yaml.v3 v3.0.1 makes of each word, read, written
// and read again as the engine does, in the zone UTC; a few hundred by hand, the rest at random.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { readEngineKey, readEngineScalar } from "../../src/text/engine-scalar.js";

type Row = [word: string, value: string | number | boolean | null | { refused: string }, key: string];
const { words } = JSON.parse(readFileSync("test/text/engine-words.json", "utf8")) as { words: Row[] };

it("reads every word as the engine does", () => {
  expect(words.length).toBe(4036);
  // JSON has neither numbers without end nor a zero with a sign.
  const write = (value: unknown) =>
    typeof value !== "number" ? value : Number.isFinite(value) ? value + 0 : "endless";
  expect(words.map(([word]) => [word, write(readEngineScalar(word))])).toEqual(
    words.map(([word, value]) => [word, Object(value) === value ? "endless" : value]),
  );
});

it("makes the same key of every word", () => {
  expect(words.map(([word]) => [word, readEngineKey(word)])).toEqual(words.map(([word, , key]) => [word, key]));
});

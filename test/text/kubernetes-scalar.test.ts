// Does not prove that the API server's other readers agree, only sigs.k8s.io/yaml of the version in kubernetes-words.json, whose judgement
// of each word as a value and as a key is recorded there: a few hundred by hand, the rest at random.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { readKey, readScalar, readTagged } from "../../src/text/kubernetes-scalar.js";

type Row = [word: string, value: string | number | boolean | null | { refused: string }, key: string | null];
const { words } = JSON.parse(readFileSync("test/text/kubernetes-words.json", "utf8")) as { words: Row[] };

it("reads every word as sigs.k8s.io/yaml does", () => {
  expect(words.length).toBeGreaterThan(3900);
  // JSON has neither numbers without end nor a zero with a sign.
  const write = (value: unknown) =>
    typeof value !== "number" ? value : Number.isFinite(value) ? value + 0 : "endless";
  const read = words.map(([word]) => [word, write(readScalar(word))]);
  expect(read).toEqual(words.map(([word, value]) => [word, Object(value) === value ? "endless" : value]));
});

it("makes the same key of every word, or none", () => {
  expect(words.map(([word]) => [word, readKey(word) ?? null])).toEqual(words.map(([word, , key]) => [word, key]));
});

it.each([
  ["str", "0644", "0644"],
  ["int", "0644", 420],
  ["int", "5.0", undefined],
  ["float", "5", 5],
  ["float", "18446744073709551615", undefined],
  ["float", "5.5", 5.5],
  ["bool", "on", true],
  ["bool", "1", undefined],
  ["null", "~", null],
  ["null", "x", undefined],
  ["binary", "aGVs\nbG8=", "hello"],
  ["binary", "aGVsbG8", undefined],
  ["timestamp", "2026-01-01", "2026-01-01"],
])("reads !!%s %j as %j", (tag, text, value) => {
  expect(readTagged(text, `tag:yaml.org,2002:${tag}`)).toBe(value);
});

it("says nothing of a tag of one's own", () => {
  expect(readTagged("0644", "!mine")).toBe("0644");
});

// CONTRIBUTING.md says how many places an addition touches: one example each is counted. Does not prove that every addition is as
// small as its example, nor that no other test must change.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const page = readFileSync("CONTRIBUTING.md", "utf8");
const rows = [...page.matchAll(/^\| ([^|]+?) +\| `([^`|]+)` +\| (\d+) +\| (.+?) +\|$/gm)].map(
  ([, what = "", example = "", places, files = ""]) => {
    return {
      what,
      example,
      places: Number(places),
      files: [...files.matchAll(/`([^`]+)`/g)].map(([, file = ""]) => file),
    };
  },
);
const written = readdirSync("src", { recursive: true, encoding: "utf8" })
  .map((name) => `src/${name}`)
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith("-data.ts"));

/** Whether a file has the word, in its name or its text. */
function names(file: string, word: string): boolean {
  const whole = new RegExp(`(?<![\\w-])${word}(?![\\w-])`);
  return whole.test(file) || whole.test(readFileSync(file, "utf8"));
}

it("has an example of each kind of addition", () => {
  expect(rows.map(({ what }) => what)).toEqual(
    expect.arrayContaining([
      "a kind of policy",
      "a rule of the analysis",
      "a setting of the control plane",
      "a setting of gateways",
      "a kind of cluster",
    ]),
  );
});

it.each(rows)("$what: $example touches $places places", ({ example, places, files }) => {
  expect(files).toHaveLength(places);
  expect(files.filter((file) => !existsSync(file) || !names(file, example))).toEqual([]);
  const inSource = files.filter((file) => file.startsWith("src/"));
  expect(written.filter((file) => names(file, example)).sort()).toEqual(inSource.sort());
});

it("does not take a part of a word for the word", () => {
  expect(names("src/policy/registry.ts", "retry-budget")).toBe(true);
  expect(names("src/policy/registry.ts", "retry")).toBe(false);
});

// Does not prove that a text stands on the ground that is named here.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const theme = readFileSync(join(import.meta.dirname, "../../../src/console/ui/look/theme.css"), "utf8");
const [light = "", dark = ""] = theme.split("@media");

/** A text's colour and what it stands on. */
const pairs: readonly [string, string][] = [
  ...["panel", "ground", "sunken", "accent-soft", "added", "removed"].map((on): [string, string] => ["text", on]),
  ...["panel", "ground", "sunken"].map((on): [string, string] => ["quiet", on]),
  ...["good", "warn", "bad"].flatMap((tone): [string, string][] => [
    [tone, "panel"],
    [tone, `${tone}-soft`],
  ]),
  ...["panel", "ground", "accent-soft"].map((on): [string, string] => ["accent", on]),
  ["accent-text", "accent"],
  ["top-text", "top"],
  ["top-quiet", "top"],
  ...["code-key", "code-text", "code-comment"].flatMap((code): [string, string][] => [
    [code, "panel"],
    [code, "line-active"],
  ]),
];

it.each([
  ["light", light],
  ["dark", dark],
])("every text of the %s theme has the contrast of WCAG AA", (_, colours) => {
  const weak = pairs.filter(([text, on]) => contrast(read(colours, text), read(colours, on)) < 4.5);
  expect(weak).toEqual([]);
});

it("contrast is measured as WCAG says", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});

function read(colours: string, name: string): string {
  const colour = new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(colours)?.[1];
  if (colour === undefined) throw new Error(`no colour ${name}`);
  return colour;
}

function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

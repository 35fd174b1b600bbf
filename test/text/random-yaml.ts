import fc from "fast-check";
import { named, oddWord, often, randomScalar, usualWord, type Piece } from "./random-scalars.js";

const key = often(
  fc.constantFrom(
    "a",
    "b",
    "c",
    "d",
    "e",
    "metadata",
    "spec",
    "items",
    "apiVersion",
    "on",
    "1",
    "080",
    "x/y",
    "'a b'",
    '"b"',
  ),
  fc.oneof(
    oddWord,
    usualWord,
    fc.constantFrom(
      '"a\\nb"',
      "? a\n",
      "&a b",
      "*a",
      "!!str 1",
      "[a]",
      "'a' ",
      "a ",
      "<<",
      '"<<"',
      "''",
      '"a\n b"',
      "constructor",
    ),
  ),
);

/** How far a value is indented. */
const step = often(fc.constantFrom(2, 2, 2, 4), fc.constantFrom(0, 1, 3));
const noise = often(
  fc.constantFrom<string[][]>([], [], [], [""], ["# a"]),
  fc.constantFrom(["  # a"], ["  "], ["", ""], ["\t"]),
);

function createPiece(depth: number): fc.Arbitrary<Piece> {
  if (depth === 0) return randomScalar;
  return fc.oneof({ weight: 3, arbitrary: randomScalar }, { weight: 2, arbitrary: createCollection(depth) });
}

function createCollection(depth: number): fc.Arbitrary<Piece> {
  const entries = fc.array(fc.tuple(key, createPiece(depth - 1), step, noise), { minLength: 1, maxLength: 4 });
  return fc.tuple(entries, fc.nat(2), fc.nat(15)).map(([all, kind, isDouble]) => {
    const known = new Set<string>();
    const single = all.filter(([name]) => isDouble === 0 || kind === 0 || (!known.has(name) && known.add(name)));
    return {
      below: single.flatMap(([key, piece, step, noise]) => [
        ...noise,
        ...(kind === 0 ? writeEntry(piece, step) : writePair(key, piece, step)),
      ]),
    };
  });
}

const shift = (lines: readonly string[], step: number) =>
  lines.map((line) => (line === "" ? line : " ".repeat(step) + line));

function writePair(key: string, { beside, below }: Piece, step: number): string[] {
  const lines = shift(below, below[0]?.startsWith("-") === true && step === 4 ? 0 : step);
  return beside === undefined ? [`${key}:`, ...lines] : [`${key}: ${beside}`, ...lines];
}

function writeEntry({ beside, below }: Piece, step: number): string[] {
  const lines = shift(below, Math.max(step, 1));
  if (beside !== undefined) return [`- ${beside}`, ...lines];
  const [first = "", ...rest] = lines;
  // Most stand beside their dash.
  return step < 4 && first.startsWith(" ") ? [`-${first}`, ...rest] : ["-", ...lines];
}

const anchored = ["n: &n 1\n", "n: &n\n  m: [a]\n", "n: &n\n- m\n", "n: &n {a: b}\nm: *n\n", "n: &n # a\n  'on'\n"];

const document = fc
  .tuple(
    often(
      fc.constantFrom("---\n", "# a\n---\n", "---\n\n"),
      fc.constantFrom("", "--- # a\n", "--- ", "---\t\n", "%YAML 1.2\n---\n"),
    ),
    fc.option(fc.constantFrom(...anchored), { nil: "", freq: 1 }),
    fc.oneof(
      { weight: 12, arbitrary: createCollection(3) },
      { weight: 1, arbitrary: createPiece(0) },
      {
        weight: 1,
        arbitrary: fc.jsonValue().map((value): Piece => ({ below: JSON.stringify(value, null, 2).split("\n") })),
      },
    ),
    often(fc.constantFrom("\n", "\n", "\n\n", "\n# a\n"), fc.constantFrom("", "\n...\n", "\n---", "\n--- ")),
  )
  .map(([start, anchor, { beside, below }, end]) => {
    const text = [...(beside === undefined ? [] : [beside]), ...below].join("\n");
    const isMap = /^[^-{["\n]/.test(text) && anchor !== "";
    return start + (isMap ? anchor : "") + text.replaceAll(named, isMap ? "*n" : "n") + end;
  });

/** A part of a text in whose place another stands. */
interface Cut {
  /** From 0, the beginning of the text, to 1, its end. */
  place: number;
  length: number;
  more: string;
}

const snippets = [
  ...[
    "",
    "",
    "",
    "\n",
    " ",
    "  ",
    "\n  ",
    "\n\n",
    ":",
    ": ",
    "- ",
    "-",
    "#",
    " #",
    "'",
    '"',
    "\\",
    "{",
    "}",
    "[",
    "]",
    ",",
  ],
  ...[
    "|",
    ">",
    "&a ",
    "*a",
    "!",
    "\t",
    "---",
    "\n---\n",
    "\n--- a",
    "\n...\n",
    "\n%a",
    "? ",
    "\r",
    "\r\n",
    "\ufeff",
    "\u2028",
  ],
  ...["\u0085", "\u0001", "😀", "~", "<<", "0", "a"],
];

const cut: fc.Arbitrary<Cut> = fc.record({
  place: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.constantFrom(0, 0, 1, 1, 2, 4),
  more: fc.constantFrom(...snippets),
});

function applyCut(text: string, { place, length, more }: Cut): string {
  const at = Math.floor(place * text.length);
  return text.slice(0, at) + more + text.slice(at + length);
}

/** Texts of one or a few documents, most of them valid, in the many ways in which YAML can be written. */
export const randomYaml: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(document, { minLength: 1, maxLength: 3 }),
    fc.oneof(fc.constant<Cut[]>([]), fc.array(cut, { minLength: 1, maxLength: 2 })),
  )
  .map(([documents, cuts]) => cuts.reduce(applyCut, documents.join("")));

// Documents as the short way reads them, beside the package `yaml`. Does not prove that `yaml` is right: yaml-inspect.test.ts holds it
// against Kubernetes' own library. Nor does it prove how long either takes.
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { isMap } from "../../src/text/is-map.js";
import { findDocumentEnd, isSeparable, readPlainDocument } from "../../src/text/plain-yaml.js";
import { parsePlacedDocuments } from "../../src/text/yaml-places.js";
import { findFindings } from "../analysis/fuzz-run.js";
import { randomYaml } from "./random-yaml.js";

const way = vi.hoisted(() => ({ isShort: true }));

vi.mock(import("../../src/text/plain-yaml.js"), async (load) => {
  const plain = await load();
  return { ...plain, isSeparable: (text) => way.isShort && plain.isSeparable(text) };
});

/** What comes of a text without the short way. */
function readWhole<Result>(read: () => Result): Result {
  way.isShort = false;
  try {
    return read();
  } finally {
    way.isShort = true;
  }
}

const read = (text: string) => readPlainDocument(text, 0)?.value;

it.each<[string, unknown]>([
  ["a: 1\nb: [x, -1, 'y']\nc: {}\n", { a: 1, b: ["x", -1, "y"], c: {} }],
  ["---\na:\n- b: 1\n  c: yes\n- d\nf:\n", { a: [{ b: 1, c: true }, "d"], f: null }],
  ["a:\n  - - 1\n    - 2\n  -\n    b: 0644\n  -\n", { a: [[1, 2], { b: 420 }, null] }],
  ["a: b c # d\n# e\n'f': \"g\\n\\u00e9\" # h\n", { a: "b c", f: "g\né" }],
  ["a: |\n  b\n\n    c\n\nd: |-\n  # e\nf: |+\n  g\n\n", { a: "b\n\n  c\n", d: "# e", f: "g\n\n" }],
  ["a: b\n  c\n\n  d\ne: 'f\n  g'\nh: \"i \\\n  \\ j\"\n", { a: "b c\nd", e: "f g", h: "i  j" }],
  ['{ "a": "b",\n"c": [1, { "d": null }] }\n', { a: "b", c: [1, { d: null }] }],
  ["- a\n- b: c\n", ["a", { b: "c" }]],
  ["a: &b\n  c: 1\nd: *b\ne:\n  - *b\n", { a: { c: 1 }, d: { c: 1 }, e: [{ c: 1 }] }],
  ["# a\n", undefined],
])("reads %j", (text, value) => {
  expect(readPlainDocument(text, 0)).toMatchObject({ value, end: text.length });
});

it.each([
  ["an anchor of a key", "&a b: 1\n"],
  ["an anchor of nothing", "a: &b\nc: *b\n"],
  ["an anchor that is there twice", "a: &b 1\nc: &b 2\n"],
  ["an alias without an anchor", "a: *b\n"],
  ["an alias in its own value", "a: &b\n  c: *b\n"],
  ["many aliases", `a: &b 1\nc:\n${"  - *b\n".repeat(60)}`],
  ["a tag", "a: !!str 1\n"],
  ["a merge key", "a:\n  <<: b\n"],
  ["a key that is there twice", "a: 1\nb: 2\na: 3\n"],
  ["a key twice by what Kubernetes makes of it", "on: 1\nyes: 2\n"],
  ["a folded block", "a: >\n  b\n"],
  ["a number without end", "a: .inf\n"],
  ["a tab before a key", "a:\n\tb: 1\n"],
  ["a comment in a flow collection", "a: [b # c\n  ]\n"],
  ["a text without an end", "a: 'b\nc: d\n"],
  ["a wrong indent", "a: 1\n  b: 2\n"],
  ["what is no map", "a\n"],
  ["a key of JavaScript's", "__proto__: 1\n"],
  ["what is too deep", `${"[".repeat(120)}${"]".repeat(120)}\n`],
])("leaves %s", (_, text) => {
  expect(readPlainDocument(text, 0)).toBeUndefined();
});

it("ends where the next document begins", () => {
  const text = "a: 1\n---\nb: |\n  ---\n--- # c\nd: ---\n---e: 2\n";
  const ends = [0, 5, 20].map((start) => readPlainDocument(text, start));
  expect(ends.map((one) => [one?.value, one?.end])).toEqual([
    [{ a: 1 }, 5],
    [{ b: "---\n" }, 20],
    [{ d: "---", "---e": 2 }, text.length],
  ]);
  expect([0, 5, 20].map((start) => findDocumentEnd(text, start))).toEqual([5, 20, text.length]);
});

it.each(["%YAML 1.1\n---\na: 1\n", "a: 1\n...\n", "a: 1\r\n", "\ufeffa: 1\n", "a: '\u0002'\n"])(
  "does not take %j apart",
  (text) => {
    expect([isSeparable(text), isSeparable("a: 1\n---\nb: ...\n")]).toEqual([false, true]);
  },
);

/** Paths of a value and of all in it. */
function listPaths(value: unknown, path: PropertyKey[] = []): PropertyKey[][] {
  const inner = Array.isArray(value) ? [...value.entries()] : isMap(value) ? Object.entries(value) : [];
  return [path, ...inner.flatMap(([key, one]) => listPaths(one, [...path, key]))];
}

/** All that is known of a text's documents. */
function view(text: string): unknown {
  return parsePlacedDocuments(text, "a.yaml", "MESH0122").map(
    ({ value, findings, ambiguous = [], locate, readWord }) => {
      const places = listPaths(value).map((path) => [path, locate(path), readWord?.(path)]);
      return { value, findings, ambiguous, places };
    },
  );
}

const count = Number(process.env.DEEP_TEXTS ?? 300);

describe("beside the package `yaml`", { timeout: 30_000 + count * 100 }, () => {
  it("reads random texts alike: values, what is wrong with them, and every place", () => {
    let plain = 0;
    const judge = (text: string) => {
      if (isSeparable(text) && read(text) !== undefined) plain += 1;
      expect(view(text)).toEqual(readWhole(() => view(text)));
    };
    fc.assert(fc.property(randomYaml, judge), { seed: 16, numRuns: count });
    // Else it would prove nothing.
    expect(plain).toBeGreaterThan(count / 10);
  });

  it("reads random Lists alike, whose items are of both kinds", () => {
    let plain = 0;
    const read = (text: string) => {
      const others: string[] = [];
      const document = readPlainDocument(text, 0, (from, to) => {
        others.push(text.slice(from, to));
        return { value: null };
      });
      return document !== undefined && others.length > 0 && others.length < document.items.length - 1;
    };
    const judge = (texts: readonly string[]) => {
      const items = texts.filter((text) => text !== "" && !/^(---|%|\.\.\.)/m.test(text)).map(indentItem);
      const text = `apiVersion: v1\nitems:\n${items.join("")}kind: List\n`;
      if (isSeparable(text) && read(text)) plain += 1;
      expect(view(text)).toEqual(readWhole(() => view(text)));
    };
    const items = fc.array(randomItem, { minLength: 2, maxLength: 6 });
    fc.assert(fc.property(items, judge), { seed: 16, numRuns: count });
    // Else it would prove nothing.
    expect(plain).toBeGreaterThan(count / 10);
  });

  it("finds the same in every fixture, at the same places", () => {
    const fixtures = listFixtures();
    expect(fixtures.length).toBeGreaterThan(200);
    // A few at once: each analysis takes its time, and what is in one fixture means little in another.
    for (let start = 0; start < fixtures.length; start += 10) {
      const some = fixtures.slice(start, start + 10);
      const files = Object.fromEntries(some.map((file) => [file, readFileSync(file, "utf8")]));
      expect(findFindings(files)).toEqual(readWhole(() => findFindings(files)));
    }
  });

  it("knows the same places in a List, in whose items they are looked for alone", () => {
    const items = listFixtures().flatMap((file) =>
      parsePlacedDocuments(readFileSync(file, "utf8"), file, "MESH0122").map(({ value }) => value),
    );
    const text = `apiVersion: v1\nitems:\n${items.slice(0, 40).map(writeItem).join("")}kind: List\n`;
    expect(read(text)).toBeDefined();
    expect(view(text)).toEqual(readWhole(() => view(text)));
  });
});

/** Mostly of the plain kind, some of another, and a few of any. */
const randomItem = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom("a: 1\nb: [x, yes]\n", "kind: A\nspec:\n  b: |\n    c\n\n", "# c\n", "- a\n"),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      "a: >\n  b\n  c\n",
      "a: !!str 1\n",
      "a: &b c\nd: *b\n",
      "e:\n  <<: { f: 1 }\n",
      "a: 0o14\nb: 1:30\n? c\n",
    ),
  },
  { weight: 1, arbitrary: randomYaml },
);

/** A text as an item of a List. */
function indentItem(text: string): string {
  const [first = "", ...rest] = text.trimEnd().split("\n");
  return [`- ${first}`, ...rest.map((line) => (line === "" ? "" : `  ${line}`))].map((line) => `${line}\n`).join("");
}

function listFixtures(): string[] {
  const folders = [
    "test/analysis/fixtures",
    "test/analysis/samples",
    "test/analysis/validation/fixtures",
    "test/fixtures",
  ];
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".yaml"))
      .map((name) => `${folder}/${name}`),
  );
}

function writeItem(value: unknown): string {
  return `- ${JSON.stringify(value, null, 2).replaceAll("\n", "\n  ")}\n`;
}

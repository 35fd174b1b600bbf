// Large texts and random ones. Does not prove that no text exists that takes long or ends the program: only that these do not.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatFinding } from "../../src/findings/finding.js";
import { compile } from "../../src/policy/compile.js";
import { loadPolicies } from "../../src/policy/documents/load.js";
import { kinds } from "../../src/policy/registry.js";
import { shop, testMesh } from "./compile-text.js";

const load = (content: unknown) => loadPolicies({ "a.yaml": content });

describe("1 MB", () => {
  // Each takes a second or less; the limit is for a machine that does much else, and far below what a quadratic one takes.
  const seconds = 120;
  const many = (count: number, write: (index: number) => string, separator = "\n") =>
    Array.from({ length: count }, (_, index) => write(index)).join(separator);

  it.each<[string, string, number]>([
    ["of versions", `service: shop/a\nversions:\n${many(30_000, (index) => `  v${index}: { version: v${index} }`)}`, 0],
    [
      "of documents, every second wrong",
      many(20_000, (index) => `service: shop/a${index}\ntimeout: ${index % 2 ? "x" : "3s"}\n`, "---\n"),
      10_000,
    ],
    [
      "of keys that are unknown",
      `service: shop/a\n${many(30_000, (index) => `key-${index}: { version: v${index} }`)}`,
      30_000,
    ],
    [
      "of routes with a wrong value each",
      `service: shop/a\nroutes:\n${many(25_000, (index) => `- { name: r${index}, timeout: x }`)}`,
      25_000,
    ],
    ["of one value", `service: shop/a\ntimeout: ${"x".repeat(1_000_000)}\n`, 1],
    ["of comments", `service: shop/a\n${many(20_000, () => "# nothing to be read here, nor in any other line")}`, 0],
  ])(
    "%s is read in reasonable time",
    (_what, text, count) => {
      const { findings } = load(text);
      expect(findings.length).toBe(count);
      expect(Math.max(0, ...findings.map((finding) => formatFinding(finding).length))).toBeLessThan(1000);
    },
    seconds * 1000,
  );
});

describe("never throws", { timeout: 60_000 }, () => {
  const run = (content: unknown) => {
    const { documents, partial, manifests, findings } = load(content);
    const compiled = compile({ documents: [...documents, ...partial], manifests, declared: shop, mesh: testMesh });
    return [...findings, ...compiled.findings].map(formatFinding);
  };
  const examples = fc.constantFrom(...kinds.map(({ example }) => example));
  const snippets = [
    "\n",
    " ",
    "\t",
    ":",
    "-",
    "---\n",
    "{",
    "}",
    "[",
    "]",
    "&a ",
    "*a",
    "!x ",
    "|",
    ">",
    "'",
    '"',
    "#",
    "\0",
    "0",
    "null",
    "~",
    "<<: ",
    "%",
    "@",
  ];

  it("whatever the text is", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.json()), (text) => void run(text)),
      { numRuns: 300 },
    );
  });

  it("however a worked example is cut and mended", () => {
    const edit = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(12), fc.constantFrom("", ...snippets));
    fc.assert(
      fc.property(examples, fc.array(edit, { minLength: 1, maxLength: 4 }), (example, edits) => {
        const text = edits.reduce((before, [place, length, more]) => {
          const at = Math.floor(place * before.length);
          return before.slice(0, at) + more + before.slice(at + length);
        }, example);
        expect(run(text)).toEqual(run(text));
      }),
      { numRuns: 500 },
    );
  });

  it("whichever values stand in the place of others", () => {
    const lines = fc.tuple(examples, examples, fc.nat(), fc.nat());
    fc.assert(
      fc.property(lines, ([one, two, from, to]) => {
        const [a, b] = [one.split("\n"), two.split("\n")];
        void run([...a.slice(0, from % a.length), ...b.slice(to % b.length)].join("\n"));
      }),
      { numRuns: 500 },
    );
  });
});

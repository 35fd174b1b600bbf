// Does not prove that a message is good English, nor that it says what helps. Reads what the package says to people: literals that
// look like sentences; and the pages for users. What a message is put together from at run time is not read as a whole, nor is a table's row
// counted.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const longest = 25;

/** Wording -> what to write. */
const avoided: readonly [RegExp, string][] = [
  [/\b(has|have) to (be|have)\b/, "must"],
  [/\b(is|are) none\b/, "does not exist, or is not valid"],
  [/\bwhich there (is|are)( not)?\b/, "does not exist"],
  [/\bthere is no (\w+ )?that is\b/, "does not exist"],
  [/\ba text\b(?! (area|field))/, "a string"],
  [/\bwhole numbers?\b/, "integer"],
  [/\blooked at\b/, "checked"],
  [/\bwho knows\b/, "might"],
  [/\bof (this|that|these) (is|are) said\b/, "is reported"],
  [/, for (it|they|there is|the (mesh|pods|entry) (has|have|is|are)|no \w+ (has|is|stands))\b/, "because"],
  [/\bgo(es)? by\b/, "uses, matches"],
  [/\b(is|are) to (be|count|go|have|test|mean|stay)\b/, "must"],
  [/\bwhere (that|this|it|both) (is|are) (meant|not meant|to)\b/, "if this is intended"],
  [/(?<!-)\bnobody\b/, "name who does not: no caller, no webhook"],
  [/\bsays (no|nothing)\b(?! \()/, "has no, is empty"],
  [/\b(in|by) which no\w*\b/, "a sentence of its own"],
  [/\bcounts (nowhere|only)\b/, "has no effect, has an effect only"],
  [/\b(can|cannot) (be set|stand) beside\b/, "together with"],
  [/\bwho (calls|runs|asks)\b/, "the caller"],
];

describe("the texts of src", () => {
  const texts = readTexts("src");

  it("are read", () => {
    // One of each sort: a remedy, the help of the command line, a schema's message, the page.
    const known = [
      "correct the name, or declare it",
      "Print the JSON Schema of policy documents, or of tests: mesh schema tests",
      "it must be at least 1ms",
      "No findings.",
    ];
    expect(known.filter((one) => !texts.some(({ text }) => text === one))).toEqual([]);
  });

  it("have no avoided wording", () => {
    expect(texts.flatMap(findAvoided)).toEqual([]);
  });

  it("have no sentence that is too long", () => {
    expect(texts.flatMap(findLong)).toEqual([]);
  });
});

describe("the pages for users", () => {
  const pages = [
    "README.md",
    ...readdirSync("docs").flatMap((name) => (name.endsWith(".md") ? [join("docs", name)] : [])),
  ];
  const texts = pages.flatMap((page) => readPage(page, readFileSync(page, "utf8")));

  it("are read", () => {
    // A paragraph, an item of a list, and a row of a table.
    const known = ["An Istio service mesh as code", "- **Requirements:**", "| exit code |"];
    const found = known.map((one) => texts.find(({ text }) => text.startsWith(one))?.hasLines);
    expect(found).toEqual([false, false, true]);
  });

  it("have no avoided wording", () => {
    expect(texts.flatMap(findAvoided)).toEqual([]);
  });

  it("have no sentence that is too long, but in tables", () => {
    expect(texts.flatMap(findLong)).toEqual([]);
  });
});

describe("a fault is found", () => {
  it.each([
    ["f(`${a} has to be a list`);", ['made.tsx:1: "… has to be a list"; write: must']],
    ['throw new Error("a is a text");', ['made.tsx:1: "a is a text"; write: a string']],
    [
      'const a = { description: "The name is none." };',
      ['made.tsx:1: "The name is none."; write: does not exist, or is not valid'],
    ],
    ['f("nobody calls it");', ['made.tsx:1: "nobody calls it"; write: name who does not: no caller, no webhook']],
    ["f(`${a} goes by b`);", ['made.tsx:1: "… goes by b"; write: uses, matches']],
    [
      "<p>\n  a is 1.99,\n  which there is not\n</p>",
      ['made.tsx:2: "a is 1.99, which there is not"; write: does not exist'],
    ],
  ])("wording: %j", (code, expected) => {
    expect(readLiterals("made.tsx", code).flatMap(findAvoided)).toEqual(expected);
  });

  it("a long sentence, of which a placeholder is one word", () => {
    const words = (count: number) => Array.from({ length: count }, () => "word").join(" ");
    const read = (text: string) => readLiterals("made.ts", text).flatMap(findLong);
    expect(read(`f("${words(25)}. ${words(25)}")`)).toEqual([]);
    expect(read(`f(\`${words(24)} \${a + b + c}\`)`)).toEqual([]);
    expect(read(`f(\`${words(25)} \${a}\`)`)).toEqual([`made.ts:1: 26 words: "${words(25)} …"`]);
  });

  it("in a page, over the lines of a paragraph, and not in code, tables and addresses", () => {
    const words = Array.from({ length: 13 }, () => "word").join(" ");
    const read = (text: string) => readPage("a.md", text).flatMap((one) => [...findLong(one), ...findAvoided(one)]);
    expect(read(`# a\n\n${words}\n${words}.\n`)).toEqual([`a.md:3: 26 words: "${words} ${words}."`]);
    expect(read("1. a\n   is none\n")).toEqual(['a.md:1: "1. a is none"; write: does not exist, or is not valid']);
    expect(read("| a | is none |\n")).toEqual(['a.md:1: "| a | is none |"; write: does not exist, or is not valid']);
    const code = `\`${words}\` [${words}](is-none)`;
    expect(read(`- ${words}\n- ${words}\n\n${code}\n\n\`\`\`sh\nis none ${words} ${words}\n\`\`\`\n`)).toEqual([]);
    expect(read(`| ${words} | ${words} |\n`)).toEqual([]);
  });

  it("not in comments, imports, types, or what is no sentence", () => {
    const code = '// it has to be\nimport a from "has to be";\nf("has-to-be", /has to be/);\ntype A = "b";';
    expect(readLiterals("made.ts", code)).toEqual([]);
  });
});

interface Text {
  /** `src/a.ts:1`. */
  place: string;
  /** Without line breaks; `…` for each placeholder. */
  text: string;
  /** Whether it is a file's or a script's, which has lines and no sentences. */
  hasLines: boolean;
}

function findAvoided({ place, text }: Text): string[] {
  return avoided
    .filter(([wording]) => wording.test(text))
    .map(([, better]) => `${place}: ${JSON.stringify(text)}; write: ${better}`);
}

function findLong({ place, text, hasLines }: Text): string[] {
  if (hasLines) return [];
  const sentences = text.split(/(?<=[.!?])\s+/);
  const counted = sentences.map((sentence) => ({ sentence, count: sentence.split(/\s+/).filter(isWord).length }));
  return counted
    .filter(({ count }) => count > longest)
    .map(({ sentence, count }) => `${place}: ${count} words: ${JSON.stringify(sentence)}`);
}

function isWord(word: string): boolean {
  return /[\p{L}\d…]/u.test(word);
}

function readTexts(folder: string): Text[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name));
  return files
    .filter((file) => /\.(tsx?|mjs)$/.test(file) && !file.endsWith("-data.ts"))
    .flatMap((file) => readLiterals(file, readFileSync(file, "utf8")));
}

/** The paragraphs, items and headings of a page, and rows of its tables; without blocks of code, pictures and addresses. */
function readPage(file: string, page: string): Text[] {
  const found: Text[] = [];
  let isCode = false;
  for (const [index, line] of page.split("\n").entries()) {
    if (/^\s*```/.test(line)) isCode = !isCode;
    const last = found.at(-1);
    const hasLines = line.startsWith("|");
    const isFirst =
      last === undefined || last.text === "" || hasLines || last.hasLines || /^\s*([-*]|\d+\.|#+) /.test(line);
    const text = isCode || /^(\s*```|!\[)/.test(line) ? "" : shorten(line.trim());
    if (isFirst || text === "") found.push({ place: `${file}:${index + 1}`, text, hasLines });
    else last.text += ` ${text}`;
  }
  return found.filter(({ text }) => text !== "");
}

/** A literal is one word, a link its text. */
function shorten(line: string): string {
  return line.replaceAll(/`[^`]+`/g, (code) => code.replaceAll(" ", "…")).replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1");
}

function readLiterals(file: string, code: string): Text[] {
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
  const found: Text[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    const read = readText(node)?.trim() ?? "";
    const text = read.replace(/\s+/g, " ");
    if (text.includes(" ") && /\p{L}/u.test(text)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      found.push({ place: `${file}:${line + 1}`, text, hasLines: read.includes("\n") && !ts.isJsxText(node) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function readText(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node) || ts.isJsxText(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join("…");
}

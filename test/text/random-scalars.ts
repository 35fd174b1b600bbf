import { readFileSync } from "node:fs";
import fc from "fast-check";

type Words = [word: string, ...judged: unknown[]][];

const { words } = JSON.parse(readFileSync("test/text/kubernetes-words.json", "utf8")) as { words: Words };

/** Mostly the first. */
export function often<T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 14, arbitrary: usual }, { weight: 1, arbitrary: odd });
}

const lineWords = words.map(([word]) => word).filter((word) => !/[\n\r]/.test(word));
/** A word as it stands in many objects. */
export const usualWord = fc.oneof(
  fc.constantFrom("a", "b", "kind", "web:80", "a b", "http://a/b", "-a", "--", "a#b", "it's", 'say "a"', "é", "v1"),
  fc.constantFrom(...lineWords.filter((word) => /^[\w.+-]/.test(word) && !/[:#]/.test(word))),
);
/** A word that is something else in YAML, or nothing. */
export const oddWord = fc.oneof(
  fc.constantFrom(...lineWords),
  fc.constantFrom("a: b", "- a", "a:", "a #b", "?a", ":a", "*.io", "<<", "__proto__", "a\tb", "a\u2028b", "a\u0085"),
  fc.constantFrom("[a", "{a}", "%a", "@a", "`a", "!a", "&a", "|a", ">a", "#a", ",a", "---", "'a", '"a', "-", "?", ":"),
);
const word = often(usualWord, oddWord);

const tail = often(
  fc.constantFrom("", "", "", "", " # a", "  "),
  fc.constantFrom("#a", " #", "\t", "\t# a", " : a", " a"),
);

const lineText = often(
  fc.constantFrom("a", "b c", "", "d-", "n\\n", "é", "m (n)", "o 'p'"),
  fc.constantFrom(
    "  d",
    " ",
    "# e",
    "f: g",
    "- h",
    "\ti",
    "j ",
    "k #l",
    "'",
    '"',
    "---",
    "n\\",
    "\\ o",
    "''",
    "\\q",
    "{",
    "j\t",
  ),
);

/** Lines of a value as they stand below a key or a dash, or what stands beside it and goes on in lines below. */
export interface Piece {
  beside?: string;
  below: string[];
}

const toPiece = (beside: string, below: string[] = []): Piece => ({ beside, below });

const quoted = fc
  .tuple(
    fc.constantFrom("'", '"'),
    often(word, fc.constantFrom("a\\tb", "\\u00e9", "\\x41", "\\ud83d\\ude00", "\\q", "a ''b", "\\\\", " a ", "\\/")),
    fc.oneof(fc.constant([]), fc.array(lineText, { maxLength: 4 })),
  )
  .map(([quote, first, more]): Piece => {
    const [beside = "", ...below] = [first, ...more].map((line) =>
      quote === '"' ? line.replaceAll('"', '\\"') : line,
    );
    return below.length === 0
      ? toPiece(quote + beside + quote)
      : toPiece(quote + beside, [...below.slice(0, -1), (below.at(-1) ?? "") + quote]);
  });

const literal = fc
  .tuple(
    often(
      fc.constantFrom("|", "|-", "|+"),
      fc.constantFrom(">", ">-", "|2", "|1-", "| # a", "|#a", "|-+", "| a", "| "),
    ),
    often(
      fc.array(fc.oneof(lineText, fc.constantFrom("", "  a", "# b", "c: d", '{"e": 1}', "\tf", "- g")), {
        minLength: 1,
        maxLength: 5,
      }),
      fc.array(lineText, { maxLength: 2 }),
    ),
  )
  .map(([header, lines]) => toPiece(header, lines));

const flow = often(
  fc.oneof(
    fc.constantFrom("{}", "[]", "{ }", "{a: b}", "[a, b]", '{"a":"b"}', '{ "a": 1, b: [c, {d: e}] }', "[a b, -1, 'c']"),
    fc.constantFrom("{a: b c, d: 'e'}", "[http://a, b:c]", "[-a, --, a-]", "{a: 0644, on: y}"),
  ),
  fc.oneof(
    fc.constantFrom(
      "[a: b]",
      "[a,]",
      "[,]",
      "{a}",
      "{a: }",
      "{a:b}",
      "[*a]",
      "[a\n  , b]",
      "{a: 1,\n    b: 2\n  }",
      "[a]: b",
    ),
    fc.constantFrom(
      "{a: b}}",
      "[a #b\n]",
      "{? a : b}",
      "[- a]",
      "[-, -a]",
      "{a: b, a: c}",
      "{<<: {a: b}}",
      "[a\n b]",
      "{a:\tb}",
    ),
  ),
).map((text) => toPiece(text));

const tagged = fc
  .oneof(
    fc.tuple(fc.constantFrom("!!str ", "!a ", "!!int ", "&a ", "&b "), word).map((parts) => parts.join("")),
    fc.constantFrom("&a x", "&b {c: d}", "&c", "*a", "*b", "*c ", "*a : b", "*a,", "&a", "&a *b", "*"),
  )
  .map((text) => toPiece(text));

/** Stands where an alias may stand, if there is an anchor. */
export const named = "@named";

/** A value that is no collection, or a flow collection. */
export const randomScalar = fc
  .tuple(
    often(
      fc.oneof(
        { weight: 6, arbitrary: word.map((word) => toPiece(word)) },
        { weight: 3, arbitrary: quoted },
        { weight: 2, arbitrary: literal },
        { weight: 2, arbitrary: flow },
        {
          weight: 1,
          arbitrary: fc.tuple(word, fc.array(lineText, { maxLength: 3 })).map(([word, more]) => toPiece(word, more)),
        },
        { weight: 1, arbitrary: fc.constantFrom("", named).map((text) => toPiece(text)) },
      ),
      tagged,
    ),
    tail,
  )
  .map(([{ beside = "", below }, tail]) => toPiece(beside + (/^[|>]/.test(beside) ? "" : tail), below));

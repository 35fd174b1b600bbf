import { chars, enterLine, findLineEnd, finishLine, isBlank, leave, skipSpaces, type Cursor } from "./plain-cursor.js";
import { readScalar, type ScalarValue } from "./kubernetes-scalar.js";

const { tab, newline, space, doubleQuote, hash, singleQuote, colon, backslash } = chars;

/** A word cannot begin with what means something in YAML, nor with what would only behind another look. */
const beginsNoWord = /[,[\]{}#&*!|>'"%@`?:\n]/;

/** Whether a word without quotes can begin there. */
export function canBegin(text: string, pos: number): boolean {
  const char = text.charAt(pos);
  return char !== "" && !beginsNoWord.test(char) && !(char === "-" && isBlank(text, pos + 1));
}

/** A word without quotes as a value, from its first character on; it may go on in lines that are indented more than `indent`. */
export function readWord(at: Cursor, indent: number): ScalarValue {
  if (!canBegin(at.text, at.pos)) leave();
  let word = readWordLine(at);
  for (;;) {
    const isCommented = at.text.charCodeAt(at.pos) === hash;
    const end = at.pos;
    if (isCommented) at.pos -= 1;
    finishLine(at);
    if (at.indent <= indent) return toPlain(readScalar(word));
    if (isCommented) leave();
    const breaks = countBreaks(at.text, end, at.lineStart);
    word += (breaks === 1 ? " " : "\n".repeat(breaks - 1)) + readWordLine(at);
  }
}

/** JSON has no number without end, and neither has an object. */
function toPlain(value: ScalarValue): ScalarValue {
  return typeof value === "number" && !Number.isFinite(value) ? leave() : value;
}

/** The rest of a line without its comment, before which or at whose end the cursor then stands. */
function readWordLine(at: Cursor): string {
  const { text, pos: start } = at;
  let end = start;
  for (let pos = start; ; pos += 1) {
    const char = text.charCodeAt(pos);
    if (char === newline || pos >= text.length || (char === hash && text.charCodeAt(pos - 1) === space)) {
      at.pos = pos;
      return text.slice(start, end);
    }
    if (char === tab || (char === colon && isBlank(text, pos + 1))) leave();
    if (char !== space) end = pos + 1;
  }
}

/** How many line breaks are between two places that only blank lines are between. A comment ends a word. */
function countBreaks(text: string, from: number, to: number): number {
  let count = 0;
  for (let pos = from; pos < to; pos += 1) {
    const char = text.charCodeAt(pos);
    if (char === newline) count += 1;
    else if (char !== space) leave();
  }
  return count;
}

/** A text in quotes, from the quote on; it may go on in lines that are indented more than `indent`. */
export function readQuoted(at: Cursor, indent: number): string {
  const { text, pos: start } = at;
  const quote = text.charCodeAt(start);
  const end = text.indexOf(quote === doubleQuote ? '"' : "'", start + 1);
  if (end === -1) leave();
  const inner = text.slice(start + 1, end);
  const isSimple = quote === doubleQuote ? !inner.includes("\\") : text.charCodeAt(end + 1) !== singleQuote;
  if (!isSimple || inner.includes("\n")) return readFolded(at, quote, indent);
  at.pos = end + 1;
  return inner;
}

/** With escapes and line breaks. */
function readFolded(at: Cursor, quote: number, indent: number): string {
  const { text } = at;
  let read = "";
  // Spaces before a line break are none of the text, but escapes are.
  let kept = 0;
  for (let pos = at.pos + 1; pos < text.length;) {
    const char = text.charCodeAt(pos);
    if (char === quote) {
      if (quote === doubleQuote || text.charCodeAt(pos + 1) !== singleQuote) {
        at.pos = pos + 1;
        return read;
      }
      read += "'";
      pos += 2;
    } else if (char === newline) {
      const { next, breaks } = enterFolded(text, pos, indent);
      read = trimEnd(read, kept) + (breaks === 1 ? " " : "\n".repeat(breaks - 1));
      kept = read.length;
      pos = next;
    } else if (char === backslash && quote === doubleQuote) {
      const { value, next } = readEscape(text, pos + 1, indent);
      read += value;
      kept = read.length;
      pos = next;
    } else {
      const next = findSpecial(text, pos, quote);
      read += text.slice(pos, next);
      pos = next;
    }
  }
  return leave();
}

function findSpecial(text: string, from: number, quote: number): number {
  let pos = from;
  for (; pos < text.length; pos += 1) {
    const char = text.charCodeAt(pos);
    if (char === quote || char === newline || (char === backslash && quote === doubleQuote)) break;
  }
  return pos;
}

function trimEnd(text: string, kept: number): string {
  let end = text.length;
  while (end > kept && text.charCodeAt(end - 1) === space) end -= 1;
  if (end > kept && text.charCodeAt(end - 1) === tab) leave();
  return text.slice(0, end);
}

/** From a line break in quotes to the next content. */
function enterFolded(text: string, from: number, indent: number): { next: number; breaks: number } {
  let breaks = 0;
  let pos = from;
  let start = from;
  while (text.charCodeAt(pos) === newline) {
    breaks += 1;
    start = pos + 1;
    pos = start;
    while (text.charCodeAt(pos) === space) pos += 1;
  }
  if (pos - start <= indent || text.charCodeAt(pos) === tab) leave();
  return { next: pos, breaks };
}

const escapes: Readonly<Record<string, string>> = {
  "0": "\0",
  n: "\n",
  r: "\r",
  t: "\t",
  " ": " ",
  '"': '"',
  "/": "/",
  "\\": "\\",
};

function readEscape(text: string, pos: number, indent: number): { value: string; next: number } {
  const char = text.charAt(pos);
  const value = Object.hasOwn(escapes, char) ? escapes[char] : undefined;
  if (value !== undefined) return { value, next: pos + 1 };
  if (char === "\n") {
    const { next, breaks } = enterFolded(text, pos, indent);
    return breaks === 1 ? { value: "", next } : leave();
  }
  const digits = char === "u" ? 4 : char === "x" ? 2 : leave();
  const code = text.slice(pos + 1, pos + 1 + digits);
  // Half of a character may stand alone in JavaScript, and nowhere else.
  if (code.length !== digits || !/^[0-9a-fA-F]+$/.test(code) || /^[dD][89a-fA-F]/.test(code)) leave();
  return { value: String.fromCharCode(Number.parseInt(code, 16)), next: pos + 1 + digits };
}

/** A literal block, from its bar on, and to the next line with content. */
export function readLiteral(at: Cursor, indent: number): string {
  const { text } = at;
  const lineEnd = findLineEnd(text, at.pos);
  const [, chomping] = /^\|([-+]?) *$/.exec(text.slice(at.pos, lineEnd)) ?? leave();
  at.pos = lineEnd + 1;
  const lines: string[] = [];
  let last = 0;
  let inner = -1;
  while (at.pos < text.length) {
    const start = at.pos;
    skipSpaces(at);
    const width = at.pos - start;
    const char = text.charCodeAt(at.pos);
    if (at.pos >= text.length || (char === newline && inner !== -1 && width > inner)) leave();
    if (char === newline) lines.push("");
    else {
      if (inner === -1) inner = startLiteral(width, indent, lines, start - lineEnd - 1);
      if (width < inner) {
        if (char === tab) leave();
        at.pos = start;
        break;
      }
      const end = findLineEnd(text, at.pos);
      // What is missing behind the last line is a line break.
      if (end === text.length) leave();
      last = lines.push(text.slice(start + inner, end));
      at.pos = end;
    }
    at.pos += 1;
  }
  if (last === 0) leave();
  enterLine(at);
  if (chomping === "-") return lines.slice(0, last).join("\n");
  return `${lines.slice(0, chomping === "+" ? lines.length : last).join("\n")}\n`;
}

/** The first line says how far all are indented; blank ones above it may hold no more spaces. */
function startLiteral(width: number, indent: number, lines: readonly string[], above: number): number {
  if (width <= indent || above > lines.length) leave();
  return width;
}

/**
 * A place in a YAML text of the plain kind, as most objects are written: block maps and lists, words, texts in quotes, literal blocks,
 * and flow collections. Whoever reads there goes forward only, and leaves what is of another kind to the package `yaml`.
 */
export interface Cursor {
  readonly text: string;
  pos: number;
  /** Where the line of `pos` begins. */
  lineStart: number;
  /** Spaces before the first character of that line; -1 at the document's end. */
  indent: number;
  depth: number;
  /** Values that have a name in this document. */
  anchors: Map<string, unknown>;
  aliases: number;
  /** Reads an item of a List that is of another kind. */
  readOther?: ReadOther;
}

/**
 * Reads what stands between two lines of the text: the item of a List that has this index, with its dash.
 * @returns undefined where it can only be read with the rest
 */
export type ReadOther = (from: number, to: number, index: number) => { value: unknown } | undefined;

/** Characters by their codes. */
export const chars = {
  tab: 9,
  newline: 10,
  space: 32,
  doubleQuote: 34,
  hash: 35,
  singleQuote: 39,
  ampersand: 38,
  asterisk: 42,
  comma: 44,
  minus: 45,
  colon: 58,
  openList: 91,
  backslash: 92,
  closeList: 93,
  openMap: 123,
  bar: 124,
  closeMap: 125,
} as const;

const { tab, newline, space, hash, minus } = chars;

/** Something that is not of the plain kind; a mistake, or not. */
class NotPlain extends Error {}

const notPlain = new NotPlain("this is not of the plain kind");

/** Ends the reading of a document. @throws always */
export function leave(): never {
  throw notPlain;
}

/** Whether an error is of `leave`. */
export function isLeft(error: unknown): boolean {
  return error === notPlain;
}

/** Whether nothing but a space or a line's end stands there. */
export function isBlank(text: string, pos: number): boolean {
  const char = text.charCodeAt(pos);
  if (char === tab) leave();
  return char === space || char === newline || pos >= text.length;
}

/** Whether a list's entry begins there. */
export function isEntry({ text, pos }: Cursor): boolean {
  return text.charCodeAt(pos) === minus && isBlank(text, pos + 1);
}

/** Whether the line that begins there separates documents. */
export function isSeparator(text: string, start: number): boolean {
  return text.startsWith("---", start) && isBlank(text, start + 3);
}

/** Where the line ends, before its line break. */
export function findLineEnd(text: string, pos: number): number {
  const end = text.indexOf("\n", pos);
  return end === -1 ? text.length : end;
}

export function skipSpaces(at: Cursor): void {
  while (at.text.charCodeAt(at.pos) === space) at.pos += 1;
}

/** From the beginning of a line to the next content. */
export function enterLine(at: Cursor): void {
  const { text } = at;
  for (let start = at.pos; start < text.length;) {
    let pos = start;
    while (text.charCodeAt(pos) === space) pos += 1;
    const char = text.charCodeAt(pos);
    if (char === tab) leave();
    if (char === newline) start = pos + 1;
    else if (char === hash) start = findLineEnd(text, pos) + 1;
    else if (pos < text.length) {
      at.pos = pos;
      at.lineStart = start;
      at.indent = pos === start && isSeparator(text, start) ? -1 : pos - start;
      return;
    } else start = pos;
  }
  at.pos = text.length;
  at.lineStart = text.length;
  at.indent = -1;
}

/** From behind a value to the next line with content: nothing but a comment may stand between. */
export function finishLine(at: Cursor): void {
  const { text, pos } = at;
  skipSpaces(at);
  const char = text.charCodeAt(at.pos);
  if (char === hash && at.pos > pos) at.pos = findLineEnd(text, at.pos);
  else if (char !== newline && at.pos < text.length) leave();
  at.pos += 1;
  enterLine(at);
}

import { readKey, readScalar } from "./kubernetes-scalar.js";
import { chars, isBlank, isSeparator, leave, skipSpaces, type Cursor } from "./plain-cursor.js";
import { addEntry, descend, requireShort, type PlainMap } from "./plain-map.js";
import { readQuoted } from "./plain-scalars.js";

const { newline, doubleQuote, singleQuote, comma, colon, openList, closeList, openMap, closeMap } = chars;

/** A flow collection, from its bracket on; its further lines are indented more than `indent`. JSON is one. */
export function readFlow(at: Cursor, indent: number): unknown {
  const isList = at.text.charCodeAt(at.pos) === openList;
  at.pos += 1;
  descend(at);
  const value = isList ? readList(at, indent) : readMap(at, indent);
  at.depth -= 1;
  return value;
}

function readList(at: Cursor, indent: number): unknown[] {
  const list: unknown[] = [];
  while (!isEnd(at, indent, closeList, list.length > 0)) list.push(readValue(at, indent));
  return list;
}

function readMap(at: Cursor, indent: number): PlainMap {
  const map: PlainMap = {};
  for (let isFollowing = false; !isEnd(at, indent, closeMap, isFollowing); isFollowing = true) {
    const start = at.pos;
    const isQuoted = isQuote(at);
    const name = isQuoted ? readLine(at) : readKey(readFlowWord(at));
    skipSpaces(at);
    if (at.text.charCodeAt(at.pos) !== colon || !(isQuoted || isBlank(at.text, at.pos + 1))) leave();
    at.pos += 1;
    requireShort(at, start);
    skipBlank(at, indent);
    addEntry(map, name, readValue(at, indent));
  }
  return map;
}

/** Whether the collection ends, else to its next entry: behind a comma, but for the first. */
function isEnd(at: Cursor, indent: number, end: number, isFollowing: boolean): boolean {
  skipBlank(at, indent);
  const char = at.text.charCodeAt(at.pos);
  if (char === end) {
    at.pos += 1;
    return true;
  }
  if (!isFollowing) return false;
  if (char !== comma) leave();
  at.pos += 1;
  skipBlank(at, indent);
  return false;
}

function readValue(at: Cursor, indent: number): unknown {
  const char = at.text.charCodeAt(at.pos);
  if (char === openMap || char === openList) return readFlow(at, indent);
  if (isQuote(at)) return readLine(at);
  const value = readScalar(readFlowWord(at));
  return typeof value === "number" && !Number.isFinite(value) ? leave() : value;
}

function isQuote({ text, pos }: Cursor): boolean {
  const char = text.charCodeAt(pos);
  return char === doubleQuote || char === singleQuote;
}

/** A text in quotes that goes on in no other line. */
function readLine(at: Cursor): string {
  const start = at.pos;
  const value = readQuoted(at, 0);
  const end = at.text.indexOf("\n", start);
  return end !== -1 && end < at.pos ? leave() : value;
}

const flowWord =
  /(?:[^-\s,[\]{}#&*!|>'"%@`?:]|-(?=[^\s,[\]{}#'":]))(?:[^\s,[\]{}#'":]|:(?=[^\s,[\]{}#'"])| +(?=[^\s,[\]{}#'":]))*/y;

function readFlowWord(at: Cursor): string {
  flowWord.lastIndex = at.pos;
  const [word = ""] = flowWord.exec(at.text) ?? [];
  if (word === "") leave();
  at.pos += word.length;
  return word;
}

/** Over spaces and line breaks; a comment is left. */
function skipBlank(at: Cursor, indent: number): void {
  const { text } = at;
  skipSpaces(at);
  while (text.charCodeAt(at.pos) === newline) {
    const start = at.pos + 1;
    at.pos = start;
    skipSpaces(at);
    if (isSeparator(text, start) || (text.charCodeAt(at.pos) !== newline && at.pos - start <= indent)) leave();
  }
}

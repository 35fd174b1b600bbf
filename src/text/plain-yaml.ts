import { readKey } from "./kubernetes-scalar.js";
import {
  chars,
  enterLine,
  findLineEnd,
  finishLine,
  isBlank,
  isEntry,
  isLeft,
  isSeparator,
  leave,
  skipSpaces,
  type Cursor,
  type ReadOther,
} from "./plain-cursor.js";
import { readFlow } from "./plain-flow.js";
import { addEntry, descend, requireShort, type PlainMap } from "./plain-map.js";
import { canBegin, readLiteral, readQuoted, readWord } from "./plain-scalars.js";

const { tab, newline, space, ampersand, asterisk, doubleQuote, hash, singleQuote, colon, openList, openMap, bar } =
  chars;

/** A document of the plain kind. */
export interface PlainDocument {
  /** As Kubernetes reads it. Undefined if the document is empty, as between two separators. */
  value: unknown;
  /** Where the text ends, or the next document's separator begins. */
  end: number;
  /** Of a List: where each of its items begins, with its line, and where the last one ends. */
  items: readonly number[];
}

/** What is about whole texts: directives, ends of documents, byte order marks, and characters that `yaml` has for itself. */
const odd = /[\0-\x08\v-\x1f\x7f\ufeff]|^(?:%|\.\.\.)/m;

/** Whether each document of a text can be read by itself. */
export function isSeparable(text: string): boolean {
  return !odd.test(text);
}

/**
 * Reads a document as `yaml` with the words of Kubernetes does, in a tenth of the time, where it is of the plain kind; what is not, and whatever is wrong, it
 * leaves to `yaml`. @param start of the text or of a line with a separator @param readOther one item of a List may be of another kind: without it the
 * whole document is @returns undefined where the document is of another kind
 */
export function readPlainDocument(text: string, start: number, readOther?: ReadOther): PlainDocument | undefined {
  const at: Cursor = {
    ...{ text, pos: start, lineStart: start, indent: -1, depth: 0, anchors: new Map(), aliases: 0 },
    readOther,
  };
  const items: number[] = [];
  try {
    if (isSeparator(text, start)) {
      at.pos += 3;
      finishLine(at);
    } else enterLine(at);
    const value = at.indent === -1 ? undefined : readNode(at, -1, items);
    return at.indent === -1 ? { value, end: Math.min(at.pos, text.length), items } : leave();
  } catch (error) {
    if (isLeft(error)) return undefined;
    throw error;
  }
}

/** Where the next document's separator begins behind a place, or the text ends. */
export function findDocumentEnd(text: string, start: number): number {
  for (let end = text.indexOf("\n---", start); end !== -1; end = text.indexOf("\n---", end + 1)) {
    if (["", " ", "\t", "\n"].includes(text.charAt(end + 4))) return end + 1;
  }
  return text.length;
}

/** What begins on a line of its own. */
function readNode(at: Cursor, outer: number, items?: number[]): unknown {
  if (isEntry(at)) return readList(at, at.indent);
  const char = at.text.charCodeAt(at.pos);
  if (outer === -1 && (char === openMap || char === openList)) return finish(at, readFlow(at, outer));
  return readMap(at, at.indent, readName(at), items);
}

/** @param first name of the map, whose value comes next */
function readMap(at: Cursor, indent: number, first: string | undefined, items?: number[]): PlainMap {
  const map: PlainMap = {};
  descend(at);
  for (let name = first; ; name = readName(at)) {
    if (name === undefined) leave();
    const value = readValue(at, indent, name === "items" ? items : undefined);
    addEntry(map, name, value);
    if (at.indent > indent) leave();
    if (at.indent < indent) break;
  }
  at.depth -= 1;
  return map;
}

function readList(at: Cursor, indent: number, items?: number[]): unknown[] {
  const list: unknown[] = [];
  descend(at);
  do {
    if (items === undefined) {
      at.pos += 1;
      list.push(readEntry(at, indent));
    } else {
      items.push(at.lineStart);
      list.push(readItem(at, indent, list.length));
    }
    if (at.indent > indent) leave();
  } while (at.indent === indent && isEntry(at));
  items?.push(at.lineStart);
  at.depth -= 1;
  return list;
}

/** One of many objects that is of another kind does not make all of them so. */
function readItem(at: Cursor, indent: number, index: number): unknown {
  const { text, lineStart, depth } = at;
  try {
    at.pos += 1;
    return readEntry(at, indent);
  } catch (error) {
    const end = findItemEnd(text, lineStart, indent);
    const other = isLeft(error) ? at.readOther?.(lineStart, end, index) : undefined;
    if (other === undefined) throw error;
    at.depth = depth;
    at.pos = end;
    enterLine(at);
    return other.value;
  }
}

/** Where the next line begins that is not indented below the dash. */
function findItemEnd(text: string, lineStart: number, indent: number): number {
  let start = lineStart;
  do {
    start = findLineEnd(text, start) + 1;
    let pos = start;
    while (text.charCodeAt(pos) === space) pos += 1;
    if (pos < text.length && text.charCodeAt(pos) !== newline && pos - start <= indent) return start;
  } while (start < text.length);
  return text.length;
}

/** What stands behind the dash of a list's entry: nothing, or a value, or the first key of a map, whose others stand below it. */
function readEntry(at: Cursor, indent: number): unknown {
  if (isLineDone(at)) return at.indent > indent ? readNode(at, indent) : null;
  const column = at.pos - at.lineStart;
  if (isEntry(at)) return readList(at, column);
  const name = readName(at);
  return name === undefined ? readInline(at, indent) : readMap(at, column, name);
}

/** What stands behind a key. */
function readValue(at: Cursor, indent: number, items?: number[]): unknown {
  if (!isLineDone(at)) {
    return at.text.charCodeAt(at.pos) === ampersand ? readAnchored(at, indent) : readInline(at, indent);
  }
  return readValueBelow(at, indent, items);
}

function readValueBelow(at: Cursor, indent: number, items?: number[]): unknown {
  if (at.indent > indent) return isEntry(at) ? readList(at, at.indent, items) : readNode(at, indent);
  return at.indent === indent && isEntry(at) ? readList(at, indent, items) : null;
}

/** A value with a name that others may call it by; that of an empty one is left. */
function readAnchored(at: Cursor, indent: number): unknown {
  const name = readAnchor(at);
  const value = isLineDone(at) ? readValueBelow(at, indent) : readInline(at, indent);
  if (value === null || at.anchors.has(name)) leave();
  at.anchors.set(name, value);
  return value;
}

/** More are left: `yaml` refuses what aliases make too large. */
const mostAliases = 50;

function readAlias(at: Cursor): unknown {
  const value = at.anchors.get(readAnchor(at));
  at.aliases += 1;
  return value === undefined || at.aliases > mostAliases ? leave() : finish(at, value);
}

const anchor = /[&*]([\w-]+)(?=[ \n])/y;

function readAnchor(at: Cursor): string {
  anchor.lastIndex = at.pos;
  const [all, name = ""] = anchor.exec(at.text) ?? leave();
  at.pos += all.length;
  return name;
}

/** Goes to the next content, and says whether it is on another line. */
function isLineDone(at: Cursor): boolean {
  const start = at.pos;
  skipSpaces(at);
  const char = at.text.charCodeAt(at.pos);
  if (char !== newline && at.pos < at.text.length && char !== hash) return false;
  at.pos = start;
  finishLine(at);
  return true;
}

/** A value on the line of its key or dash, and on to the next line with content. */
function readInline(at: Cursor, indent: number): unknown {
  switch (at.text.charCodeAt(at.pos)) {
    case doubleQuote:
    case singleQuote:
      return finish(at, readQuoted(at, indent));
    case openMap:
    case openList:
      return finish(at, readFlow(at, indent));
    case asterisk:
      return readAlias(at);
    case bar:
      return readLiteral(at, indent);
    default:
      return readWord(at, indent);
  }
}

function finish(at: Cursor, value: unknown): unknown {
  finishLine(at);
  return value;
}

/** The name of a map's entry, and on behind its colon; undefined, and no step, where none stands there. */
function readName(at: Cursor): string | undefined {
  const { text, pos: start } = at;
  const char = text.charCodeAt(start);
  const name = char === doubleQuote || char === singleQuote ? readQuotedName(at) : readPlainName(at);
  if (name === undefined) at.pos = start;
  else requireShort(at, start);
  return name;
}

function readQuotedName(at: Cursor): string | undefined {
  const { text, pos: start } = at;
  const name = readQuoted(at, 0);
  if (text.slice(start, at.pos).includes("\n")) return undefined;
  skipSpaces(at);
  if (text.charCodeAt(at.pos) !== colon || !isBlank(text, at.pos + 1)) return undefined;
  at.pos += 1;
  return name;
}

function readPlainName(at: Cursor): string | undefined {
  const { text, pos: start } = at;
  if (!canBegin(text, start)) return undefined;
  let end = start;
  for (let pos = start; ; pos += 1) {
    const char = text.charCodeAt(pos);
    if (char === colon && isBlank(text, pos + 1)) {
      at.pos = pos + 1;
      return readKey(text.slice(start, end)) ?? leave();
    }
    if (char === newline || pos >= text.length || (char === hash && text.charCodeAt(pos - 1) === space))
      return undefined;
    if (char === tab) leave();
    if (char !== space) end = pos + 1;
  }
}

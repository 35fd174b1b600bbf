import { isMap as isMapNode, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from "yaml";
import { isMap } from "../../text/is-map.js";
import { findEnd, findIndent, findLineBreak, findLineStart, findNextLine, findStart } from "./positions.js";
import { renderEntry, renderFlow, renderItem, renderLike, renderPair } from "./render.js";
import { countSame, isSame } from "./same.js";

/** A piece of the text and what stands there instead. */
export interface TextEdit {
  start: number;
  end: number;
  text: string;
}

/** A node, as it is in a text. */
interface Target {
  text: string;
  node: Node;
  /** What it says, aliases resolved. */
  value: unknown;
}

/** The first of the edits that make a node say what is wanted; the others are found in the text that it leaves. */
export function findEdit({ text, node, value }: Target, wanted: unknown): TextEdit {
  const isEmptied = typeof wanted === "object" && wanted !== null && Object.keys(wanted).length === 0;
  if (!isEmptied && isMapNode(node) && isMap(value) && isMap(wanted)) return editMap({ text, node, value }, wanted);
  if (!isEmptied && isSeq(node) && Array.isArray(value) && Array.isArray(wanted))
    return editList({ text, node, value }, wanted);
  // An empty text has quotes because it is empty.
  const type = isScalar(node) && value !== "" ? node.type : undefined;
  return { start: findStart(node), end: findEnd(node), text: renderLike(type, wanted) };
}

interface MapTarget extends Target {
  node: YAMLMap;
  value: Record<string, unknown>;
}

function editMap({ text, node, value }: MapTarget, wanted: Record<string, unknown>): TextEdit {
  // A merged key is its own map's matter; a key beside it overrides it.
  const pairs = (node.items as Pair<Node, Node | null>[]).filter(({ key }) => readKey(key) !== "<<");
  const own = pairs.map(({ key }) => readKey(key));
  const changed = pairs.find(({ key }) => readKey(key) in wanted && !isSame(value[readKey(key)], wanted[readKey(key)]));
  if (changed !== undefined) {
    const key = readKey(changed.key);
    if (changed.value !== null && !isReplaced(changed.value, wanted[key]))
      return findEdit({ text, node: changed.value, value: value[key] }, wanted[key]);
    return replacePair(text, node, changed, wanted[key]);
  }
  const added = Object.keys(wanted).find((key) => !own.includes(key) && !isSame(value[key], wanted[key]));
  // Before anything goes, so that no map is left empty, which in lines of its own says nothing at all.
  if (added !== undefined) return addPair({ text, node, value }, added, wanted[added]);
  const gone = node.items.findIndex(({ key }) => readKey(key) !== "<<" && !(readKey(key) in wanted));
  if (gone === -1) throw new Error("a merged key cannot be taken away in place");
  return cut({ text, items: node.items, isFlow: node.flow === true }, gone);
}

/** Whether a value is written anew: one of several lines, in place of one that is none, begins elsewhere. */
function isReplaced(node: Node, wanted: unknown): boolean {
  const isCollection = typeof wanted === "object" && wanted !== null && Object.keys(wanted).length > 0;
  const isKept = (isMapNode(node) && isMap(wanted)) || (isSeq(node) && Array.isArray(wanted));
  const isBlock = (isMapNode(node) || isSeq(node)) && node.flow !== true;
  return isCollection ? !isKept : isBlock || isBlockScalar(node) || isNothing(node);
}

function isBlockScalar(node: Node): boolean {
  return isScalar(node) && (node.type === "BLOCK_FOLDED" || node.type === "BLOCK_LITERAL");
}

function isNothing(node: Node): boolean {
  return isScalar(node) && node.range?.[0] === node.range?.[1];
}

function replacePair(text: string, map: YAMLMap, pair: Pair<Node, Node | null>, wanted: unknown): TextEdit {
  const start = findStart(pair);
  const end = findEnd(pair);
  const rest = text[end - 1] === "\n" ? findLineBreak(text) : "";
  const key = text.slice(start, pair.key.range?.[1]);
  if (map.flow === true) return { start, end: Math.max(end, start), text: `${key}: ${renderFlow(wanted)}` };
  const [first = "", ...others] = renderEntry(readKey(pair.key), wanted);
  const own = first.replace(renderFlow(readKey(pair.key)), () => key);
  // The colon of a key without a value.
  const colon = isNothing(pair.value ?? pair.key) || pair.value === null ? text.indexOf(":", end) + 1 : end;
  return { start, end: Math.max(colon, end), text: joinLines(text, findIndent(text, start), [own, ...others]) + rest };
}

function addPair({ text, node }: MapTarget, key: string, value: unknown): TextEdit {
  const last = node.items.at(-1);
  if (last === undefined) return { start: findStart(node), end: findEnd(node), text: renderFlow({ [key]: value }) };
  if (node.flow === true) return { start: findEnd(last), end: findEnd(last), text: `, ${renderPair(key, value)}` };
  return addLines(text, last, findIndent(text, findStart(node.items[0])), renderEntry(key, value));
}

function editList({ text, node, value }: Target & { node: YAMLSeq; value: unknown[] }, wanted: unknown[]): TextEdit {
  const at = countSame(value, wanted);
  const items = node.items as Node[];
  if (wanted.length < value.length) return cut({ text, items, isFlow: node.flow === true }, at);
  const item = items[at];
  if (wanted.length === value.length && item !== undefined)
    return findEdit({ text, node: item, value: value[at] }, wanted[at]);
  return addItem(text, node, at, wanted[at]);
}

function addItem(text: string, node: YAMLSeq, at: number, value: unknown): TextEdit {
  const items = node.items as Node[];
  const next = items[at];
  const last = items.at(-1);
  if (last === undefined) return { start: findStart(node), end: findEnd(node), text: renderFlow([value]) };
  if (node.flow === true) {
    if (next === undefined) return { start: findEnd(last), end: findEnd(last), text: `, ${renderFlow(value)}` };
    return { start: findStart(next), end: findStart(next), text: `${renderFlow(value)}, ` };
  }
  const indent = findIndent(text, findStart(node));
  if (next === undefined) return addLines(text, last, indent, renderItem(value));
  const start = text.lastIndexOf("-", findStart(next) - 1);
  const lines = joinLines(text, indent, renderItem(value));
  return { start, end: start, text: `${lines}${findLineBreak(text)}${" ".repeat(indent)}` };
}

function addLines(text: string, last: unknown, indent: number, lines: readonly string[]): TextEdit {
  const at = findNextLine(text, findEnd(last));
  const lineBreak = findLineBreak(text);
  const isOpen = text[at - 1] !== "\n";
  const block = `${" ".repeat(indent)}${joinLines(text, indent, lines)}`;
  return { start: at, end: at, text: isOpen ? `${lineBreak}${block}` : `${block}${lineBreak}` };
}

function joinLines(text: string, indent: number, lines: readonly string[]): string {
  return lines.join(`${findLineBreak(text)}${" ".repeat(indent)}`);
}

interface Items {
  text: string;
  items: readonly (Node | Pair)[];
  isFlow: boolean;
}

/** Takes an item out, with its comma or its lines; there is another one. */
function cut({ text, items, isFlow }: Items, at: number): TextEdit {
  const item = items[at];
  const next = items[at + 1];
  const before = items[at - 1];
  if (isFlow && before !== undefined) return { start: findEnd(before), end: findEnd(item), text: "" };
  if (isFlow) return { start: findStart(item), end: findStart(next), text: "" };
  const start = findLineStart(text, findStart(item));
  const lead = text.slice(start, findStart(item));
  const isOwnLine = /^\s*(-\s+)?$/.test(lead) && !(lead.includes("-") && "key" in (item as object));
  // The first key of a list's item stands on the item's own line, which stays.
  if (!isOwnLine && next !== undefined) return { start: findStart(item), end: findStart(next), text: "" };
  return { start, end: findNextLine(text, findEnd(item)), text: "" };
}

function readKey(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}

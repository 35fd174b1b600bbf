import { isAlias, isMap, isNode, isScalar, isSeq, parseAllDocuments, type Document, type ParsedNode } from "yaml";
import type { ValuePath } from "../findings/place.js";
import { findDeep } from "./yaml-depth.js";

/** A value of a text: which of its documents, from 0, and where in there. */
export interface ValuePlace {
  document: number;
  path: ValuePath;
}

/** Which of a text's documents and values stands where. */
export interface PathIndex {
  /**
   * The value whose place is said to be there, as `locate` of a placed YAML says it: that of its key in a map. Of several, as an item
   * and its first key, the outermost; where none begins there, the document alone. Lines and columns count from 1.
   */
  find: (line: number, column: number) => ValuePlace | undefined;
}

/** Says of a text where findings point to. A text that nobody can read has no values. */
export function indexPaths(text: string): PathIndex {
  if (findDeep(text) !== undefined) return { find: () => undefined };
  const documents = parseAllDocuments(text, { merge: true, uniqueKeys: false, logLevel: "silent" });
  const all = Array.isArray(documents) ? (documents as Document.Parsed[]) : [];
  const starts = findLineStarts(text);
  const indices = all.map(() => undefined as Map<number, ValuePath> | undefined);
  return {
    find: (line, column) => {
      const offset = (starts[line - 1] ?? text.length) + column - 1;
      const document = all.findIndex((one) => offset < one.range[2]);
      const found = all[document];
      if (found === undefined) return undefined;
      const index = (indices[document] ??= indexDocument(found));
      return { document, path: index.get(offset) ?? [] };
    },
  };
}

function findLineStarts(text: string): number[] {
  const starts = [0];
  for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1)) starts.push(end + 1);
  return starts;
}

/** By offset; what is added first, the outermost, stays. */
function indexDocument({ contents }: Document.Parsed): Map<number, ValuePath> {
  const index = new Map<number, ValuePath>();
  const add = (node: unknown, path: ValuePath) => {
    if (isNode(node) && node.range && !index.has(node.range[0])) index.set(node.range[0], path);
  };
  add(contents, []);
  visit(contents, [], add);
  return index;
}

type Add = (node: unknown, path: ValuePath) => void;

function visit(node: ParsedNode | null | undefined, path: ValuePath, add: Add): void {
  if (node === null || node === undefined || isAlias(node)) return;
  if (isSeq(node)) {
    node.items.forEach((item, index) => {
      add(item, [...path, index]);
      visit(item, [...path, index], add);
    });
  }
  if (!isMap(node)) return;
  for (const { key, value } of node.items) {
    if (!isScalar(key)) continue;
    const inner = [...path, String(key.value)];
    add(key, inner);
    visit(value, inner, add);
  }
}

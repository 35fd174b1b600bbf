import { isAlias, isMap, isScalar, isSeq, type Document } from "yaml";
import type { ValuePath } from "../findings/place.js";

/** Tells the path of the key or value that begins at an offset of a document's text; of several, the innermost. */
export function createPathFinder({ contents }: Document): (offset: number) => ValuePath | undefined {
  let known: ReadonlyMap<number, ValuePath> | undefined;
  return (offset) => (known ??= indexPaths(contents)).get(offset);
}

function indexPaths(contents: unknown): Map<number, ValuePath> {
  const index = new Map<number, ValuePath>();
  const add = (node: unknown, path: ValuePath) => {
    const [start] = isMap(node) || isSeq(node) || isScalar(node) || isAlias(node) ? (node.range ?? []) : [];
    if (start !== undefined) index.set(start, path);
  };
  const open: [node: unknown, path: ValuePath][] = [[contents, []]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [node, path] = next;
    add(node, path);
    if (isSeq(node)) node.items.forEach((item, index) => open.push([item, [...path, index]]));
    if (!isMap(node)) continue;
    for (const { key, value } of node.items) {
      if (!isScalar(key)) continue;
      const inner = [...path, String(key.value)];
      add(key, inner);
      open.push([value, inner]);
    }
  }
  return index;
}

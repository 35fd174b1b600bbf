import { isMap, isNode, isScalar, isSeq, parseDocument, type Document, type Node, type Pair, type YAMLMap } from "yaml";
import type { ValuePath } from "../findings/place.js";
import { inspect, type YamlRules } from "./yaml-inspect.js";

/** Double keys are found by `inspect`. Warnings would go to the terminal by themselves. */
export const yamlOptions = { merge: true, uniqueKeys: false, logLevel: "error" } as const;

/** A document that is asked for places, and where the text begins that its offsets count from. */
export interface Origin {
  document: Document;
  start: number;
}

/** Few of many documents are asked for a place, and the nodes of all would take a hundred times the space of their text. */
export function readAgain(text: string, start: number, rules: YamlRules): () => Origin {
  let known: Origin | undefined;
  return () => {
    if (known !== undefined) return known;
    const document = parseDocument(text, yamlOptions);
    // Keys have their names by the rules.
    inspect(document, rules);
    return (known = { document, start });
  };
}

/** Where the value at a path begins, or the nearest one above it that is there. Of a map the key's own node rather than its value's: a value that is a map begins on the next line. */
export function findOffset(document: Document, path: ValuePath): number | undefined {
  let node: unknown = document.contents;
  let offset = document.contents?.range?.[0];
  for (const step of path) {
    const found = findEntry(node, step);
    if (found === undefined) break;
    offset = found.place.range?.[0] ?? offset;
    node = found.value;
  }
  return offset;
}

/** The scalar at a path as the text has it, without quotes. */
export function findWord(document: Document, path: ValuePath): string | undefined {
  const node = path.reduce<unknown>((outer, step) => findEntry(outer, step)?.value, document.contents);
  return isScalar(node) ? node.source : undefined;
}

function findEntry(node: unknown, step: PropertyKey): { place: Node; value: unknown } | undefined {
  if (isSeq(node) && typeof step === "number") {
    const item = node.items[step];
    return isNode(item) ? { place: item, value: item } : undefined;
  }
  const pair = isMap(node) ? indexKeys(node).get(String(step)) : undefined;
  return isNode(pair?.key) ? { place: pair.key, value: pair.value } : undefined;
}

// Where a text is wrong in thousands of places, each of them is looked for.
const indices = new WeakMap<YAMLMap, Map<string, Pair>>();

function indexKeys(map: YAMLMap): Map<string, Pair> {
  const known = indices.get(map);
  if (known !== undefined) return known;
  const pairs = map.items.flatMap((pair): [string, Pair][] =>
    isScalar(pair.key) ? [[String(pair.key.value), pair]] : [],
  );
  const index = new Map(pairs);
  indices.set(map, index);
  return index;
}

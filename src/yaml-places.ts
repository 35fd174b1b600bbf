import {
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  parseDocument,
  visit,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
} from "yaml";
import { createFinding, type Code } from "./codes.js";
import type { Finding } from "./finding.js";
import type { Place, ValuePath } from "./schema-problems.js";
import { deepest, findDeep } from "./yaml-depth.js";

/** A YAML text that knows where each of its values stands. */
export interface PlacedYaml {
  /** The value, or undefined where the text is not valid YAML. */
  value: unknown;
  /** What is wrong with the text as YAML. */
  findings: Finding[];
  /** Place of the key at a path; of the nearest one above it where the path is not in the text. */
  locate: (path: ValuePath) => Place;
}

/** yaml itself compares each key of a map with all before it, which takes 20 s for a file of 30,000 keys. */
const uniqueKeys = false;
/** Warnings would go to the terminal by themselves. */
const logLevel = "error";

const tooDeep = `values are nested more than ${deepest} deep`;

/** Reads one YAML document, keeping positions. @param code of the findings */
export function parsePlacedYaml(text: string, file: string, code: Code): PlacedYaml {
  const lines = new LineCounter();
  const deep = refuseDeep(text, file, code);
  return deep ?? placeDocument(parseDocument(text, { lineCounter: lines, uniqueKeys, logLevel }), lines, file, code);
}

/** Reads all YAML documents of a text, keeping positions; never throws. Empty documents are skipped. */
export function parsePlacedDocuments(text: string, file: string, code: Code): PlacedYaml[] {
  const lines = new LineCounter();
  const deep = refuseDeep(text, file, code);
  if (deep !== undefined) return [deep];
  const documents: Document[] = [...parseAllDocuments(text, { lineCounter: lines, merge: true, uniqueKeys, logLevel })];
  return documents
    .map((document) => placeDocument(document, lines, file, code))
    .filter(({ value, findings }) => findings.length > 0 || (value !== undefined && value !== null));
}

function refuseDeep(text: string, file: string, code: Code): PlacedYaml | undefined {
  const lines = new LineCounter();
  const offset = findDeep(text, lines);
  if (offset === undefined) return undefined;
  const { line, col } = lines.linePos(offset);
  return {
    value: undefined,
    findings: [{ ...createFinding(code, tooDeep), file, line, column: col }],
    locate: () => ({ file }),
  };
}

function placeDocument(document: Document, lines: LineCounter, file: string, code: Code): PlacedYaml {
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return line === 0 ? { file } : { file, line, column: col };
  };
  const { value, problems } = readDocument(document);
  return {
    value,
    findings: problems.map(({ message, offset }) => ({ ...createFinding(code, message), ...placeAt(offset) })),
    locate: (path) => {
      const offset = findOffset(document, path);
      return offset === undefined ? { file } : placeAt(offset);
    },
  };
}

/** Something that is wrong with a text. */
interface Problem {
  message: string;
  offset: number;
}

/** The value of a document, or what is wrong with it as YAML and where. */
function readDocument(document: Document): { value?: unknown; problems: Problem[] } {
  const problems = document.errors.map(({ message, pos: [offset] }) => {
    return { message: `not valid YAML: ${message.split(" at line ")[0] ?? message}`, offset };
  });
  if (problems.length > 0) return { problems };
  const offset = document.contents?.range?.[0] ?? 0;
  try {
    const doubles = findDoubleKeys(document);
    if (doubles.length > 0) return { problems: doubles };
    const value: unknown = document.toJS();
    const endless = findEndless(value);
    return endless === undefined ? { value, problems } : { problems: [{ message: endless, offset }] };
  } catch (error) {
    // Aliases are resolved only here: one without an anchor, or so many that the value would fill the memory or the stack.
    const reason = error instanceof Error ? error.message : String(error);
    return { problems: [{ message: error instanceof RangeError ? tooDeep : `not valid YAML: ${reason}`, offset }] };
  }
}

/** Keys that stand in their map a second time; as texts, since `1` and `"1"` are one key of an object. */
function findDoubleKeys(document: Document): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Map: (_key, { items }) => {
      const known = new Set<string>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        if (known.has(name))
          problems.push({ message: "not valid YAML: Map keys must be unique", offset: key.range?.[0] ?? 0 });
        known.add(name);
      }
    },
  });
  return problems;
}

/** What aliases can do to a value. */
function findEndless(value: unknown, above: readonly unknown[] = []): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (above.includes(value)) return "a value contains itself, by an alias";
  if (above.length >= deepest) return tooDeep;
  for (const inner of Object.values(value)) {
    const found = findEndless(inner, [...above, value]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Of a map the key's own node rather than its value's: a value that is a map begins on the next line. */
function findOffset(document: Document, path: ValuePath): number | undefined {
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

import {
  isNode,
  isPair,
  isScalar,
  LineCounter,
  parseAllDocuments,
  parseDocument,
  type Document,
  type Node,
  YAMLParseError,
} from "yaml";
import { createFinding, type Code } from "./codes.js";
import type { Finding } from "./finding.js";
import type { Place, ValuePath } from "./schema-problems.js";

/** A YAML text that knows where each of its values stands. */
export interface PlacedYaml {
  /** The value, or undefined where the text is not valid YAML. */
  value: unknown;
  /** What is wrong with the text as YAML. */
  findings: Finding[];
  /** Place of the key at a path; of the nearest one above it where the path is not in the text. */
  locate: (path: ValuePath) => Place;
}

/** Reads one YAML document, keeping positions. @param code of the findings */
export function parsePlacedYaml(text: string, file: string, code: Code): PlacedYaml {
  const lines = new LineCounter();
  return placeDocument(parseDocument(text, { lineCounter: lines }), lines, file, code);
}

/** Reads all YAML documents of a text, keeping positions; never throws. Empty documents are skipped. */
export function parsePlacedDocuments(text: string, file: string, code: Code): PlacedYaml[] {
  const lines = new LineCounter();
  return readAll(text, lines)
    .map((document) => placeDocument(document, lines, file, code))
    .filter(({ value, findings }) => findings.length > 0 || (value !== undefined && value !== null));
}

/** The parser descends by calling itself, so thousands of nested brackets end its stack, not its input. */
function readAll(text: string, lines: LineCounter): Document[] {
  try {
    return [...parseAllDocuments(text, { lineCounter: lines, merge: true })];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const document = parseDocument("");
    document.errors.push(new YAMLParseError([0, 1], "UNEXPECTED_TOKEN", "values are nested too deeply to be read"));
    return [document];
  }
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

/** The value of a document, or what is wrong with it as YAML and where. */
function readDocument(document: Document): { value?: unknown; problems: { message: string; offset: number }[] } {
  const problems = document.errors.map(({ message, pos: [offset] }) => {
    return { message: `not valid YAML: ${message.split(" at line ")[0] ?? message}`, offset };
  });
  if (problems.length > 0) return { problems };
  try {
    const value: unknown = document.toJS();
    if (!containsItself(value)) return { value, problems };
    return {
      problems: [{ message: "a value contains itself, by an alias", offset: document.contents?.range?.[0] ?? 0 }],
    };
  } catch (error) {
    // Aliases are resolved only here: one without an anchor, or so many that the value would fill the memory.
    const message = `not valid YAML: ${error instanceof Error ? error.message : String(error)}`;
    return { problems: [{ message, offset: document.contents?.range?.[0] ?? 0 }] };
  }
}

function containsItself(value: unknown, above: readonly unknown[] = []): boolean {
  if (typeof value !== "object" || value === null) return false;
  return above.includes(value) || Object.values(value).some((inner) => containsItself(inner, [...above, value]));
}

function findOffset(document: Document, path: ValuePath): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const found = findKeyNode(document, path.slice(0, length));
    if (found?.range) return found.range[0];
  }
  return document.contents?.range?.[0];
}

/** The key's own node rather than its value's: a value that is a map begins on the next line. */
function findKeyNode(document: Document, path: ValuePath): Node | undefined {
  const parent = document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  if (!isNode(parent) || !("items" in parent)) return undefined;
  const items: unknown[] = parent.items;
  if (typeof last === "number") return isNode(items[last]) ? items[last] : undefined;
  const pair = items.filter((item) => isPair(item)).find(({ key }) => isScalar(key) && String(key.value) === last);
  return pair !== undefined && isNode(pair.key) ? pair.key : undefined;
}

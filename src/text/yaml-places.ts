import {
  Composer,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  Parser,
  type CST,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
} from "yaml";
import type { Code } from "../findings/codes.js";
import { placeProblem } from "../findings/problem.js";
import type { Finding } from "../findings/finding.js";
import type { Place, ValuePath } from "../findings/place.js";
import { deepest, findDeep, findDeepValue } from "./yaml-depth.js";
import { createPathFinder } from "./yaml-path.js";
import { inspect, type Inspected, type YamlProblem, type YamlRules } from "./yaml-inspect.js";

/** A YAML text that knows where each of its values stands. */
export interface PlacedYaml {
  /** The value, or undefined where the text is not valid YAML. */
  value: unknown;
  /** What is wrong with the text as YAML. */
  findings: Finding[];
  /** Values that are something else by YAML 1.2 than in a Kubernetes object, or to Pulumi's engine. @default none */
  ambiguous?: Finding[];
  /** Place of the key at a path; of the nearest one above it where the path is not in the text. */
  locate: (path: ValuePath) => Place;
  /** The scalar at a path as the text has it, without quotes; undefined where none is there. @default - of a value without a text */
  readWord?: (path: ValuePath) => string | undefined;
}

/** Double keys are found by `inspect`. Warnings would go to the terminal by themselves. */
const options = { merge: true, uniqueKeys: false, logLevel: "error" } as const;

const tooDeep = `values are nested more than ${deepest} deep`;

/** The codes of what is wrong with a text. */
export interface YamlCodes {
  code: Code;
  /** Of a key that is in its map already. */
  doubleKey: Code;
}

/** Reads one YAML document, keeping positions. @param code of the findings */
export function parsePlacedYaml(text: string, file: string, code: Code | YamlCodes, rules: YamlRules): PlacedYaml {
  const codes = typeof code === "string" ? { code, doubleKey: code } : code;
  const source = { text, lines: countLines(text), file, ...codes, index: 0 };
  const deep = findDeep(text);
  if (deep !== undefined) return refuseDeep(deep, source);
  const document = parseDocument(text, { ...options, merge: rules !== "core", prettyErrors: false });
  return placeDocument(document, source, rules, () => ({ document, start: 0 }));
}

/**
 * Reads all YAML documents of a text, keeping positions; never throws. Empty documents are skipped.
 * @param chooseRules by the keys of a document; without it all are read as Kubernetes reads them
 */
export function parsePlacedDocuments(
  text: string,
  file: string,
  code: Code,
  chooseRules: (keys: readonly string[]) => YamlRules = () => "kubernetes",
): PlacedYaml[] {
  const source = { text, lines: countLines(text), file, code, doubleKey: code, index: -1 };
  const composer = new Composer(options);
  const placed: PlacedYaml[] = [];
  try {
    for (const document of composer.compose(stopAtDeep(new Parser().parse(text)))) {
      const rules = chooseRules(listKeys(document));
      source.index += 1;
      const one = placeDocument(document, { ...source }, rules, readAgain(document, text, rules));
      if (one.findings.length > 0 || (one.value !== undefined && one.value !== null)) placed.push(one);
    }
    return placed;
  } catch (error) {
    if (error instanceof DeepValue) return [refuseDeep(error.offset, source)];
    throw error;
  }
}

function listKeys({ contents }: Document): string[] {
  return isMap(contents) ? contents.items.flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : [])) : [];
}

class DeepValue extends Error {
  readonly offset: number;

  constructor(offset: number) {
    super(tooDeep);
    this.offset = offset;
  }
}

function* stopAtDeep(tokens: Iterable<CST.Token>): Generator<CST.Token> {
  for (const token of tokens) {
    const offset = findDeepValue(token);
    if (offset !== undefined) throw new DeepValue(offset);
    yield token;
  }
}

/** A text, and what findings in it need. */
interface Source extends YamlCodes {
  text: string;
  lines: LineCounter;
  file: string;
  /** Which of the text's documents is read. */
  index: number;
}

/** Of the whole text at once: the parser tells no new line behind what it cannot read. */
function countLines(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1)) lines.addNewLine(end + 1);
  return lines;
}

function placeAt({ lines, file, index }: Source, offset: number, path: ValuePath = []): Place {
  const { line, col } = lines.linePos(offset);
  return { file, document: index, line, column: col, path };
}

function refuseDeep(offset: number, source: Source): PlacedYaml {
  const { file, code } = source;
  return {
    value: undefined,
    findings: [placeProblem({ code, path: [], message: tooDeep }, { locate: () => placeAt(source, offset) })],
    locate: () => ({ file }),
  };
}

/** A document, and where in the text it begins that its offsets count from. */
interface Origin {
  document: Document;
  start: number;
}

/** Few of many documents are asked for a place, and the nodes of all would take a hundred times the space of their text. */
function readAgain({ range }: Document, text: string, rules: YamlRules): () => Origin {
  const [start = 0, , end = text.length] = range ?? [];
  let known: Origin | undefined;
  return () => {
    if (known !== undefined) return known;
    const document = parseDocument(text.slice(start, end), options);
    // Keys have their names by the rules.
    inspect(document, rules);
    return (known = { document, start });
  };
}

function placeDocument(document: Document, source: Source, rules: YamlRules, getOrigin: () => Origin): PlacedYaml {
  const { file, index } = source;
  const { value, problems, ambiguous = [] } = readDocument(document, source, rules);
  const findPath = createPathFinder(document);
  const place =
    (code: Code) =>
    ({ message, offset, remedy }: YamlProblem): Finding =>
      placeProblem(
        { code, path: findPath(offset) ?? [], message, ...(remedy === undefined ? {} : { remedy }) },
        { locate: (path) => placeAt(source, offset, path) },
      );
  return {
    value,
    findings: problems.map((one) => place(one.isDoubleKey === true ? source.doubleKey : source.code)(one)),
    ...(ambiguous.length === 0
      ? {}
      : { ambiguous: ambiguous.map(place(rules === "engine" ? "MESH0163" : "MESH0160")) }),
    locate: (path) => {
      const origin = getOrigin();
      const offset = findOffset(origin.document, path);
      return offset === undefined ? { file, document: index } : placeAt(source, origin.start + offset, path);
    },
    readWord: (path) => findWord(getOrigin().document, path),
  };
}

/** Behind what it cannot read the parser guesses, and says something of every word: of a line the first, and of a document so many. */
const mostGuesses = 3;

function listErrors({ errors }: Document, { text, lines }: Source): YamlProblem[] {
  const told = new Set<number>();
  const firsts = errors.filter(({ pos: [offset] }) => {
    const { line } = lines.linePos(offset);
    return !told.has(line) && told.add(line);
  });
  return firsts.slice(0, mostGuesses).map(({ message, pos: [offset] }) => {
    const problem = { message: `not valid YAML: ${message.split(" at line ")[0] ?? message}`, offset };
    return isTemplate(text, offset) ? { ...problem, remedy: templateRemedy } : problem;
  });
}

const templateRemedy = "where this is a template of a Helm chart, take what `helm template` makes of it";

/** Whether the line has what Helm fills in. */
function isTemplate(text: string, offset: number): boolean {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", offset);
  return text.slice(start, end === -1 ? text.length : end).includes("{{");
}

interface Read extends Partial<Inspected> {
  value?: unknown;
  problems: YamlProblem[];
}

/** The value of a document, or what is wrong with it as YAML and where. */
function readDocument(document: Document, source: Source, rules: YamlRules): Read {
  const errors = listErrors(document, source);
  if (errors.length > 0) return { problems: errors };
  const offset = document.contents?.range?.[0] ?? 0;
  try {
    const { problems, ambiguous, hasAlias } = inspect(document, rules, (at) => source.lines.linePos(at).line);
    if (problems.length > 0) return { problems };
    const value: unknown = document.toJS();
    const endless = hasAlias ? findEndless(value) : undefined;
    return endless === undefined ? { value, problems, ambiguous } : { problems: [{ message: endless, offset }] };
  } catch (error) {
    // Aliases are resolved only here: one without an anchor, or so many that the value would fill the memory or the stack.
    const reason = error instanceof Error ? error.message : String(error);
    return { problems: [{ message: error instanceof RangeError ? tooDeep : `not valid YAML: ${reason}`, offset }] };
  }
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

function findWord(document: Document, path: ValuePath): string | undefined {
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

import { Composer, isMap, isScalar, LineCounter, parseDocument, Parser, type CST, type Document } from "yaml";
import type { Code } from "../findings/codes.js";
import { placeProblem } from "../findings/problem.js";
import { Collector } from "../findings/collector.js";
import type { Finding } from "../findings/finding.js";
import type { Place, ValuePath } from "../findings/place.js";
import { findLineEnd, type ReadOther } from "./plain-cursor.js";
import { findDocumentEnd, isSeparable, readPlainDocument, type PlainDocument } from "./plain-yaml.js";
import { toMap } from "./read.js";
import { deepest, findDeep, findDeepValue } from "./yaml-depth.js";
import { createPathFinder } from "./yaml-path.js";
import { inspect, type Inspected, type YamlProblem, type YamlRules } from "./yaml-inspect.js";
import { findOffset, findWord, readAgain, yamlOptions as options, type Origin } from "./yaml-lookup.js";

/** A YAML text that knows where each of its values stands. */
export interface PlacedYaml {
  /** The value, or undefined where the text is not valid YAML. */
  value: unknown;
  /** What is wrong with the text as YAML. */
  findings: Finding[];
  /** Values that are something else by YAML 1.2 than in a Kubernetes object, or to Pulumi's engine. @default none */
  ambiguous?: readonly Finding[];
  /** Place of the key at a path; of the nearest one above it where the path is not in the text. */
  locate: (path: ValuePath) => Place;
  /** The scalar at a path as the text has it, without quotes; undefined where none is there. @default - of a value without a text */
  readWord?: (path: ValuePath) => string | undefined;
}

const tooDeep = `values are nested more than ${deepest} deep`;

/** The codes of what is wrong with a text. */
export interface YamlCodes {
  code: Code;
  /** Of a key that is in its map already. */
  doubleKey: Code;
}

/** Reads one YAML document, keeping positions. @param code of the findings */
export function parsePlacedYaml(text: string, file: string, code: Code | YamlCodes, rules: YamlRules): PlacedYaml {
  const source = readSource(text, file, typeof code === "string" ? { code, doubleKey: code } : code);
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
  chooseRules: ChooseRules = () => "kubernetes",
): PlacedYaml[] {
  const source = readSource(text, file, { code, doubleKey: code });
  try {
    return [...readDocuments(source, chooseRules)].filter(
      ({ value, findings }) => findings.length > 0 || (value !== undefined && value !== null),
    );
  } catch (error) {
    if (error instanceof DeepValue) return [error.finding];
    throw error;
  }
}

type ChooseRules = (keys: readonly string[]) => YamlRules;

/** Each document for itself: by the short way where it is a Kubernetes object of the plain kind. @throws DeepValue */
function* readDocuments(source: Source, chooseRules: ChooseRules): Generator<PlacedYaml> {
  const { text } = source;
  if (!isSeparable(text)) return yield* composeAll(source, chooseRules);
  let index = 0;
  for (let start = 0; start < text.length;) {
    const others = new Collector<Finding>();
    const plain = readPlainDocument(text, start, createItemReader({ ...source, index }, others));
    const end = plain?.end ?? findDocumentEnd(text, start);
    const part = { ...source, start, text: text.slice(start, end), index };
    if (plain !== undefined && chooseRules(Object.keys(toMap(plain.value))) === "kubernetes") {
      yield { ...placePlain(plain, part), ...(others.items.length === 0 ? {} : { ambiguous: others.items }) };
      // Comments alone are no document, and nothing behind a separator is an empty one.
      if (plain.value !== undefined || text.startsWith("---", start)) index += 1;
    } else {
      const all = [...composeAll(part, chooseRules)];
      // What `yaml` says of a document that breaks off depends on what stands behind it.
      if (all.some(({ isBroken }) => isBroken))
        return yield* composeAll({ ...part, text: text.slice(start) }, chooseRules);
      yield* all;
      index += all.length;
    }
    start = end;
  }
}

/** Reads one item of a List as `yaml` does; where anything is wrong with it, the whole List is to be read so. */
function createItemReader(source: Source, ambiguous: Collector<Finding>): ReadOther {
  return (from, to, index) => {
    const text = source.text.slice(from, to);
    if (findDeep(text) !== undefined) return undefined;
    const document = parseDocument(text, options);
    const placed = placeDocument(document, { ...source, start: from, text }, "kubernetes", () => ({
      document,
      start: from,
    }));
    if (placed.findings.length > 0 || !Array.isArray(placed.value)) return undefined;
    for (const one of placed.ambiguous ?? [])
      ambiguous.add({ ...one, path: ["items", index, ...(one.path ?? []).slice(1)] });
    return { value: (placed.value as unknown[])[0] };
  };
}

/** As `yaml` reads them. @throws DeepValue */
function* composeAll(source: Source, chooseRules: ChooseRules): Generator<PlacedYaml & { isBroken: boolean }> {
  let index = source.index;
  for (const document of new Composer(options).compose(stopAtDeep(source))) {
    const rules = chooseRules(listKeys(document));
    const [start = 0, , end = source.text.length] = document.range ?? [];
    const again = readAgain(source.text.slice(start, end), start, rules);
    yield { ...placeDocument(document, { ...source, index }, rules, again), isBroken: document.errors.length > 0 };
    index += 1;
  }
}

function listKeys({ contents }: Document): string[] {
  return isMap(contents) ? contents.items.flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : [])) : [];
}

class DeepValue extends Error {
  readonly finding: PlacedYaml;

  constructor(finding: PlacedYaml) {
    super(tooDeep);
    this.finding = finding;
  }
}

function* stopAtDeep(source: Source): Generator<CST.Token> {
  let { index } = source;
  for (const token of new Parser().parse(source.text)) {
    const offset = findDeepValue(token);
    if (offset !== undefined) throw new DeepValue(refuseDeep(offset, { ...source, index }));
    if (token.type === "document") index += 1;
    yield token;
  }
}

/** A text, or a part of one, and what findings in it need. */
interface Source extends YamlCodes {
  text: string;
  /** Where it begins in its file. */
  start: number;
  /** Of the file; asked for only where something is found. */
  getLines: () => LineCounter;
  file: string;
  /** Which of the file's documents is read, or the first of several. */
  index: number;
}

function readSource(text: string, file: string, codes: YamlCodes): Source {
  let lines: LineCounter | undefined;
  return { text, start: 0, getLines: () => (lines ??= countLines(text)), file, ...codes, index: 0 };
}

/** Of the whole text at once: the parser tells no new line behind what it cannot read. */
function countLines(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1)) lines.addNewLine(end + 1);
  return lines;
}

function placeAt({ getLines, start, file, index }: Source, offset: number, path: ValuePath = []): Required<Place> {
  const { line, col } = getLines().linePos(start + offset);
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

/** A List may be that of a whole cluster: only the item that is asked for is read again. */
function placePlain({ value, items }: PlainDocument, source: Source): PlacedYaml {
  const getWhole = readAgain(source.text, 0, "kubernetes");
  let item: { index: number; getOrigin: () => Origin } | undefined;
  const find = (path: ValuePath): Found => {
    const [list, index, ...inner] = path;
    const [from, to] = list === "items" && typeof index === "number" ? items.slice(index, index + 2) : [];
    if (typeof index !== "number" || from === undefined || to === undefined) return { ...getWhole(), path };
    const [start, end] = [from - source.start, to - source.start];
    if (item?.index !== index)
      item = { index, getOrigin: readAgain(source.text.slice(start, end), start, "kubernetes") };
    return { ...item.getOrigin(), path: [0, ...inner] };
  };
  return { value, findings: [], ...createLookup(source, find) };
}

/** Where a path leads, in the document or in a part of it. */
interface Found extends Origin {
  path: ValuePath;
}

function createLookup(source: Source, find: (path: ValuePath) => Found): Pick<PlacedYaml, "locate" | "readWord"> {
  return {
    locate: (given) => {
      const { document, start, path } = find(given);
      const offset = findOffset(document, path);
      if (offset === undefined) return { file: source.file, document: source.index };
      return placeAt(source, start + offset, given);
    },
    readWord: (given) => {
      const { document, path } = find(given);
      return findWord(document, path);
    },
  };
}

function placeDocument(document: Document, source: Source, rules: YamlRules, getOrigin: () => Origin): PlacedYaml {
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
    ...createLookup(source, (path) => ({ ...getOrigin(), path })),
  };
}

/** Behind what it cannot read the parser guesses, and says something of every word: of a line the first, and of a document so many. */
const mostGuesses = 3;

function listErrors({ errors }: Document, source: Source): YamlProblem[] {
  const told = new Set<number>();
  const firsts = errors.filter(({ pos: [offset] }) => {
    const { line } = placeAt(source, offset);
    return !told.has(line) && told.add(line);
  });
  return firsts.slice(0, mostGuesses).map(({ message, pos: [offset] }) => {
    const problem = { message: `not valid YAML: ${message.split(" at line ")[0] ?? message}`, offset };
    return isTemplate(source.text, offset) ? { ...problem, remedy: templateRemedy } : problem;
  });
}

const templateRemedy = "if this is a template of a Helm chart, use the output of `helm template`";

/** Whether the line has what Helm fills in. */
function isTemplate(text: string, offset: number): boolean {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return text.slice(start, findLineEnd(text, offset)).includes("{{");
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
    const { problems, ambiguous, hasAlias } = inspect(document, rules, (at) => placeAt(source, at).line);
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

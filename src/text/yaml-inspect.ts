import { isAlias, isMap, isScalar, isSeq, type Document, type Scalar, type YAMLMap } from "yaml";
import { readEngineKey, readEngineScalar } from "./engine-scalar.js";
import { readKey, readScalar, readTagged } from "./kubernetes-scalar.js";
import { mergeOver } from "./yaml-merge.js";

/**
 * How words without quotes are read: as YAML 1.2 has it (`core`), by which `on` is a text and `0644` is 644; as Kubernetes reads
 * its objects, to which they are `true` and 420; or as Pulumi's engine reads a stack's file, to which they are a text and 420.
 */
export type YamlRules = "core" | "kubernetes" | "engine";

/** Something that is wrong with a text. */
export interface YamlProblem {
  message: string;
  offset: number;
  /** @default - the code's */
  remedy?: string;
  /** Whether a key is in its map already. */
  isDoubleKey?: boolean;
}

/** What the nodes of a document say of it. */
export interface Inspected {
  problems: YamlProblem[];
  /** Values that are one thing by YAML 1.2 and another to whoever reads them next: Kubernetes, or the engine. */
  ambiguous: YamlProblem[];
  hasAlias: boolean;
}

interface Inspection extends Inspected {
  rules: YamlRules;
  getLine: (offset: number) => number;
  open: unknown[];
}

/**
 * Looks at each node of a document, and gives its words the values that they have by the rules: `yaml` itself has read them by those of
 * YAML 1.2. Its own check of double keys compares each with all before it, which takes 20 s for a file of 30,000.
 */
export function inspect(
  document: Document,
  rules: YamlRules,
  getLine: (offset: number) => number = () => 1,
): Inspected {
  const found: Inspection = { problems: [], ambiguous: [], hasAlias: false, rules, getLine, open: [document.contents] };
  while (found.open.length > 0) {
    const node = found.open.pop();
    if (isScalar(node)) inspectValue(node, found);
    else if (isMap(node)) inspectMap(node, found);
    else if (isSeq(node)) for (const item of node.items) found.open.push(item);
    else if (isAlias(node)) found.hasAlias = true;
    if (rules === "kubernetes" && (isMap(node) || isSeq(node)) && isOwnCollection(node.tag)) {
      refuse(`${shorten(node.tag)} is nothing that its objects have`, node, found);
    }
  }
  const sort = (problems: YamlProblem[]) => problems.sort((one, other) => one.offset - other.offset);
  return { problems: sort(found.problems), ambiguous: sort(found.ambiguous), hasAlias: found.hasAlias };
}

function inspectMap({ items }: YAMLMap, found: Inspection): void {
  const known = new Map<string, number>();
  for (const { key, value } of items) {
    found.open.push(value);
    if (!isScalar(key)) {
      found.open.push(key);
      if (found.rules === "kubernetes" && !isAlias(key)) refuse("a map or a list is not a key", key, found);
      continue;
    }
    const isMerge = typeof key.value === "symbol";
    if (isMerge && found.rules === "kubernetes") {
      key.addToJSMap = mergeOver;
      continue;
    }
    const name = isMerge ? "<<" : inspectKey(key, found);
    const first = known.get(name);
    const offset = getOffset(key);
    if (first === undefined) known.set(name, offset);
    else {
      const message = `not valid YAML: the key "${name}" is in this map already, in line ${found.getLine(first)}`;
      found.problems.push({ message, offset, isDoubleKey: true });
    }
  }
}

/** The key's name in an object. */
function inspectKey(node: Scalar, found: Inspection): string {
  // By both rules a key becomes a text, and `n` is one that the keys of RSA have.
  if (found.rules === "core") return String(node.value);
  if (found.rules === "engine") return inspectEngineKey(node, found);
  const word = findWord(node);
  const tagged = readTag(node);
  const name = word !== undefined ? readKey(word) : tagged === undefined ? undefined : String(tagged ?? node.source);
  if (name === undefined) refuse(`"${node.source ?? ""}" is not a key`, node, found);
  else node.value = name;
  return String(node.value);
}

function inspectEngineKey(node: Scalar, found: Inspection): string {
  const word = findWord(node);
  const name = word === undefined ? String(node.value) : readEngineKey(word);
  if (name !== String(node.value)) {
    const message = `the key ${word ?? ""} is ${write(String(node.value))} by YAML 1.2, and ${write(name)} to Pulumi`;
    found.ambiguous.push({ message, offset: getOffset(node) });
  }
  node.value = name;
  return name;
}

function inspectEngineValue(node: Scalar, found: Inspection): void {
  const word = findWord(node);
  if (word === undefined) return;
  const value = readEngineScalar(word);
  const offset = getOffset(node);
  if (typeof value === "number" && !Number.isFinite(value)) {
    found.problems.push({ message: `${word} is not a number that Pulumi takes`, offset });
  } else if (!isSame(node.value, value)) {
    found.ambiguous.push({
      message: `${word} is ${write(node.value)} by YAML 1.2, and ${write(value)} to Pulumi`,
      offset,
    });
  }
  node.value = value;
}

function inspectValue(node: Scalar, found: Inspection): void {
  if (found.rules === "engine") return inspectEngineValue(node, found);
  const word = findWord(node);
  if (found.rules === "core") {
    const there = word === undefined ? node.value : readScalar(word);
    if (!isSame(node.value, there)) {
      const message = `${word ?? ""} is ${write(node.value)} here, and ${write(there)} in a Kubernetes object`;
      found.ambiguous.push({ message, offset: getOffset(node) });
    }
    return;
  }
  const value = word === undefined ? readTag(node) : readScalar(word);
  const isEndless = typeof value === "number" && !Number.isFinite(value);
  if (value === undefined) refuse(`"${node.source ?? ""}" is nothing of type ${shorten(node.tag)}`, node, found);
  else if (isEndless) refuse(`${node.source ?? ""} is not a number that Kubernetes takes`, node, found);
  else node.value = value;
}

/** What a scalar says that has no quotes, and no tag that says how to read it. */
function findWord({ type, tag, source }: Scalar): string | undefined {
  return (type === "PLAIN" || type === undefined) && tag === undefined ? (source ?? "") : undefined;
}

/** What is between quotes or in a block is a text where no tag says otherwise. */
function readTag({ tag, source = "" }: Scalar) {
  return tag === undefined ? source : readTagged(source, tag);
}

function isSame(one: unknown, other: unknown): boolean {
  return one === other || (Number.isNaN(one) && Number.isNaN(other));
}

function write(value: unknown): string {
  return typeof value === "number" ? String(value) : JSON.stringify(value);
}

function refuse(message: string, node: unknown, { problems }: Inspection): void {
  problems.push({ message: `not valid YAML of Kubernetes: ${message}`, offset: getOffset(node) });
}

function getOffset(node: unknown): number {
  return isScalar(node) || isMap(node) || isSeq(node) ? (node.range?.[0] ?? 0) : 0;
}

/** `yaml` makes a Set or a Map of it. */
function isOwnCollection(tag: string | undefined): tag is string {
  return tag !== undefined && /^tag:yaml\.org,2002:(?:set|omap|pairs)$/.test(tag);
}

function shorten(tag = ""): string {
  return tag.replace("tag:yaml.org,2002:", "!!");
}

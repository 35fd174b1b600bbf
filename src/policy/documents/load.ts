import { formatClosest } from "../../text/closest.js";
import { createProblem, placeProblem, placeProblems } from "../../findings/problem.js";
import type { Finding } from "../../findings/finding.js";
import { isMap } from "../../text/is-map.js";
import type { Manifest } from "../../kubernetes/manifest.js";
import { expandList, readManifest } from "../../text/manifest-text.js";
import { mostParts, salvage } from "../../text/salvage.js";
import { findSchemaProblems, formatPlace } from "../../text/schema-problems.js";
import type { Place, ValuePath } from "../../findings/place.js";
import type { YamlRules } from "../../text/yaml-inspect.js";
import { parsePlacedDocuments, type PlacedYaml } from "../../text/yaml-places.js";
import { documentSchemas, documentTypes, type PolicyDocument } from "./document.js";
import type { DocumentType } from "../kind.js";
import { findOthers, isOtherText } from "./other-files.js";

/** A manifest that stands beside the policy documents, and where. */
export interface PlacedManifest {
  manifest: Manifest;
  locate: (path: ValuePath) => Place;
}

/** What a set of files holds, and all that is wrong with any of them. */
export interface LoadedPolicies {
  documents: PolicyDocument[];
  /** What can be used of documents that are refused, for further findings alone. */
  partial: PolicyDocument[];
  manifests: PlacedManifest[];
  findings: Finding[];
  /** Files that are no YAML, so that nobody knows what is in them. */
  unreadable: string[];
  /** The texts of these. */
  unread: string[];
  /** Files of which at least a part is neither an object nor a policy document, and was not looked at. */
  leftOut: string[];
}

/** How files are read. */
export interface LoadOptions {
  /** Files that nobody named, as those in a folder: what is somebody else's there is left out. @default - none */
  unnamed?: ReadonlySet<string>;
}

/**
 * Reads policy documents, and Kubernetes objects beside them. Never throws; all problems of all files at once.
 * @param files by the name that findings call them: YAML text, or the documents themselves
 */
export function loadPolicies(
  files: Readonly<Record<string, unknown>>,
  { unnamed = new Set() }: LoadOptions = {},
): LoadedPolicies {
  const read = Object.entries(files).map(([file, content]) => readNamed(file, content, unnamed.has(file)));
  const parts = read.flatMap(({ all }) => all.map(loadOne));
  const documents = parts.flatMap((part) => part.document ?? []);
  const partial = parts.flatMap((part) => part.partial ?? []);
  const unreadable = read.filter(({ all }) => all.some(({ findings }) => findings.length > 0));
  return {
    documents,
    partial,
    manifests: parts.flatMap((part) => part.manifest ?? []),
    findings: [...parts.flatMap(({ findings }) => findings), ...findDuplicates([...documents, ...partial])],
    unreadable: unreadable.map(({ file }) => file),
    unread: unreadable.flatMap(({ content }) => (typeof content === "string" ? content : [])),
    leftOut: read.filter(({ isLeftOut }) => isLeftOut).map(({ file }) => file),
  };
}

/** What one YAML document gives. */
interface Part {
  document?: PolicyDocument;
  partial?: PolicyDocument;
  manifest?: PlacedManifest;
  findings: readonly Finding[];
}

function readNamed(file: string, content: unknown, isUnnamed: boolean) {
  const read = readFile(file, content);
  const all = isUnnamed ? leaveOut(file, content, read) : read;
  return { file, content, all, isLeftOut: all.length < read.length };
}

function readFile(file: string, content: unknown): PlacedYaml[] {
  if (typeof content === "string")
    return parsePlacedDocuments(content, file, "MESH0201", chooseRules).flatMap(expandList);
  const values: unknown[] = Array.isArray(content) ? content : [content];
  return values.map((value) => ({ value, findings: [], locate: () => ({ file }) }));
}

function leaveOut(file: string, content: unknown, all: readonly PlacedYaml[]): PlacedYaml[] {
  const isUnreadable = all.some(({ findings }) => findings.length > 0);
  if (isUnreadable && typeof content === "string" && isOtherText(file, content)) return [];
  const others = findOthers(all);
  return all.filter((_, index) => !others.has(index));
}

/** A file may hold both: policy documents are YAML 1.2, and a Kubernetes object means what kubectl would make of it. */
function chooseRules(keys: readonly string[]): YamlRules {
  return isObject(keys) && findTypeOf(keys) === undefined ? "kubernetes" : "core";
}

function isObject(keys: readonly string[]): boolean {
  return keys.includes("apiVersion") || keys.includes("kind");
}

function loadOne(placed: PlacedYaml): Part {
  const { value, findings, locate } = placed;
  if (findings.length > 0) return { findings };
  const type = findType(value);
  if (type !== undefined) return loadDocument(type, placed);
  if (isMap(value) && isObject(Object.keys(value))) {
    const { manifest, findings: wrong } = readManifest(placed);
    return { ...(manifest === undefined ? {} : { manifest: { manifest, locate } }), findings: wrong };
  }
  const first = isMap(value) ? Object.keys(value)[0] : undefined;
  const slip = first === undefined ? "" : `its first key is "${first}"${formatClosest(first, documentTypes)}`;
  const message = `this is neither a policy document nor a Kubernetes object${slip === "" ? "" : `: ${slip}`}`;
  return { findings: [placeProblem(createProblem([], "MESH0201", message, identityRemedy), { locate })] };
}

const identityRemedy = "begin a policy document with service: <namespace>/<name>, namespace: <name> or mesh: <name>";

/** The first of the identities among the keys; a second one is an unknown key of that type. */
function findType(value: unknown): DocumentType | undefined {
  return isMap(value) ? findTypeOf(Object.keys(value)) : undefined;
}

function findTypeOf(keys: readonly string[]): DocumentType | undefined {
  return documentTypes.find((type) => keys.includes(type));
}

function loadDocument(type: DocumentType, placed: PlacedYaml): Part {
  const { value, locate, readWord, ambiguous = [] } = placed;
  const options = { code: "MESH0201", quotes: { code: "MESH0162", readWord } } as const;
  const problems = placeProblems(findSchemaProblems(documentSchemas[type], value, options), { locate });
  // Of a line that is wrong anyhow the schema knows more.
  const wrong = new Set(problems.map(({ line }) => line));
  const findings = [...problems, ...ambiguous.filter(({ line }) => !wrong.has(line))];
  if (findings.length === 0) {
    return { document: { ...readDocument(type, documentSchemas[type].parse(value)), locate }, findings };
  }
  const usable = problems.length > mostParts ? undefined : salvage(documentSchemas[type], value);
  if (usable === undefined) return { findings };
  const { lost, trace } = usable;
  const partial = { ...readDocument(type, usable.value), locate: (path: ValuePath) => locate(trace(path)) };
  return { partial: { ...partial, lost: { lost, trace } }, findings };
}

function readDocument(type: DocumentType, value: unknown): Omit<PolicyDocument, "locate"> {
  const { [type]: id, selector, tightenOnly = [], ...values } = value as Parsed;
  return { type, id: id as string, values, selector, tightenOnly };
}

interface Parsed {
  selector?: Record<string, string>;
  tightenOnly?: string[];
  [key: string]: unknown;
}

function findDuplicates(documents: readonly PolicyDocument[]): Finding[] {
  const first = new Map<string, PolicyDocument>();
  return documents.flatMap((document) => {
    // There is one mesh, whatever it is called.
    const identity = document.type === "mesh" ? "mesh" : `${document.type}: ${document.id}`;
    const other = first.get(identity);
    if (other === undefined) {
      first.set(identity, document);
      return [];
    }
    const message = `"${identity}" already has a document, in ${formatPlace(other.locate([]))}`;
    return [placeProblem(createProblem([], "MESH0202", message), document)];
  });
}

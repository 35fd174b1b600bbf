import { isMap as isMapNode, isNode, parseAllDocuments, visit, type Document } from "yaml";
import { isMap } from "../text/is-map.js";
import type { DocumentType } from "../policy/kind.js";
import { findEdit } from "./document-edit/edits.js";
import { findLineBreak } from "./document-edit/positions.js";
import { compat, renderFlow } from "./document-edit/render.js";
import { isSame } from "./document-edit/same.js";
import type { DocumentInfo } from "./contract.js";

// Changes one value of a text of YAML documents and leaves all other bytes as they are: comments, order, quotes, line breaks.

const options = { compat, merge: true, uniqueKeys: false, logLevel: "error" } as const;

/** What a document of a text says, or what is wrong with the text as YAML. */
export type DocumentValue = { value: unknown; error?: undefined } | { value?: undefined; error: string };

/** @param index which of the text's documents, from 0; empty ones count */
export function readDocument(text: string, index: number): DocumentValue {
  const document = parse(text)[index];
  if (document === undefined) return { error: `there is no document ${index + 1}` };
  const [problem] = document.errors;
  if (problem !== undefined) return { error: problem.message };
  try {
    return { value: document.toJS() as unknown };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

const types: readonly DocumentType[] = ["service", "namespace", "mesh"];

/** The policy documents of a text, in its order. */
export function listDocuments(text: string): DocumentInfo[] {
  return parse(text).flatMap((_, index) => {
    const { value } = readDocument(text, index);
    const type = isMap(value) ? types.find((one) => Object.keys(value).includes(one)) : undefined;
    return type === undefined || !isMap(value) ? [] : [{ index, type, id: String(value[type]) }];
  });
}

/** Sets the value at a path of maps' keys; maps on the way come into being, and what is new stands at the end of its map. */
export function setValue(text: string, index: number, path: readonly string[], value: unknown): string {
  return reach(text, index, withValue(readOrThrow(text, index), path, value));
}

/** Takes the key at a path away. */
export function removeValue(text: string, index: number, path: readonly string[]): string {
  return reach(text, index, withValue(readOrThrow(text, index), path, undefined));
}

/** Puts a new document behind those that a text has. */
export function addDocument(text: string, type: DocumentType, id: string): string {
  const lineBreak = findLineBreak(text);
  const document = `${type}: ${renderFlow(id)}${lineBreak}`;
  if (text.trim() === "") return document;
  return `${text}${text.endsWith("\n") ? "" : lineBreak}---${lineBreak}${document}`;
}

function parse(text: string): Document[] {
  const documents = parseAllDocuments(text, options);
  return Array.isArray(documents) ? documents : [];
}

function readOrThrow(text: string, index: number): unknown {
  const { value, error } = readDocument(text, index);
  if (error !== undefined) throw new Error(error);
  return value;
}

function withValue(outer: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const { [key]: inner, ...others } = isMap(outer) ? outer : {};
  const wanted = withValue(inner, rest, value);
  if (wanted === undefined) return others;
  return isMap(outer) && key in outer ? { ...outer, [key]: wanted } : { ...others, [key]: wanted };
}

/** The text with as few bytes changed as it takes for the document to say what is wanted. */
function reach(text: string, index: number, wanted: unknown): string {
  let reached = text;
  // Every edit makes one value of the document what it must be; what does not end then is written anew.
  for (let edits = countValues(wanted) + countValues(readOrThrow(text, index)); edits > 0; edits--) {
    const document = parse(reached)[index];
    const { value, error } = readDocument(reached, index);
    if (error === undefined && isSame(value, wanted)) return reached;
    if (error !== undefined || !isNode(document?.contents)) break;
    const edit = tryEdit(reached, document.contents, value, wanted);
    if (edit === undefined) break;
    reached = reached.slice(0, edit.start) + edit.text + reached.slice(edit.end);
  }
  const { value, error } = readDocument(reached, index);
  return error === undefined && isSame(value, wanted) ? reached : rewrite(text, index, wanted);
}

function tryEdit(text: string, node: Parameters<typeof findEdit>[0]["node"], value: unknown, wanted: unknown) {
  try {
    return findEdit({ text, node, value }, wanted);
  } catch {
    return undefined;
  }
}

function countValues(value: unknown): number {
  if (typeof value !== "object" || value === null) return 1;
  return Object.values(value).reduce<number>((count, inner) => count + countValues(inner), 1);
}

/** Writes one document as the library does: where aliases and merged keys let one place of the text speak for several. */
function rewrite(text: string, index: number, wanted: unknown): string {
  const documents = parse(text);
  const document = documents[index];
  if (document === undefined) throw new Error(`there is no document ${index + 1}`);
  // A document's own range begins behind its comments.
  const start = documents[index - 1]?.range?.[2] ?? 0;
  const end = document.range?.[2] ?? text.length;
  const before: unknown = document.toJS();
  visit(document, {
    Alias: (_, alias) => document.createNode(alias.resolve(document)?.toJS(document)),
  });
  if (isMapNode(document.contents) && isMap(wanted) && isMap(before)) {
    for (const key of Object.keys(before)) if (!(key in wanted)) document.delete(key);
    for (const [key, value] of Object.entries(wanted)) {
      if (!isSame(value, before[key])) document.set(key, document.createNode(value));
    }
  } else document.contents = document.createNode(wanted);
  const written = document.toString({ lineWidth: 0 }).replaceAll("\n", findLineBreak(text));
  return text.slice(0, start) + written + text.slice(end);
}

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { parseAllDocuments, stringify } from "yaml";
import { isMap } from "../../src/text/is-map.js";
import { kinds } from "../../src/policy/registry.js";
import { fieldNames, snippets, values } from "./odd-values.js";

/** A document as it was before anybody spoilt it. */
type Original = Record<string, unknown>;

/** All documents of the rules' fixtures, of the samples and of the policies' pages, and the definitions given. */
export function readOriginals(more: readonly Original[]): Original[] {
  const texts = ["fixtures", "samples", "../fixtures/k8s-combat"].flatMap((folder) => readTexts(folder));
  const read = [...texts, ...kinds.map(({ example }) => example)].flatMap((text) =>
    parseAllDocuments(text).map((document): unknown => document.toJS()),
  );
  return [...read.filter(isMap), ...more];
}

function readTexts(folder: string): string[] {
  const path = join(import.meta.dirname, folder);
  const names = readdirSync(path, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".yaml"));
  return names.sort().map((name) => readFileSync(join(path, name), "utf8"));
}

/** One change to a document. `at` and `to` count its fields, from the start again after the last. */
interface Edit {
  what: (typeof changes)[number];
  at: number;
  to: number;
}

const changes = ["drop", "set", "name", "copy", "move", "wrap", "share", "merge", "repeat"] as const;

/** A part of a text in whose place another stands. */
interface Cut {
  /** From 0, the beginning of the text, to 1, its end. */
  place: number;
  length: number;
  more: string;
}

/** What becomes of one document. */
interface Spoiling {
  /** Which of the originals it is, where they do not stand beside each other. */
  index: number;
  edits: Edit[];
  cuts: Cut[];
  /** A text in its place. */
  random?: string;
}

/**
 * Texts of documents that somebody spoilt a little or a lot, one text a document. In half of all cases they are neighbours, so
 * that what one names is there.
 */
export function arbitraryTexts(originals: readonly Original[], count: number): fc.Arbitrary<string[]> {
  const edit: fc.Arbitrary<Edit> = fc.record({ what: fc.constantFrom(...changes), at: fc.nat(), to: fc.nat() });
  const cut: fc.Arbitrary<Cut> = fc.record({
    place: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.nat(12),
    more: fc.constantFrom(...snippets),
  });
  const jumble = fc.array(fc.constantFrom(...snippets)).map((parts) => parts.join(""));
  const spoiling: fc.Arbitrary<Spoiling> = fc.record({
    index: fc.nat(originals.length - 1),
    edits: fc.array(edit, { maxLength: 4 }),
    cuts: seldom(fc.array(cut, { minLength: 1, maxLength: 3 }), []),
    random: seldom(fc.oneof(fc.string({ unit: "binary" }), fc.json(), jumble), undefined),
  });
  const first = fc.option(fc.nat(originals.length - count), { freq: 2 });
  return fc
    .tuple(first, fc.array(spoiling, { minLength: count, maxLength: count }))
    .map(([start, all]) => all.map((one, step) => spoil(originals[start === null ? one.index : start + step]!, one)));
}

function seldom<T, Else>(arbitrary: fc.Arbitrary<T>, other: Else): fc.Arbitrary<T | Else> {
  return fc.oneof({ weight: 15, arbitrary: fc.constant(other) }, { weight: 1, arbitrary });
}

function spoil(original: Original, { edits, cuts, random }: Spoiling): string {
  const text = random ?? stringify(applyEdits(original, edits) ?? null);
  return cuts.reduce(applyCut, text);
}

function applyCut(text: string, { place, length, more }: Cut): string {
  const at = Math.floor(place * text.length);
  return text.slice(0, at) + more + text.slice(at + length);
}

/** A field, by what holds it. */
interface Slot {
  holder: Record<string, unknown>;
  key: string;
}

function applyEdits(original: Original, edits: readonly Edit[]): unknown {
  const root: Record<string, unknown> = { document: structuredClone(original) };
  for (const edit of edits) applyEdit(edit, listSlots(root));
  return root.document;
}

/** The fields below; a value that has become part of itself is entered once. */
function listSlots(holder: unknown, seen = new Set<unknown>()): Slot[] {
  if (typeof holder !== "object" || holder === null || seen.has(holder)) return [];
  seen.add(holder);
  const fields = holder as Record<string, unknown>;
  return Object.keys(fields).flatMap((key) => [{ holder: fields, key }, ...listSlots(fields[key], seen)]);
}

function applyEdit({ what, at, to }: Edit, slots: readonly Slot[]): void {
  if (slots.length === 0) return;
  const pick = (index: number) => slots[index % slots.length]!;
  const [{ holder, key }, other] = [pick(at), pick(to)];
  const value = holder[key];
  const entered = holder[other.key];
  switch (what) {
    case "drop":
      return remove(holder, key);
    case "set":
      return put(holder, key, structuredClone(values[to % values.length]));
    case "name":
      return put(holder, fieldNames[to % fieldNames.length]!, value);
    case "copy":
      return put(holder, key, structuredClone(other.holder[other.key]));
    case "move":
      put(other.holder, other.key, value);
      return remove(holder, key);
    case "wrap":
      return put(holder, key, to % 2 === 0 ? [value] : { [other.key]: value });
    case "share":
      // YAML writes an alias where one value stands twice, also where it stands in itself.
      return put(holder, key, other.holder[other.key]);
    case "merge":
      return put(isMap(value) ? value : holder, "<<", isMap(entered) ? entered : other.holder);
    case "repeat":
      if (Array.isArray(value)) value.push(...(value as unknown[]));
  }
}

/** `__proto__` too becomes a field, as it does in a text. */
function put(holder: object, key: string, value: unknown): void {
  if (Array.isArray(holder) && key === "length") return;
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function remove(holder: object, key: string): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else Reflect.deleteProperty(holder, key);
}

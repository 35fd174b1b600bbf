import { z } from "zod";
import { createProblem, placeProblem } from "../findings/problem.js";
import type { Finding } from "../findings/finding.js";
import type { Manifest } from "../kubernetes/manifest.js";
import { toMap } from "./read.js";
import { formatGiven } from "./schema-problems.js";
import type { Place, ValuePath } from "../findings/place.js";
import { isNamespaced } from "../kubernetes/scope.js";
import { parsePlacedDocuments, type PlacedYaml } from "./yaml-places.js";

/** The Kubernetes objects of a YAML text, and what is wrong with it. */
export interface LoadedManifests {
  manifests: Manifest[];
  findings: Finding[];
}

const manifestSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().nullish() }),
});

/** Reads a YAML text of Kubernetes objects, as people keep them for `kubectl apply`. Never throws; empty documents are skipped. */
export function loadManifests(text: string, file: string): LoadedManifests {
  const loaded = parsePlacedDocuments(text, file, "MESH0122").flatMap(expandList).map(readManifest);
  return {
    manifests: loaded.flatMap(({ manifest }) => manifest ?? []),
    findings: loaded.flatMap(({ findings }) => findings),
  };
}

/** By the metadata of an object, the text that it was read from. */
const texts = new WeakMap<object, Pick<PlacedYaml, "locate" | "readWord">>();

/** Where the values of an object stand that `loadManifests` has read; nowhere for others. */
export function locateManifest(manifest: Manifest): (path: ValuePath) => Place {
  return texts.get(manifest.metadata)?.locate ?? (() => ({}));
}

/** The scalars of an object as its text has them; undefined for an object that was not read from a text. */
export function readWord(manifest: Manifest): (path: ValuePath) => string | undefined {
  return texts.get(manifest.metadata)?.readWord ?? (() => undefined);
}

/** The same object in a namespace, where it lives in one and names none; its values still stand where they stand. */
export function placeInNamespace(manifest: Manifest, namespace: string): Manifest {
  if (!isNamespaced(manifest) || manifest.metadata.namespace !== undefined) return manifest;
  const metadata = { namespace, ...manifest.metadata };
  const text = texts.get(manifest.metadata);
  if (text !== undefined) texts.set(metadata, text);
  return { ...manifest, metadata };
}

/**
 * The items of a List, as `kubectl get -o yaml` writes several objects, or of a list of one kind, a ServiceList; else the document itself. As
 * kubectl does, a List in a List is opened, too.
 */
export function expandList(placed: PlacedYaml): PlacedYaml[] {
  const { kind, items = null } = toMap(placed.value);
  if (typeof kind !== "string" || !kind.endsWith("List")) return [placed];
  if (items === null && kind === "List") return [];
  if (!Array.isArray(items)) return [placed];
  return items.flatMap((value: unknown, index) =>
    expandList({
      value,
      findings: [],
      locate: (path) => placed.locate(["items", index, ...path]),
      readWord: (path) => placed.readWord?.(["items", index, ...path]),
    }),
  );
}

/** The Kubernetes object that a YAML document is, or what is wrong with it. */
export function readManifest({ value, findings, locate, readWord }: PlacedYaml): {
  manifest?: Manifest;
  findings: Finding[];
} {
  if (findings.length > 0) return { findings };
  const parsed = manifestSchema.safeParse(value);
  if (parsed.success) {
    texts.set((value as Manifest).metadata, { locate, readWord });
    return { manifest: value as Manifest, findings };
  }
  return {
    findings: parsed.error.issues.map((issue) => {
      const message = `this is not a Kubernetes object: ${describeIssue(issue, value)}`;
      return placeProblem(createProblem([], "MESH0122", message), { locate });
    }),
  };
}

function describeIssue({ path }: z.core.$ZodIssue, object: unknown): string {
  if (path.length === 0) return "it is not a map";
  const given = path.reduce<any>((inner, key) => inner?.[key], object) as unknown;
  const what = path.join(".");
  if (given === undefined) return `${what} is missing`;
  // It may have been written as on, yes or n.
  const hint = typeof given === "boolean" ? ": put the word in quotes" : "";
  return `${what} is ${formatGiven(given)}, but must be a ${what === "metadata" ? "map" : "string"}${hint}`;
}

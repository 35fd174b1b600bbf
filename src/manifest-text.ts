import { z } from "zod";
import { createFinding } from "./codes.js";
import type { Finding } from "./finding.js";
import type { Manifest } from "./manifest.js";
import { formatGiven } from "./schema-problems.js";
import { parsePlacedDocuments, type PlacedYaml } from "./yaml-places.js";

/** The Kubernetes objects of a YAML text, and what is wrong with it. */
export interface LoadedManifests {
  manifests: Manifest[];
  findings: Finding[];
}

const manifestSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
});

/** Reads a YAML text of Kubernetes objects, as people keep them for `kubectl apply`. Never throws; empty documents are skipped. */
export function loadManifests(text: string, file: string): LoadedManifests {
  const loaded = parsePlacedDocuments(text, file, "MESH0122").flatMap(expandList).map(readManifest);
  return {
    manifests: loaded.flatMap(({ manifest }) => manifest ?? []),
    findings: loaded.flatMap(({ findings }) => findings),
  };
}

/** The items of a List, as `kubectl get -o yaml` writes several objects; else the document itself. */
export function expandList(placed: PlacedYaml): PlacedYaml[] {
  const { kind, items } = (placed.value ?? {}) as { kind?: unknown; items?: unknown };
  if (kind !== "List" || !Array.isArray(items)) return [placed];
  return items.map((value: unknown, index) => ({
    value,
    findings: [],
    locate: (path) => placed.locate(["items", index, ...path]),
  }));
}

/** The Kubernetes object that a YAML document is, or what is wrong with it. */
export function readManifest({ value, findings, locate }: PlacedYaml): { manifest?: Manifest; findings: Finding[] } {
  if (findings.length > 0) return { findings };
  const parsed = manifestSchema.safeParse(value);
  if (parsed.success) return { manifest: value as Manifest, findings };
  return {
    findings: parsed.error.issues.map((issue) => ({
      ...createFinding("MESH0122", `this is no Kubernetes object: ${describeIssue(issue, value)}`),
      ...locate([]),
    })),
  };
}

function describeIssue({ path }: z.core.$ZodIssue, object: unknown): string {
  if (path.length === 0) return "it is not a map";
  const given = path.reduce<any>((inner, key) => inner?.[key], object) as unknown;
  const what = path.join(".");
  if (given === undefined) return `${what} is missing`;
  return `${what} is ${formatGiven(given)}, but has to be a ${what === "metadata" ? "map" : "text"}`;
}

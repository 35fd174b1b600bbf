import { LineCounter, parseAllDocuments } from "yaml";
import { z } from "zod";
import { createFinding } from "./codes.js";
import type { Finding } from "./finding.js";
import type { Manifest } from "./manifest.js";
import { readDocument } from "./yaml-places.js";

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
  const lines = new LineCounter();
  const manifests: Manifest[] = [];
  const findings: Finding[] = [];
  const report = (offset: number, message: string) => {
    const { line, col } = lines.linePos(offset);
    findings.push({ ...createFinding("MESH0122", message), file, line, column: col });
  };
  for (const document of parseAllDocuments(text, { lineCounter: lines })) {
    const { value: object, problems } = readDocument(document);
    for (const { offset, message } of problems) report(offset, message);
    // Between two `---` stands the value null.
    if (object === undefined || object === null || document.contents === null) continue;
    const parsed = manifestSchema.safeParse(object);
    if (parsed.success) manifests.push(object as Manifest);
    for (const issue of parsed.error?.issues ?? []) {
      report(document.contents.range[0], `this is no Kubernetes object: ${describeIssue(issue, object)}`);
    }
  }
  return { manifests, findings };
}

function describeIssue({ path }: z.core.$ZodIssue, object: unknown): string {
  if (path.length === 0) return "it is not a map";
  const given = path.reduce<any>((inner, key) => inner?.[key], object) as unknown;
  const what = path.join(".");
  if (given === undefined) return `${what} is missing`;
  return `${what} is ${JSON.stringify(given)}, but has to be a ${what === "metadata" ? "map" : "text"}`;
}

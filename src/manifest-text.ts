import { LineCounter, parseAllDocuments } from "yaml";
import { z } from "zod";
import { createFinding } from "./codes.js";
import type { Finding } from "./finding.js";
import type { Manifest } from "./manifest.js";

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
    for (const error of document.errors)
      report(error.pos[0], `not valid YAML: ${error.message.split(" at line ")[0] ?? ""}`);
    if (document.errors.length > 0 || document.contents === null) continue;
    const object: unknown = document.toJS();
    const parsed = manifestSchema.safeParse(object);
    if (parsed.success) manifests.push(object as Manifest);
    for (const issue of parsed.error?.issues ?? []) {
      report(
        document.contents.range[0],
        `this is no Kubernetes object: ${issue.path.join(".") || "the document"} is missing`,
      );
    }
  }
  return { manifests, findings };
}

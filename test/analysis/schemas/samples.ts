import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";

/** A kind, and specs of it that istiod takes. */
export interface Sample {
  apiVersion: string;
  kind: string;
  specs: Record<string, unknown>[];
}

/** The specs of samples.yaml by kind, in its order. */
export function readSamples(): Sample[] {
  const samples = new Map<string, Sample>();
  const text = readFileSync(join(import.meta.dirname, "samples.yaml"), "utf8");
  for (const document of parseAllDocuments(text)) {
    const { apiVersion, kind, spec } = document.toJS() as {
      apiVersion: string;
      kind: string;
      spec: Sample["specs"][0];
    };
    const sample = samples.get(kind) ?? { apiVersion, kind, specs: [] };
    sample.specs.push(spec);
    samples.set(kind, sample);
  }
  return [...samples.values()];
}

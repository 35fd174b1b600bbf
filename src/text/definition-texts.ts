import type { Manifest } from "../kubernetes/manifest.js";
import { isMap } from "./is-map.js";
import { expandList } from "./manifest-text.js";
import { parsePlacedDocuments } from "./yaml-places.js";

const wanted = "CustomResourceDefinition";

/**
 * The definitions in files of them; what else is in there, as the values beside those of Istio's base chart, is left out.
 * @throws where a file is not valid YAML, or none has a definition
 */
export function readDefinitions(texts: Readonly<Record<string, string>>): Manifest[] {
  const definitions = Object.entries(texts).flatMap(([file, text]) => {
    // A file that nobody mentions it in has none; YAML takes its time.
    if (!text.includes(wanted)) return [];
    return parsePlacedDocuments(text, file, "MESH0121")
      .flatMap(expandList)
      .flatMap(({ value, findings }) => {
        const [problem] = findings;
        if (problem !== undefined) throw new Error(`${file}:${problem.line ?? 1}: ${problem.message}`);
        return isDefinition(value) ? [value] : [];
      });
  });
  if (definitions.length === 0 && Object.keys(texts).length > 0) {
    throw new Error(`there is no ${wanted} in ${Object.keys(texts).join(", ")}`);
  }
  return definitions;
}

function isDefinition(value: unknown): value is Manifest {
  return isMap(value) && value.kind === wanted && isMap(value.metadata) && isMap(value.spec);
}

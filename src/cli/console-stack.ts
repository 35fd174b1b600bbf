import { createHash } from "node:crypto";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { StackSource } from "../console/planner.js";
import { formatFindings, hasErrors } from "../findings/finding.js";
import type { Manifest } from "../kubernetes/manifest.js";
import { readDefinitionFile, readStackFacts } from "../stack/stack-facts.js";
import { locateStack, readStackFile } from "./stack-list.js";

/** The facts of a stack from its files, as the program reads them. */
export function createStackSource(stack: string): StackSource {
  const place = locateStack(stack);
  let definitions: { file: string; manifests: Manifest[] } | undefined;
  const readOnce = (file: string): Manifest[] => {
    if (definitions?.file !== file) definitions = { file, manifests: readDefinitionFile(file) };
    return definitions.manifests;
  };
  return {
    version: () => {
      const hash = createHash("sha256").update(readStackFile(stack).text);
      const folder = join(place.root, place.folder, "apps");
      const names = existsSync(folder) ? readdirSync(folder).sort() : [];
      for (const name of names) {
        const { mtimeMs, size } = statSync(join(folder, name));
        hash.update(JSON.stringify([name, mtimeMs, size]));
      }
      return hash.digest("hex");
    },
    read: () => {
      const { facts, findings } = readStackFacts(place, readOnce);
      if (facts === undefined || hasErrors(findings)) throw new Error(formatFindings(findings));
      return facts;
    },
  };
}

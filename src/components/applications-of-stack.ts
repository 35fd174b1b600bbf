import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { createFinding } from "../codes.js";
import type { Manifest } from "../manifest.js";
import { loadManifests, type LoadedManifests } from "../manifest-text.js";
import { stopOnErrors } from "./stop-on-errors.js";

/**
 * Reads `<folder>/<name>.yaml` of each application.
 * @throws RunError that lists all that is wrong with any of them
 */
export function readApplications(folder: string, names: readonly string[]): Record<string, Manifest[]> {
  const loaded = names.map((name): [string, LoadedManifests] => [name, loadFile(join(folder, `${name}.yaml`))]);
  stopOnErrors(loaded.flatMap(([, { findings }]) => findings));
  return Object.fromEntries(loaded.map(([name, { manifests }]) => [name, manifests]));
}

function loadFile(path: string): LoadedManifests {
  const file = relative(process.cwd(), path);
  if (existsSync(path)) return loadManifests(readFileSync(path, "utf8"), file);
  return { manifests: [], findings: [{ ...createFinding("MESH0122", "there is no such file"), file }] };
}

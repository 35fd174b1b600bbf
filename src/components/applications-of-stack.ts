import type { Manifest } from "../manifest.js";
import { readApplicationManifests } from "../stack/stack-files.js";
import { stopOnErrors } from "./stop-on-errors.js";

/**
 * Reads `<folder>/<name>.yaml` of each application.
 * @param root what findings name files from: the project's folder
 * @throws RunError that lists all that is wrong with any of them
 */
export function readApplications(root: string, folder: string, names: readonly string[]): Record<string, Manifest[]> {
  const { manifests, findings } = readApplicationManifests(root, folder, names);
  stopOnErrors(findings);
  return manifests;
}

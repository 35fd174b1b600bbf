// Where a phase of the tests keeps all that it makes.
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * The same for every run of one project, so that a run finds and ends what a killed one left.
 * @param {string} project its folder
 * @param {string} phase
 */
export function computeTestFolder(project, phase) {
  const digest = createHash("sha256").update(project).digest("hex").slice(0, 8);
  return join(tmpdir(), `pulumi-istio-${phase}-${digest}`);
}

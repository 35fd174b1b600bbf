import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The project that is tested. */
export const projectFolder = join(import.meta.dirname, "..", "..");

/** Tests that need no cluster have a folder for each worker, so that two files can run at a time; each live phase has its own. */
const own = process.env.E2E_FOLDER_EACH === undefined ? "" : `-${process.env.VITEST_POOL_ID ?? ""}`;
const phase = process.env.E2E_PHASE ?? "e2e";

/**
 * Folder of all that the end-to-end tests make: their copy of the project and, as XDG_STATE_HOME, clusters, Pulumi state
 * and logs. The same for every run of this project, so that a run finds and ends what a killed one left. With E2E_FOLDER
 * the policies' tests use the mesh of that folder and leave it running, which makes a second run of one file quick.
 */
export const testFolder =
  process.env.E2E_FOLDER ??
  join(tmpdir(), `pulumi-istio-${phase}-${createHash("sha256").update(projectFolder).digest("hex").slice(0, 8)}${own}`);

/** Copy of the project, whose stacks the tests change. */
export const checkoutFolder = join(testFolder, "checkout");

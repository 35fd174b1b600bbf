import { join } from "node:path";
import { computeTestFolder } from "../run/folders.mjs";

/** The project that is tested. */
export const projectFolder = join(import.meta.dirname, "..", "..");

/** Tests that need no cluster have a folder for each worker, so that two files can run at a time; each live phase has its own. */
const own = process.env.E2E_FOLDER_EACH === undefined ? "" : `-${process.env.VITEST_POOL_ID ?? ""}`;

/**
 * Folder of all that the end-to-end tests make: their copy of the project and, as XDG_STATE_HOME, clusters, Pulumi state
 * and logs. With E2E_FOLDER the policies' tests use the mesh of that folder and leave it running, which makes a second run of
 * one file quick.
 */
export const testFolder =
  process.env.E2E_FOLDER ?? computeTestFolder(projectFolder, process.env.E2E_PHASE ?? "e2e") + own;

/** Copy of the project, whose stacks the tests change. */
export const checkoutFolder = join(testFolder, "checkout");

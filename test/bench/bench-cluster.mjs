// What the scripts share that measure on a local cluster of their own.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { down } from "../../dist/local/cluster/down.js";
import { onInterrupt } from "../../dist/local/interrupt.js";
import { createProgress } from "../../dist/local/progress.js";

/** The local cluster, and the stack whose file names it. */
export const dev = "dev";

/**
 * A number from the command line; ends the process where it is none.
 * @param {string | undefined} given
 * @param {{ what: string, byDefault: number, example: string }} of `what`: what the number is of, in the plural; `example`: an npm script with a number
 */
export function readCount(given, { what, byDefault, example }) {
  const count = Number(given ?? byDefault);
  if (Number.isInteger(count) && count > 0) return count;
  console.error(`error: the number of ${what} is "${given}"; give an integer from 1, for example: npm run ${example}`);
  process.exit(2);
}

/**
 * Makes a folder for cluster, Pulumi state and logs; tools and images stay in the user's cache.
 * @param {string} name the folder's name begins with it
 * @returns the folder, where to show progress, and what prints the report of some work and removes all in the end
 */
export function startBench(name) {
  const progress = createProgress();
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  process.env.XDG_STATE_HOME = folder;
  for (const variable of Object.keys(process.env)) if (variable.startsWith("PULUMI_")) delete process.env[variable];
  // The cluster goes in any case; the folder stays after a failure, since the error names logs in it.
  const removeAll = async (keepFolder = false) => {
    await down(dev, progress);
    if (!keepFolder) rmSync(folder, { recursive: true, force: true });
  };
  const printReport = async (work) => {
    const takeBack = onInterrupt(removeAll);
    let failed = false;
    try {
      console.log(await work());
    } catch (error) {
      failed = true;
      console.error(`error: ${error.message}\nits folder stays, with logs and cluster files: ${folder}`);
    } finally {
      takeBack();
      await removeAll(failed);
      progress.close();
    }
    process.exitCode = failed ? 1 : 0;
  };
  return { folder, progress, printReport };
}

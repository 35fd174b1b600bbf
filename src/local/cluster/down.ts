import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { withLock } from "../lock.js";
import type { Progress } from "../progress.js";
import { awaitTied } from "./capture-tied.js";
import { partialCertificates } from "./certificates.js";
import { removeCgroups } from "./cgroups.js";
import { partialStore } from "./seed-containerd.js";
import { clusterPaths, lockFile } from "./layout.js";
import { describeMachine, requireCapableMachine, requireClusterName } from "./requirements.js";

/**
 * Ends the cluster and removes everything that is its own: processes, with them its namespaces (mounts, interfaces,
 * addresses, rules), cgroups, and its folder. Tools and images stay in the cache.
 *
 * @throws when something is left after 20 s, with its name
 */
export async function down(name: string, report: Progress): Promise<void> {
  requireClusterName(name);
  requireCapableMachine(describeMachine());
  const paths = clusterPaths(name);
  const { folder } = paths;
  const step = report.step(`cluster ${name}`, "ending");
  const waiting = (pid: number) => step.state(`waiting for another run (pid ${pid})`);
  try {
    await withLock(lockFile(name), waiting, async () => {
      const existed = existsSync(folder);
      await removeCgroups(name);
      // A killed `up` takes its children with it, but not in the same instant.
      await Promise.all([partialCertificates(paths), partialStore(paths)].map(awaitTied));
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
      step.done(existed ? "removed" : "does not exist");
    });
  } catch (error) {
    step.fail();
    throw error;
  }
}

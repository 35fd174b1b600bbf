import { mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { onInterrupt } from "../interrupt.js";
import { withLock } from "../lock.js";
import type { Step } from "../progress.js";

/**
 * Runs `work` with a fresh folder inside `folder`, alone among all runs. Whatever is finished gets renamed out of it;
 * the rest goes when `work` ends, is interrupted, or, after a SIGKILL, with the next run.
 */
export async function withBuildFolder(
  folder: string,
  step: Step,
  work: (build: string) => Promise<void>,
): Promise<void> {
  const waiting = (pid: number) => step.state(`waiting for another run (pid ${pid})`);
  await withLock(join(folder, "build.lock"), waiting, async () => {
    for (const entry of await readdir(folder)) {
      // Only one run at a time is here, so whatever is unfinished was left by a killed one.
      if (entry.startsWith("build-")) await rm(join(folder, entry), { recursive: true });
    }
    const build = await mkdtemp(join(folder, "build-"));
    const cleanUp = () => rm(build, { recursive: true, force: true });
    const takeBack = onInterrupt(cleanUp);
    try {
      await work(build);
    } finally {
      takeBack();
      await cleanUp();
    }
  });
}

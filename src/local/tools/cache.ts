import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../../folders.js";
import { onInterrupt } from "../interrupt.js";
import { identifyProcess, isRunning, withLock } from "../lock.js";
import type { Step } from "../progress.js";
import { startLog } from "../run.js";

/** One thing in the cache: the folder `<name>-<key>` with the file (or folder) `file` in it. */
export interface CacheEntry {
  name: string;
  key: string;
  file: string;
}

/** Where a build puts what it makes. */
export interface BuildPlace {
  /** One empty folder an entry, by the entry's name: `<results>/<name>/<file>` must be there in the end. */
  results: string;
  /** For everything that is needed only while building. */
  work: string;
  /** Takes the output of commands; a failure names it. */
  log: string;
  /** Is told how much is done, from 0 to 1. */
  share: (done: number) => void;
}

/** Entries that are made together, because they share their compilation. */
export interface Build {
  /** Names the lock and the log. */
  name: string;
  entries: readonly CacheEntry[];
  /** Makes these of the entries: the ones that are missing. */
  make: (missing: readonly CacheEntry[], place: BuildPlace) => Promise<void>;
}

/** The entry's path, whether it is there or not. */
export function pathInCache(entry: CacheEntry): string {
  return join(toolsFolder(), `${entry.name}-${entry.key}`, entry.file);
}

/** An entry is there whole or not at all: it is made aside and renamed. */
export function isCached(entry: CacheEntry): boolean {
  return existsSync(pathInCache(entry));
}

/**
 * Makes those entries that are missing. Of two runs at once, one makes them and the other waits for it; what a killed
 * run has left is cleared away.
 *
 * @param step is told when this run waits for another one, and when it goes on
 * @throws whatever `make` throws, or an error that names the log when it made less than it should
 */
export async function makeMissing(build: Build, step: Pick<Step, "state" | "share">): Promise<void> {
  const lock = join(toolsFolder(), `${build.name}.lock`);
  const waiting = (pid: number) => step.state(`waiting for another run (pid ${pid})`);
  await withLock(lock, waiting, async () => {
    const missing = build.entries.filter((entry) => !isCached(entry));
    if (missing.length === 0) return;
    step.state("building");
    clearLeftovers(build.name);
    const folder = join(toolsFolder(), `.${build.name} ${identifyProcess(process.pid)}`);
    const remove = () => rmSync(folder, { recursive: true, force: true });
    const takeBack = onInterrupt(remove);
    try {
      await makeIn(folder, missing, build, step.share);
    } finally {
      takeBack();
      remove();
    }
  });
}

async function makeIn(
  folder: string,
  missing: readonly CacheEntry[],
  build: Build,
  share: BuildPlace["share"],
): Promise<void> {
  const log = startLog(`build-${build.name}`);
  const place = { results: join(folder, "results"), work: join(folder, "work"), log, share };
  mkdirSync(place.work, { recursive: true });
  for (const entry of missing) mkdirSync(join(place.results, entry.name), { recursive: true });
  await build.make(missing, place);
  for (const entry of missing) {
    const result = join(place.results, entry.name);
    if (!existsSync(join(result, entry.file))) {
      throw new Error(`the build of ${build.name} made no ${entry.file} for ${entry.name}; its log is ${place.log}`);
    }
    renameSync(result, join(toolsFolder(), `${entry.name}-${entry.key}`));
  }
}

/** Removes the temporary folders of this build whose process is gone. */
function clearLeftovers(build: string): void {
  const prefix = `.${build} `;
  for (const name of readdirSync(toolsFolder())) {
    if (name.startsWith(prefix) && !isRunning(name.slice(prefix.length))) {
      rmSync(join(toolsFolder(), name), { recursive: true, force: true });
    }
  }
}

function toolsFolder(): string {
  return join(cacheFolder(), "tools");
}

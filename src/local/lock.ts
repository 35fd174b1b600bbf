import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { onInterrupt } from "./interrupt.js";

/** Milliseconds between two looks at a lock that somebody else holds. */
const pollEvery = 200;

/**
 * Runs `work` while holding the lock file, so that two runs don't do the same thing at once. A lock whose process is
 * gone (killed, or before a reboot) is taken over.
 *
 * @param waiting called once with the holder's process id when somebody else holds the lock
 */
export async function withLock<T>(file: string, waiting: (pid: number) => void, work: () => Promise<T>): Promise<T> {
  await takeLock(file, waiting);
  const takeBack = onInterrupt(() => rmSync(file, { force: true }));
  try {
    return await work();
  } finally {
    takeBack();
    rmSync(file, { force: true });
  }
}

/** Takes the lock alone, for who ends in order after an interruption; whoever removes the file gives it back. */
export async function takeLock(file: string, waiting: (pid: number) => void): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  let told = false;
  while (!tryToLock(file)) {
    const holder = readHolder(file);
    if (holder === undefined) continue;
    if (!isRunning(holder)) {
      takeAway(file, holder);
      continue;
    }
    if (!told) waiting(pidOf(holder));
    told = true;
    await delay(pollEvery);
  }
}

/** "<pid> <start>" of a process; the start time tells it from a later one with the same number. */
export function identifyProcess(pid: number): string {
  return `${pid} ${startTime(pid) ?? "gone"}`;
}

/** Whether the process that {@link identifyProcess} named is still there. */
export function isRunning(identity: string): boolean {
  return identifyProcess(pidOf(identity)) === identity && !identity.endsWith("gone");
}

/** Whether there is a process of that number that still does something: a killed one whose parent has not looked does not. */
export function isProcess(pid: number): boolean {
  return startTime(pid) !== undefined;
}

function pidOf(identity: string): number {
  return Number(identity.split(" ")[0]);
}

/** Field 22 of /proc/<pid>/stat, in clock ticks since boot; field 2 (the command, in parentheses) may hold spaces. */
function startTime(pid: number): string | undefined {
  // Elsewhere there is no such file. Without a start time, a later process of the same number is taken for the earlier one:
  // that somebody waits in vain is better than that two have one lock.
  if (process.platform !== "linux") return isAlive(pid) ? "unknown" : undefined;
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    // A zombie (its parent has not looked yet) holds nothing any more.
    return fields[0] === "Z" ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/** Signal 0 is only looked at; a process of another user is there too. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** A lock appears whole, with its holder in it: written aside, then linked, which fails where one exists. */
function tryToLock(file: string): boolean {
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, identifyProcess(process.pid));
  try {
    linkSync(aside, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Undefined where it has just been given back. @throws where it is not a file of ours: nobody would ever give it back */
function readHolder(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new Error(`the lock ${file} cannot be read (${message}); remove it, and try again`, { cause: error });
  }
}

/** Removes a lock that still is `holder`'s. Renamed before it is looked at, so that a newer holder's gets put back. */
function takeAway(file: string, holder: string): void {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    if (readFileSync(aside, "utf8") !== holder) linkSync(aside, file);
  } catch {
    // Somebody else took it away first, or holds a new one already: the next round sees.
  } finally {
    rmSync(aside, { force: true });
  }
}

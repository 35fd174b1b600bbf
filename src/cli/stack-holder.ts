import { rmSync, statSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { stateFolder } from "../folders.js";
import { takeLock } from "../local/lock.js";
import { hasOwnBackend } from "./engine-environment.js";
import { findProject } from "./project.js";

/** Who runs a stack. */
export interface StackHolder {
  pid: number;
  host: string;
  user?: string;
  /** RFC 3339. */
  since?: string;
  /** The lock that says so. */
  lock: string;
}

/** Who has the stack, since when, and what to do, which is to wait for as long as the run goes on. */
export function formatHolder(stack: string, { pid, host, user, since, lock }: StackHolder): string {
  const who = `process ${pid}${user === undefined ? "" : ` of ${user}`} on ${host}`;
  const held = `the stack ${stack} is in use by ${who}${since === undefined ? "" : ` since ${since}`}`;
  if (host === hostname()) return `${held}, which still runs; wait until it has ended and try again (lock ${lock})`;
  return (
    `${held}; wait until it has ended and try again. This machine cannot see whether it still runs: ` +
    `where it was killed, remove the lock ${lock}`
  );
}

/** What runs of the project's stacks keep for each other. */
export function runsFolder(): string {
  return join(stateFolder(), "runs", findProject().name);
}

/**
 * Runs `work` as the only one of this machine's `mesh` that changes the stack: the engine's own lock comes a second later, and who
 * meets it is told to break it.
 * @throws who has it
 */
export async function withStack<T>({ stack }: { stack: string }, work: () => Promise<T>): Promise<T> {
  if (hasOwnBackend()) return work();
  const lock = join(runsFolder(), `${stack}.lock`);
  await takeLock(lock, (pid) => {
    throw new Error(formatHolder(stack, { pid, host: hostname(), lock, ...describeFile(lock) }));
  });
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Whose a lock is and since when; nothing where it is just given back. */
function describeFile(lock: string): Pick<StackHolder, "user" | "since"> {
  const found = statSync(lock, { throwIfNoEntry: false });
  if (found === undefined) return {};
  const { uid, username } = userInfo();
  return { user: found.uid === uid ? username : `user ${found.uid}`, since: found.mtime.toISOString() };
}

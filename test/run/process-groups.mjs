// Commands that are process groups of their own, and that end when this process is told to.
import { execFileSync, spawn } from "node:child_process";

/** How long what runs may take to end in order. */
const grace = 20_000;

/** One Ctrl-C arrives more than once: from the terminal, and from npm and src/bootstrap.mjs, which pass it on. */
const echo = 1000;

/**
 * Starts commands. The first SIGINT, SIGTERM or SIGHUP asks all that runs to end in order, and what does not within a while is
 * killed. A second one kills it at once and ends this process.
 */
export class ProcessGroups {
  /** Whether a signal has come. */
  isInterrupted = false;
  #running = new Set();
  #first = 0;
  #seen = new Set();

  constructor() {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => this.#interrupt());
  }

  /**
   * @param {string} command
   * @param {readonly string[]} args
   * @param {import("node:child_process").SpawnOptions} options
   */
  start(command, args, options) {
    const child = spawn(command, args, { ...options, detached: true });
    this.#running.add(child);
    child.on("close", () => this.#running.delete(child));
    return child;
  }

  #interrupt() {
    if (!this.isInterrupted) {
      this.isInterrupted = true;
      this.#first = Date.now();
      console.error("ending what runs; another Ctrl-C kills it");
      const asked = [...this.#running];
      // What a command has started outlives it where it ends first, and is nobody's child then.
      this.#seen = listGroups(asked);
      for (const { pid } of asked) signalGroup(pid, "SIGINT");
      setTimeout(() => this.#kill(asked.filter((child) => this.#running.has(child))), grace).unref();
    } else if (Date.now() - this.#first > echo) {
      this.#kill([...this.#running]);
      process.exit(130);
    }
  }

  #kill(children) {
    for (const group of new Set([...this.#seen, ...listGroups(children)])) signalGroup(group, "SIGKILL");
  }
}

/** The process groups of commands, and of all that descends from them. */
function listGroups(children) {
  const rows = execFileSync("ps", ["-A", "-o", "pid=,ppid=,pgid="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/ +/).map(Number));
  const own = new Set(children.map(({ pid }) => pid));
  const found = new Set(rows.flatMap(([pid, , group]) => (own.has(group) ? [pid] : [])));
  // A set is walked to its end, also where it grows meanwhile.
  for (const parent of found) for (const [pid, ppid] of rows) if (ppid === parent) found.add(pid);
  return new Set(rows.flatMap(([pid, , group]) => (found.has(pid) ? [group] : [])));
}

function signalGroup(group, signal) {
  try {
    process.kill(-group, signal);
  } catch {
    // It is gone.
  }
}

import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { capture } from "../run.js";

/** Milliseconds that a tied command must end in, once the signal was sent. */
const endDeadline = 20_000;

/**
 * `capture` of a command that dies with this process, even of SIGKILL: one that writes into a cluster's folder must not
 * go on while `down` removes that.
 */
export async function captureTied(command: string, args: readonly string[]): Promise<string> {
  return capture("setpriv", ["--pdeathsig", "KILL", command, ...args]);
}

/**
 * Waits for the tied commands of a killed run. The kernel sends their signal when the run dies; on a busy machine they end later.
 * @param partial the folder that they write to
 * @throws where one goes on for 20 s
 */
export async function awaitTied(partial: string): Promise<void> {
  const deadline = Date.now() + endDeadline;
  for (let left = listWriters(partial); left.length > 0; left = listWriters(partial)) {
    if (Date.now() > deadline)
      throw new Error(`process ${left.join(", ")} still writes to ${partial}; end it and try again`);
    await sleep(20);
  }
}

function listWriters(folder: string): string[] {
  return readdirSync("/proc").filter((pid) => /^\d+$/.test(pid) && readCommand(pid).includes(folder));
}

/** Empty for a process that has ended meanwhile. */
function readCommand(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

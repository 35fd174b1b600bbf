import { capture } from "../run.js";

/**
 * `capture` of a command that dies with this process, even of SIGKILL: one that writes into a cluster's folder must not
 * go on while `down` removes that.
 */
export async function captureTied(command: string, args: readonly string[]): Promise<string> {
  return capture("setpriv", ["--pdeathsig", "KILL", command, ...args]);
}

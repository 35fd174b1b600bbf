import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { testFolder } from "./folder.js";
import { startMesh } from "./mesh.js";

const logOf = (verb: string) => join(testFolder, "pulumi-istio", "logs", "pulumi-istio", `dev-${verb}.events.json`);

/** Lines of the log of the last run of a verb on stack `dev` that say of a step that it begins or ends. */
export function readSteps(verb: "up" | "destroy"): string[] {
  if (!existsSync(logOf(verb))) return [];
  const lines = readFileSync(logOf(verb), "utf8").split("\n");
  return lines.filter((line) => line.includes('"resourcePreEvent"') || line.includes('"resOutputsEvent"'));
}

/** Starts `mesh` and, once its steps are there, kills its process group, as a machine does that runs out of memory. @returns its session */
export async function killRun(
  verb: "up" | "destroy",
  args: readonly string[],
  isThere: (steps: readonly string[]) => boolean,
): Promise<number> {
  rmSync(logOf(verb), { force: true });
  const { pid, ended } = startMesh(...args);
  let early: string | undefined;
  void ended.then(({ output }) => (early = output));
  const deadline = Date.now() + 120_000;
  while (!isThere(readSteps(verb))) {
    if (early !== undefined) throw new Error(`mesh ${args.join(" ")} ended before it was killed:\n${early}`);
    if (Date.now() > deadline) throw new Error(`mesh ${args.join(" ")} is not where it is to be killed within 120 s`);
    await sleep(20);
  }
  process.kill(-pid, "SIGKILL");
  return pid;
}

/** Programs of a session that still run. A zombie, whose parent has not looked, is gone. */
export function listSession(session: number): string[] {
  return readSession(session).map(({ program }) => program);
}

/** Kills all programs of a session at one time. */
export function killSession(session: number): void {
  const pids = readSession(session).map(({ pid }) => pid);
  if (pids.length > 0) spawnSync("kill", ["-KILL", ...pids]);
}

function readSession(session: number): { pid: string; program: string }[] {
  const { stdout } = spawnSync("ps", ["-eo", "sess=,pid=,stat=,comm="], { encoding: "utf8" });
  const rows = stdout.split("\n").map((line) => line.trim().split(/ +/));
  return rows.flatMap(([its, pid = "", state = "Z", program = ""]) =>
    Number(its) === session && !state.startsWith("Z") ? [{ pid, program }] : [],
  );
}

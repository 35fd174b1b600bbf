import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { basename } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { identifyProcess, isRunning } from "../local/lock.js";
import { hasOwnBackend, localBackend } from "./engine-environment.js";
import { findProject } from "./project.js";

// The engine's plugins, its language host and the program outlive an engine that is killed, by minutes: each plugin has a process
// group of its own. All inherit the engine's environment, which says whose they are, also of one that began in the last instant.

/** `<pid> <start> <project>/<stack> <backend>`: of the `mesh` that began the run, and what it runs. */
const runVariable = "PULUMI_ISTIO_RUN";

/** Milliseconds that a killed process gets until it is gone. */
const graceOfKilled = 5000;

/** A process of an engine's run. */
interface EngineProcess {
  /** As `identifyProcess` writes it. */
  identity: string;
  /** Name of its program: `pulumi`, `pulumi-resource-kubernetes`, `node`. */
  program: string;
  /** What its environment says of its run. */
  run: string;
}

/** What the environment of an engine has, so that its processes can be found again. */
export function markRun(stack: string): NodeJS.ProcessEnv {
  return { [runVariable]: `${identifyProcess(process.pid)} ${describePlace(stack)}` };
}

/**
 * Ends what killed runs of this stack left: processes whose engine is gone, and `mesh` as well. What they started besides, such as
 * the agent of a credential helper, stays. Only Linux says what is asked here; elsewhere nothing is ended.
 */
export async function endLeftProcesses({ stack }: { stack: string }): Promise<void> {
  const left = findLeft(stack);
  if (left.length === 0) return;
  for (const { identity } of left) kill(identity);
  const deadline = Date.now() + graceOfKilled;
  while (left.some(({ identity }) => isRunning(identity)) && Date.now() < deadline) await delay(20);
  const names = left.map(({ identity, program }) => `${program} ${identity.split(" ")[0] ?? ""}`);
  console.error(`stack ${stack}: ended what a killed run had left: ${names.join(", ")}`);
}

function findLeft(stack: string): EngineProcess[] {
  const own = listProcesses().filter(({ run }) => run.endsWith(` ${describePlace(stack)}`));
  const going = new Set(own.filter(({ program }) => program === "pulumi").map(({ run }) => run));
  const isGoing = (run: string) => going.has(run) || isRunning(run.split(" ").slice(0, 2).join(" "));
  return own.filter(({ run }) => !isGoing(run));
}

function describePlace(stack: string): string {
  return `${findProject().name}/${stack} ${hasOwnBackend() ? (process.env.PULUMI_BACKEND_URL ?? "") : localBackend()}`;
}

/** Of engines, that is: those with the variable, and the names of what an engine starts. */
function listProcesses(): EngineProcess[] {
  if (process.platform !== "linux") return [];
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => readProcess(pid) ?? []);
}

function readProcess(pid: string): EngineProcess | undefined {
  try {
    const program = basename(readlinkSync(`/proc/${pid}/exe`)).replace(/ \(deleted\)$/, "");
    if (program !== "node" && program !== "pulumi" && !program.startsWith("pulumi-")) return undefined;
    const variables = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
    const run = variables.find((variable) => variable.startsWith(`${runVariable}=`))?.slice(runVariable.length + 1);
    return run === undefined ? undefined : { identity: identifyProcess(Number(pid)), program, run };
  } catch {
    // It has ended, or is another user's.
    return undefined;
  }
}

function kill(identity: string): void {
  try {
    if (isRunning(identity)) process.kill(Number(identity.split(" ")[0]), "SIGKILL");
  } catch {
    // It has just ended.
  }
}

import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { stateFolder } from "../folders.js";
import { prepareEngineEnvironment, type EngineTools } from "./engine-environment.js";
import { clearDeadLocks, hasPendingOperations, hasState, readOutputs } from "./engine-state.js";

/** What the engine does with a stack. */
export type EngineVerb = "up" | "preview" | "destroy" | "refresh";

/** A stack of a project, and the tools that run it. */
export interface EngineStack {
  stack: string;
  /** The folder of Pulumi.yaml. */
  project: string;
  tools: EngineTools;
}

/** How a run ended. */
export interface EngineResult {
  exitCode: number;
  /** How many resources saw which operation: `{ create: 12, same: 3 }`; empty when the run ended before its summary. */
  changes: Record<string, number>;
}

/**
 * Runs the real Pulumi CLI on a stack, on this terminal. What an earlier run left when it was killed is put right first:
 * its lock, and operations that it began and never ended.
 */
export async function runEngine(target: EngineStack, verb: EngineVerb, args: readonly string[]): Promise<EngineResult> {
  await prepareStack(target);
  if (verb !== "preview" && hasPendingOperations(target)) {
    console.error(
      `stack ${target.stack}: an earlier run was killed in the middle; reading what it left in the cluster`,
    );
    const refreshed = await runPulumi(target, ["refresh", "--yes", "--skip-preview", "--clear-pending-creates"]);
    if (refreshed.exitCode !== 0) return refreshed;
  }
  return runPulumi(target, [verb, ...args]);
}

/** Forgets a stack without touching what it describes: for a local cluster that is gone. */
export async function removeStackState(target: EngineStack): Promise<void> {
  if (hasState(target) === false) return;
  clearDeadLocks(target);
  await runPulumi(target, ["stack", "rm", "--force", "--yes", "--preserve-config"]);
}

/** The stack's outputs, without secrets; undefined where the stack has never been brought up. */
export async function readStackOutputs(target: EngineStack): Promise<Record<string, unknown> | undefined> {
  // From our own backend's file: the CLI takes half a second to say the same.
  if (hasState(target) !== undefined) return readOutputs(target);
  const { stdout } = await spawnPulumi(target, ["stack", "output", "--json", "--stack", target.stack], "pipe");
  return stdout === "" ? undefined : (JSON.parse(stdout) as Record<string, unknown>);
}

async function prepareStack(target: EngineStack): Promise<void> {
  if (hasState(target) !== true) {
    const { exitCode } = await spawnPulumi(target, ["stack", "select", "--create", "--stack", target.stack], "inherit");
    if (exitCode !== 0) throw new Error(`the stack ${target.stack} could not be made; see the message above`);
  }
  clearDeadLocks(target);
}

async function runPulumi(target: EngineStack, args: readonly string[]): Promise<EngineResult> {
  const folder = join(stateFolder(), "logs");
  mkdirSync(folder, { recursive: true });
  const eventLog = join(folder, `${target.stack}-${args[0] ?? ""}.events.json`);
  rmSync(eventLog, { force: true });
  const logged = args[0] === "stack" ? [] : ["--event-log", eventLog];
  const { exitCode } = await spawnPulumi(target, [...args, "--stack", target.stack, ...logged], "inherit");
  return { exitCode, changes: readChanges(eventLog) };
}

interface EngineEvent {
  summaryEvent?: { resourceChanges: Record<string, number> };
}

function readChanges(eventLog: string): Record<string, number> {
  if (!existsSync(eventLog)) return {};
  const lines = readFileSync(eventLog, "utf8").split("\n");
  const events = lines.filter((line) => line !== "").map((line) => JSON.parse(line) as EngineEvent);
  return events.find((event) => event.summaryEvent !== undefined)?.summaryEvent?.resourceChanges ?? {};
}

function spawnPulumi(target: EngineStack, args: readonly string[], output: "inherit" | "pipe") {
  const child = spawn(target.tools.pulumi, args, {
    cwd: target.project,
    env: prepareEngineEnvironment(target.tools),
    stdio: ["inherit", output, "inherit"],
  });
  // The terminal sends Ctrl-C to the CLI as well, which then ends in order; we wait for that instead of leaving it alone.
  const wait = () => undefined;
  process.on("SIGINT", wait);
  let stdout = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  return new Promise<{ exitCode: number; stdout: string }>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      process.off("SIGINT", wait);
      resolve({ exitCode: code ?? 130, stdout });
    });
  });
}

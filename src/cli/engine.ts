import { spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { EngineEvent } from "../engine-event.js";
import { stateFolder } from "../folders.js";
import { contextVariable } from "../stack/wanted-context.js";
import { prepareEngineEnvironment, type EngineTools } from "./engine-environment.js";
import { adoptObjects } from "./adopt-objects.js";
import {
  clearDeadLocks,
  findHolder,
  hasPendingOperations,
  hasState,
  readObjects,
  readOutputs,
} from "./engine-state.js";
import { followEventLog } from "./event-log.js";
import { endLeftProcesses, markRun } from "./left-processes.js";
import { formatHolder, withStack } from "./stack-holder.js";
import { formatStall } from "./stalled-workloads.js";
import { watchWorkloads } from "./watch-workloads.js";

/** What the engine does with a stack. */
export type EngineVerb = "up" | "preview" | "destroy" | "refresh";

/** A stack of a project, and the tools that run it. */
export interface EngineStack {
  stack: string;
  /** The folder of Pulumi.yaml. */
  project: string;
  tools: EngineTools;
  /** Whether the stack needs plugins that are not ours, AWS's, so that the engine may download them. @default false */
  downloadsPlugins?: boolean;
  /** The kubeconfig's context for the program. @default what the environment and the stack's file say */
  context?: string;
  /** The kubeconfig of the stack's cluster, where it is there already. @default nothing is put right in the cluster */
  readKubeconfig?: () => string | undefined;
}

/** Somebody who follows a run instead of the terminal. */
export interface EngineWatch {
  /** Is told every event of the run, as Pulumi's `--event-log` writes it. */
  onEvent: (event: EngineEvent) => void;
  /** Asks the engine to end in order, as Ctrl-C does. */
  signal: AbortSignal;
  /** Further variables of the environment. @default none */
  environment?: NodeJS.ProcessEnv;
}

/** How a run ended. */
export interface EngineResult {
  exitCode: number;
  /** How many resources saw which operation: `{ create: 12, same: 3 }`; empty when the run ended before its summary. */
  changes: Record<string, number>;
}

/** The same, and whether it failed by a conflict with a name under which the provider applied objects in an earlier run. */
interface RunResult extends EngineResult {
  hasFormerConflict: boolean;
  /** Causes for which we ended it; none where it ended by itself. */
  fatal: readonly string[];
}

/**
 * Runs the real Pulumi CLI on a stack, on this terminal or for who watches it. What an earlier run left when it was killed is put right first:
 * its processes, its lock, and operations that it began and never ended.
 * @throws where somebody else runs the stack, who it is
 */
export async function runEngine(
  target: EngineStack,
  verb: EngineVerb,
  args: readonly string[],
  watch?: EngineWatch,
): Promise<EngineResult> {
  const run = () => runAfterKilled(target, verb, args, watch);
  return verb === "preview" ? run() : withStack(target.stack, run);
}

/** Reads the stack's state from the cluster. */
const refresh = ["refresh", "--yes", "--skip-preview"];

async function runAfterKilled(
  target: EngineStack,
  verb: EngineVerb,
  args: readonly string[],
  watch?: EngineWatch,
): Promise<EngineResult> {
  await prepareStack(target);
  const wasKilled = verb !== "preview" && hasPendingOperations(target);
  if (wasKilled) {
    console.error(
      `stack ${target.stack}: an earlier run was killed in the middle; reading what it left in the cluster`,
    );
    const refreshed = await runPulumi(target, [...refresh, "--clear-pending-creates"], watch);
    if (refreshed.exitCode !== 0) return refreshed;
  }
  const first = await runPulumi(target, [verb, ...args], watch);
  if (first.fatal.length > 0) {
    // An update that is stopped stands in the cluster and not in the state: taking the edit back would change nothing.
    await runPulumi(target, refresh, watch);
    say(watch, "error", formatStall(target.stack, first.fatal));
  }
  const mayHaveFormer = verb !== "destroy" && (wasKilled || first.hasFormerConflict);
  const adopted = mayHaveFormer ? await adoptLeft(target) : 0;
  const isWorthAgain = first.hasFormerConflict && adopted > 0;
  const { exitCode, changes } = isWorthAgain ? await runPulumi(target, [verb, ...args], watch) : first;
  return { exitCode, changes };
}

/** What a killed run created has its manager beside the stack's own, so that a later change of it would be a conflict. */
async function adoptLeft(target: EngineStack): Promise<number> {
  const kubeconfig = target.readKubeconfig?.();
  if (kubeconfig === undefined) return 0;
  try {
    const { length } = await adoptObjects(kubeconfig, readObjects(target));
    if (length > 0) console.error(`stack ${target.stack}: took over ${length} objects that a killed run had created`);
    return length;
  } catch (error) {
    // The run itself is not worse for it; a later change would say the conflict, and this is tried again then.
    const reason = error instanceof Error ? error.message : String(error);
    console.error(`stack ${target.stack}: what a killed run had created could not be taken over: ${reason}`);
    return 0;
  }
}

/** Forgets a stack without touching what it describes: for a local cluster that is gone. */
export async function removeStackState(target: EngineStack): Promise<void> {
  await endLeftProcesses(target);
  if (hasState(target) === false) return;
  clearDeadLocks(target);
  await runPulumi(target, ["stack", "rm", "--force", "--yes", "--preserve-config"]);
}

/** The stack's updates as `pulumi stack history --json` lists them, the newest first. */
export async function readStackHistory(target: EngineStack): Promise<unknown> {
  if (hasState(target) === false) return [];
  const args = ["stack", "history", "--json", "--page-size", "50", "--page", "1", "--stack", target.stack];
  const { stdout } = await spawnPulumi(target, args, { stdout: "pipe" });
  return stdout === "" ? [] : JSON.parse(stdout);
}

/** The stack's outputs, without secrets; undefined where the stack has never been brought up. */
export async function readStackOutputs(target: EngineStack): Promise<Record<string, unknown> | undefined> {
  // From our own backend's file: the CLI takes half a second to say the same.
  if (hasState(target) !== undefined) return readOutputs(target);
  const { stdout } = await spawnPulumi(target, ["stack", "output", "--json", "--stack", target.stack], {
    stdout: "pipe",
  });
  return stdout === "" ? undefined : (JSON.parse(stdout) as Record<string, unknown>);
}

async function prepareStack(target: EngineStack): Promise<void> {
  if (hasState(target) !== true) {
    const { exitCode } = await spawnPulumi(target, ["stack", "select", "--create", "--stack", target.stack], {});
    if (exitCode !== 0) throw new Error(`the stack ${target.stack} could not be made; see the message above`);
  }
  clearDeadLocks(target);
  await endLeftProcesses(target);
}

async function runPulumi(target: EngineStack, args: readonly string[], watch?: EngineWatch): Promise<RunResult> {
  const folder = join(stateFolder(), "logs");
  mkdirSync(folder, { recursive: true });
  // Several consoles may preview one stack at a time, beside a terminal that does.
  const watcher = watch === undefined ? "" : `-${process.pid}`;
  const eventLog = join(folder, `${target.stack}-${args[0] ?? ""}${watcher}.events.json`);
  rmSync(eventLog, { force: true });
  const logged = args[0] === "stack" ? [] : ["--event-log", eventLog];
  return followPulumi(target, [...args, "--stack", target.stack, ...logged], { watch, eventLog });
}

async function followPulumi(
  target: EngineStack,
  args: readonly string[],
  { watch, eventLog }: { watch: EngineWatch | undefined; eventLog: string },
): Promise<RunResult> {
  const result = { changes: {}, hasFormerConflict: false };
  let hasSaidWhy = false;
  const workloads = watchWorkloads(target.readKubeconfig, (cause) => say(watch, "warning", cause));
  const stopFollowing = followEventLog(eventLog, (one) => {
    const event = one as EngineEvent;
    result.changes = event.summaryEvent?.resourceChanges ?? result.changes;
    result.hasFormerConflict ||= isFormerConflict(event);
    hasSaidWhy ||= event.diagnosticEvent?.severity === "error";
    workloads.onEvent(event);
    watch?.onEvent(event);
  });
  const end = () => {
    stopFollowing();
    workloads.end();
  };
  try {
    const { exitCode, stderr } = await spawnPulumi(target, args, { watch, stop: workloads.signal });
    end();
    // What fails before the engine begins has no events.
    const isUnsaid = watch !== undefined && exitCode !== 0 && !hasSaidWhy && !watch.signal.aborted;
    if (isUnsaid) say(watch, "error", stderr.trim() || `pulumi ended with ${exitCode}`);
    const holder = exitCode === 0 ? undefined : findHolder(target);
    if (holder !== undefined) say(watch, "error", formatHolder(target.stack, holder));
    return { ...result, exitCode, fatal: exitCode === 0 ? [] : workloads.listFatal() };
  } finally {
    end();
    if (watch !== undefined) rmSync(eventLog, { force: true });
  }
}

/** Says what the engine does not, to who watches the run or on the terminal. */
function say(watch: EngineWatch | undefined, severity: "warning" | "error", message: string): void {
  // The engine's line of dots has not ended.
  if (watch === undefined) console.error(`\n${message}`);
  else watch.onEvent({ diagnosticEvent: { severity, message } });
}

function isFormerConflict({ diagnosticEvent }: EngineEvent): boolean {
  return diagnosticEvent?.severity === "error" && /conflicts? with "pulumi-kubernetes-/.test(diagnosticEvent.message);
}

interface SpawnOptions {
  /** @default the terminal */
  watch?: EngineWatch | undefined;
  /** Asks the engine to end in order. @default never */
  stop?: AbortSignal;
  /** Where nobody watches. @default "inherit" */
  stdout?: "inherit" | "pipe";
}

function spawnPulumi(target: EngineStack, args: readonly string[], { watch, stop, stdout = "inherit" }: SpawnOptions) {
  const isWatched = watch !== undefined;
  // A process group of its own where somebody watches: Ctrl-C on the terminal is for the watcher, which ends the run by its signal.
  const child = spawn(target.tools.pulumi, isWatched ? [...args, "--non-interactive", "--color", "never"] : args, {
    cwd: target.project,
    env: {
      ...prepareEngineEnvironment(target.tools, target.downloadsPlugins),
      ...(target.context === undefined ? {} : { [contextVariable]: target.context }),
      ...markRun(target.stack),
      ...watch?.environment,
    },
    stdio: isWatched ? ["ignore", "pipe", "pipe"] : ["inherit", stdout, "inherit"],
    detached: isWatched,
  });
  // The terminal sends Ctrl-C to the CLI as well, which then ends in order; we wait for that instead of leaving it alone.
  const wait = () => undefined;
  if (!isWatched) process.on("SIGINT", wait);
  const interrupt = () => void child.kill("SIGINT");
  // Whoever ends us, as a CI job that is cancelled, means the CLI too, which otherwise would go on without us.
  const ends = ["SIGTERM", "SIGHUP"] as const;
  for (const end of ends) process.on(end, interrupt);
  const signals = [watch?.signal, stop].filter((signal) => signal !== undefined);
  if (signals.some(({ aborted }) => aborted)) interrupt();
  for (const signal of signals) signal.addEventListener("abort", interrupt);
  const output = { stdout: "", stderr: "" };
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  return new Promise<{ exitCode: number; stdout: string; stderr: string }>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      process.off("SIGINT", wait);
      for (const end of ends) process.off(end, interrupt);
      for (const signal of signals) signal.removeEventListener("abort", interrupt);
      resolve({ exitCode: code ?? 130, ...output });
    });
  });
}

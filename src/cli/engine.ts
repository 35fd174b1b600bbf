import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { EngineEvent } from "../engine-event.js";
import { formatFinding, type Finding } from "../finding.js";
import { stateFolder } from "../folders.js";
import { contextVariable } from "../stack/wanted-context.js";
import { prepareEngineEnvironment, type EngineTools } from "./engine-environment.js";
import { adoptObjects } from "./adopt-objects.js";
import { clearDeadLocks, hasPendingOperations, hasState, readObjects, readOutputs } from "./engine-state.js";
import { explainErrors } from "./engine-errors.js";
import { followEventLog } from "./event-log.js";
import { takeBackFields, type TakenBack } from "./foreign-changes.js";

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

/** The same, and the errors that it told. */
interface RunResult extends EngineResult {
  errors: string[];
}

/**
 * Runs the real Pulumi CLI on a stack, on this terminal or for who watches it. What an earlier run left when it was killed is put right first:
 * its lock, and operations that it began and never ended.
 */
export async function runEngine(
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
    const refresh = ["refresh", "--yes", "--skip-preview", "--clear-pending-creates"];
    const refreshed = await runPulumi(target, refresh, watch);
    if (refreshed.exitCode !== 0) return refreshed;
  }
  const taken = verb === "up" || verb === "preview" ? await takeBackChanged(target, watch) : undefined;
  // Only what is read anew is seen to differ.
  const command = [verb, ...args, ...(taken === undefined ? [] : ["--refresh"])];
  const first = await runPulumi(target, command, watch);
  const hasFormerConflict = first.errors.some((message) => formerConflict.test(message));
  const mayHaveFormer = verb !== "destroy" && (wasKilled || hasFormerConflict);
  const adopted = mayHaveFormer ? await adoptLeft(target) : 0;
  const { exitCode, changes, errors } =
    hasFormerConflict && adopted > 0 ? await runPulumi(target, command, watch) : first;
  if (exitCode !== 0 || verb === "preview") await taken?.giveBack();
  for (const finding of explainErrors(errors)) tell(finding, watch);
  return { exitCode, changes };
}

const formerConflict = /conflicts? with "pulumi-kubernetes-/;

/** What others have changed by hand is said before, and a preview takes it as an update does. */
async function takeBackChanged(target: EngineStack, watch?: EngineWatch): Promise<TakenBack | undefined> {
  const kubeconfig = target.readKubeconfig?.();
  if (kubeconfig === undefined) return undefined;
  try {
    const taken = await takeBackFields(kubeconfig, readObjects(target));
    for (const finding of taken.findings) tell(finding, watch);
    return taken.findings.length === 0 ? undefined : taken;
  } catch {
    // The engine says better what is wrong with a cluster that does not answer, and a conflict what is wrong with an object.
    return undefined;
  }
}

function tell(finding: Finding, watch?: EngineWatch): void {
  const message = formatFinding(finding);
  if (watch === undefined) console.error(message);
  else watch.onEvent({ diagnosticEvent: { severity: finding.level, message } });
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
    const { exitCode } = await spawnPulumi(target, ["stack", "select", "--create", "--stack", target.stack], {
      stdout: "inherit",
    });
    if (exitCode !== 0) throw new Error(`the stack ${target.stack} could not be made; see the message above`);
  }
  clearDeadLocks(target);
}

async function runPulumi(target: EngineStack, args: readonly string[], watch?: EngineWatch): Promise<RunResult> {
  const folder = join(stateFolder(), "logs");
  mkdirSync(folder, { recursive: true });
  // Several consoles may preview one stack at a time, beside a terminal that does.
  const watcher = watch === undefined ? "" : `-${process.pid}`;
  const eventLog = join(folder, `${target.stack}-${args[0] ?? ""}${watcher}.events.json`);
  rmSync(eventLog, { force: true });
  const logged = args[0] === "stack" ? [] : ["--event-log", eventLog];
  const whole = [...args, "--stack", target.stack, ...logged];
  if (watch !== undefined) return watchPulumi(target, whole, { ...watch, eventLog });
  const { exitCode } = await spawnPulumi(target, whole, { stdout: "inherit" });
  const events = readEvents(eventLog);
  const summary = events.find((event) => event.summaryEvent !== undefined)?.summaryEvent;
  return { exitCode, changes: summary?.resourceChanges ?? {}, errors: events.flatMap(readError) };
}

/** The engine in a process group of its own: Ctrl-C on the terminal is for the watcher, which ends the run by its signal. */
async function watchPulumi(
  target: EngineStack,
  args: readonly string[],
  { onEvent, signal, environment, eventLog }: EngineWatch & { eventLog: string },
): Promise<RunResult> {
  let changes: EngineResult["changes"] = {};
  const errors: string[] = [];
  const hear = (event: EngineEvent) => {
    changes = event.summaryEvent?.resourceChanges ?? changes;
    errors.push(...readError(event));
    onEvent(event);
  };
  const stop = followEventLog(eventLog, (event) => hear(event as EngineEvent));
  try {
    const watched = [...args, "--non-interactive", "--color", "never"];
    const { exitCode, stderr } = await spawnPulumi(target, watched, { stdout: "pipe", signal, environment });
    stop();
    // What fails before the engine begins has no events.
    if (exitCode !== 0 && errors.length === 0 && !signal.aborted) {
      hear({ diagnosticEvent: { severity: "error", message: stderr.trim() || `pulumi ended with ${exitCode}` } });
    }
    return { exitCode, changes, errors };
  } finally {
    stop();
    rmSync(eventLog, { force: true });
  }
}

function readEvents(eventLog: string): EngineEvent[] {
  if (!existsSync(eventLog)) return [];
  const lines = readFileSync(eventLog, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as EngineEvent);
}

function readError({ diagnosticEvent }: EngineEvent): string[] {
  return diagnosticEvent?.severity === "error" ? [diagnosticEvent.message] : [];
}

interface SpawnOptions extends Partial<Pick<EngineWatch, "signal" | "environment">> {
  stdout: "inherit" | "pipe";
}

function spawnPulumi(target: EngineStack, args: readonly string[], { stdout, signal, environment }: SpawnOptions) {
  const isWatched = signal !== undefined;
  const child = spawn(target.tools.pulumi, args, {
    cwd: target.project,
    env: {
      ...prepareEngineEnvironment(target.tools, target.downloadsPlugins),
      ...(target.context === undefined ? {} : { [contextVariable]: target.context }),
      ...environment,
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
  if (signal?.aborted === true) interrupt();
  signal?.addEventListener("abort", interrupt);
  const output = { stdout: "", stderr: "" };
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  return new Promise<{ exitCode: number; stdout: string; stderr: string }>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      process.off("SIGINT", wait);
      for (const end of ends) process.off(end, interrupt);
      signal?.removeEventListener("abort", interrupt);
      resolve({ exitCode: code ?? 130, ...output });
    });
  });
}

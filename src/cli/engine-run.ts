import { spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { EngineEvent } from "../engine-event.js";
import { stateFolder } from "../folders.js";
import { createProgress } from "../local/progress.js";
import { findingsVariable } from "../stack/run-findings.js";
import { contextVariable } from "../stack/wanted-context.js";
import type { EngineConfig } from "./engine-config.js";
import { prepareEngineEnvironment, type EngineTools } from "./engine-environment.js";
import { findHolder } from "./engine-state.js";
import { followEventLog } from "./event-log.js";
import { markRun } from "./left-processes.js";
import { findProject } from "./project.js";
import { createRunOutput, type RunOutput } from "./run-output.js";
import { formatHolder } from "./stack-holder.js";
import { watchWorkloads } from "./watch-workloads.js";

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
  /** A file in which the program notes its findings. @default it logs them */
  findings?: string;
  /** The kubeconfig of the stack's cluster, where it is there already. @default nothing is put right in the cluster */
  readKubeconfig?: () => string | undefined;
}

/** A stack that the engine has, with what it reads in the place of the stack's file. */
export interface ReadyStack extends EngineStack {
  config?: EngineConfig;
  /** Further variables of the environment. @default none */
  environment?: NodeJS.ProcessEnv;
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

/** The same, and what went wrong. */
export interface RunResult extends EngineResult {
  /** Errors that the engine told. */
  errors: string[];
  /** Causes for which we ended it; none where it ended by itself. */
  fatal: readonly string[];
}

/** The folder of the logs of the project's runs. */
export function logFolder(): string {
  return join(stateFolder(), "logs", findProject().name);
}

/** Runs one command of the Pulumi CLI on a stack, on this terminal or for who watches it. */
export async function runPulumi(target: ReadyStack, args: readonly string[], watch?: EngineWatch): Promise<RunResult> {
  const folder = logFolder();
  mkdirSync(folder, { recursive: true });
  // Several consoles may preview one stack at a time, beside a terminal that does.
  const watcher = watch === undefined ? "" : `-${process.pid}`;
  const eventLog = join(folder, `${target.stack}-${args[0] ?? ""}${watcher}.events.json`);
  rmSync(eventLog, { force: true });
  const [verb = "", ...others] = args;
  // Before what the user says, who may name another file.
  const config = target.config === undefined ? [] : ["--config-file", target.config.file];
  const logged = verb === "stack" ? [] : ["--event-log", eventLog];
  const whole = [verb, ...config, ...others, "--stack", target.stack, ...logged];
  const isPrinted = watch === undefined && logged.length > 0 && isOutputOurs(args);
  return followPulumi(target, whole, { watch, eventLog, isPrinted });
}

/** Options of the Pulumi CLI that ask for another output than its lines of progress. */
const outputOptions = /^(--json|-j|--diff|--show-.*|--output.*)$/;

/** Whether the output of a run is printed by us: on a terminal the engine draws over its lines of progress. */
function isOutputOurs(args: readonly string[]): boolean {
  return process.stdout.isTTY !== true && !args.some((arg) => outputOptions.test(arg));
}

interface Following {
  watch: EngineWatch | undefined;
  eventLog: string;
  isPrinted: boolean;
}

async function followPulumi(
  target: ReadyStack,
  args: readonly string[],
  { watch, eventLog, isPrinted }: Following,
): Promise<RunResult> {
  const result: Omit<RunResult, "exitCode" | "fatal"> = { changes: {}, errors: [] };
  const printed = isPrinted ? printRun() : undefined;
  const workloads = watchWorkloads(target.readKubeconfig, (cause) => sayBeside(watch, "warning", cause));
  const hear = (event: EngineEvent) => {
    result.changes = event.summaryEvent?.resourceChanges ?? result.changes;
    result.errors.push(...readError(event));
    workloads.onEvent(event);
    printed?.tell(event);
    watch?.onEvent(event);
  };
  const stopFollowing = followEventLog(eventLog, (event) => hear(event as EngineEvent));
  const end = once(() => {
    stopFollowing();
    workloads.end();
    printed?.end();
  });
  try {
    const stdout = isPrinted ? "pipe" : "inherit";
    const { exitCode, stderr } = await spawnPulumi(target, args, { watch, stop: workloads.signal, stdout });
    end();
    // What fails before the engine begins has no events.
    const isUnsaid = watch !== undefined && exitCode !== 0 && result.errors.length === 0 && !watch.signal.aborted;
    if (isUnsaid) {
      hear({ diagnosticEvent: { severity: "error", message: stderr.trim() || `pulumi ended with ${exitCode}` } });
    }
    const holder = exitCode === 0 ? undefined : findHolder(target);
    if (holder !== undefined) sayBeside(watch, "error", formatHolder(target.stack, holder));
    return { ...result, exitCode, fatal: exitCode === 0 ? [] : workloads.listFatal() };
  } finally {
    end();
    if (watch !== undefined) rmSync(eventLog, { force: true });
  }
}

/** What the engine does, printed where no terminal is. */
function printRun(): RunOutput {
  const progress = createProgress();
  const { tell, end } = createRunOutput((line) => console.log(line), progress);
  return {
    tell,
    end: () => {
      end();
      progress.close();
    },
  };
}

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) work();
    isDone = true;
  };
}

/** Says what the engine does not, to who watches the run or on the terminal. */
export function sayBeside(watch: EngineWatch | undefined, severity: "warning" | "error", message: string): void {
  if (watch !== undefined) watch.onEvent({ diagnosticEvent: { severity, message } });
  // The engine's line of dots has not ended.
  else console.error(process.stdout.isTTY === true ? `\n${message}` : message);
}

function readError({ diagnosticEvent }: EngineEvent): string[] {
  return diagnosticEvent?.severity === "error" ? [diagnosticEvent.message] : [];
}

interface SpawnOptions {
  /** @default the terminal */
  watch?: EngineWatch | undefined;
  /** Asks the engine to end in order. @default never */
  stop?: AbortSignal;
  /** Where nobody watches. @default "inherit" */
  stdout?: "inherit" | "pipe";
  /** Where nobody watches. @default "inherit" */
  stderr?: "inherit" | "pipe";
  /** @default the project's folder */
  cwd?: string;
}

/** How a command of the Pulumi CLI ended. What went to the terminal is empty. */
interface Spawned {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Starts the Pulumi CLI with the environment of a stack, and waits for it. */
export function spawnPulumi(
  target: ReadyStack,
  args: readonly string[],
  { watch, stop, stdout = "inherit", stderr = "inherit", cwd = target.project }: SpawnOptions,
): Promise<Spawned> {
  const isWatched = watch !== undefined;
  // A process group of its own where somebody watches: Ctrl-C on the terminal is for the watcher, which ends the run by its signal.
  const child = spawn(target.tools.pulumi, isWatched ? [...args, "--non-interactive", "--color", "never"] : args, {
    cwd,
    env: { ...computeEnvironment(target), ...watch?.environment },
    stdio: isWatched ? ["ignore", "pipe", "pipe"] : ["inherit", stdout, stderr],
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
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      process.off("SIGINT", wait);
      for (const end of ends) process.off(end, interrupt);
      for (const signal of signals) signal.removeEventListener("abort", interrupt);
      resolve({ exitCode: code ?? 130, ...output });
    });
  });
}

function computeEnvironment(target: ReadyStack): NodeJS.ProcessEnv {
  const { stack, tools, downloadsPlugins, config, context, findings, environment } = target;
  return {
    ...prepareEngineEnvironment(tools, downloadsPlugins),
    ...(config === undefined ? {} : { PULUMI_CONFIG_PASSPHRASE: config.passphrase }),
    ...(context === undefined ? {} : { [contextVariable]: context }),
    ...(findings === undefined ? {} : { [findingsVariable]: findings }),
    ...markRun(stack),
    ...environment,
  };
}

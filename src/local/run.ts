import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { stateFolder } from "../folders.js";
import { isInterrupted, onInterrupt } from "./interrupt.js";

export interface RunOptions {
  /** File that takes the command, its output and its errors; appended to. Make one with {@link startLog}. */
  log: string;
  /** @default the current folder */
  cwd?: string;
  /** The whole environment. @default this process's own */
  env?: NodeJS.ProcessEnv;
}

/** How many last lines of a log a failure shows. */
const shownLines = 15;

/** Milliseconds that an interrupted child gets to end by itself before SIGKILL. */
const graceOfInterrupted = 3000;

/** Makes an empty log `${stateFolder()}/logs/<name>.log` and returns its path. */
export function startLog(name: string): string {
  const log = join(stateFolder(), "logs", `${name}.log`);
  mkdirSync(dirname(log), { recursive: true });
  writeFileSync(log, "");
  return log;
}

/**
 * Runs a command to its end, in a process group of its own that Ctrl-C ends; its output goes to a log.
 *
 * @throws an error that names the command, its exit code and the log, and shows the log's last lines
 */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<void> {
  const log = openSync(options.log, "a");
  writeSync(log, `$ ${[command, ...args].join(" ")}\n`);
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ["ignore", log, log],
    detached: true,
  });
  closeSync(log);
  const end = await waitFor(child);
  if (end !== "exit code 0") throw new Error(describeFailure(basename(command), end, options.log));
}

/** Options of a command whose output is wanted. */
export interface CaptureOptions extends Omit<RunOptions, "log"> {
  /** Milliseconds after which it is ended. @default never */
  patience?: number;
}

/** A command that was ended because it gave no answer in time. */
export class SilentCommand extends Error {}

/**
 * Runs a short command and returns what it prints on its standard output.
 *
 * @throws an error that names the command and its exit code, and shows the last lines that it wrote on its standard error; a
 * SilentCommand where it takes too long
 */
export async function capture(
  command: string,
  args: readonly string[],
  { patience, ...options }: CaptureOptions = {},
): Promise<string> {
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"], detached: true });
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  const ended = await inTime(child, patience);
  if (ended === "exit code 0") return output;
  if (ended !== undefined)
    throw new Error(`${[basename(command), ...args].join(" ")}: ${ended}\n${lastLines(errors)}`.trimEnd());
  const seconds = (patience ?? 0) / 1000;
  throw new SilentCommand(`${[command, ...args].join(" ")} gave no answer within ${seconds} s and was ended`);
}

/** How a child ends, or undefined where it had to be ended: nobody waits for what holds its output then. */
async function inTime(child: ChildProcess, patience: number | undefined): Promise<string | undefined> {
  if (patience === undefined) return waitFor(child);
  let [timer, isLate]: [NodeJS.Timeout | undefined, boolean] = [undefined, false];
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      isLate = true;
      void endGroup(child).then(resolve);
    }, patience);
  });
  try {
    const ended = await Promise.race([waitFor(child), late]);
    return isLate || ended === undefined ? undefined : ended;
  } finally {
    clearTimeout(timer);
    child.stdout?.destroy();
    child.stderr?.destroy();
  }
}

/** "<what> failed (<how>); its log is <file>, which ends with:" and the last lines. */
export function describeFailure(what: string, how: string, log: string): string {
  return `${what} failed (${how}); its log is ${log}, which ends with:\n${lastLines(readFileSync(log, "utf8"))}`;
}

/** Ends a child's whole process group: SIGTERM, and SIGKILL for what is still there after 3 s. */
async function endGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || !signalGroup(child.pid, "SIGTERM")) return;
  const deadline = Date.now() + graceOfInterrupted;
  while (Date.now() < deadline) {
    await delay(50);
    if (!signalGroup(child.pid, 0)) return;
  }
  signalGroup(child.pid, "SIGKILL");
}

/** Resolves with "exit code 0" and the like; never once the run is interrupted, so that nobody reports what we ended. */
function waitFor(child: ChildProcess): Promise<string> {
  const takeBack = onInterrupt(() => endGroup(child));
  return new Promise((resolve, reject) => {
    child.on("error", (error) => {
      takeBack();
      reject(error);
    });
    child.on("close", (code, signal) => {
      if (isInterrupted()) return;
      takeBack();
      resolve(signal === null ? `exit code ${code}` : `ended by ${signal}`);
    });
  });
}

function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}

function lastLines(text: string): string {
  return text
    .trimEnd()
    .split("\n")
    .slice(-shownLines)
    .map((line) => `  ${line}`)
    .join("\n");
}

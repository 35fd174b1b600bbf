import { spawn, type ChildProcess } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";

/** A process that a test started, and all it has printed so far. */
export interface Started {
  child: ChildProcess;
  output: () => string;
  /** Resolves with the exit code, or the name of the signal. */
  ended: Promise<number | NodeJS.Signals | null>;
}

/** Starts a bundled script with an environment of its own. */
export function start(script: string, args: readonly string[], env: NodeJS.ProcessEnv): Started {
  const child = spawn(process.execPath, [script, ...args], { env: { ...process.env, ...env }, stdio: "pipe" });
  let text = "";
  child.stdout.on("data", (data: Buffer) => (text += data.toString()));
  child.stderr.on("data", (data: Buffer) => (text += data.toString()));
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.on("close", (code, signal) => resolve(code ?? signal));
  });
  return { child, output: () => text, ended };
}

/** Looks every 20 ms until the condition holds; fails after 10 s. */
export async function eventually(what: string, condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`not within 10 s: ${what}`);
    await delay(20);
  }
}

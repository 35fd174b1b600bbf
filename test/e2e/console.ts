import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { RunEvent, RunStarted, Session } from "../../src/console/contract.js";
import { checkoutFolder } from "./folder.js";
import { collect, testEnvironment, type Ended } from "./mesh.js";

/** A console that runs, and a page's way to ask it. */
export interface RunningConsole {
  url: string;
  pid: number | undefined;
  session: Session;
  /** A JSON answer, with its status. */
  ask: <T>(method: string, path: string, body?: unknown) => Promise<{ status: number; body: T }>;
  /** Starts a run. */
  start: (request: unknown) => Promise<string>;
  /** All events of a run, once it has ended. */
  follow: (id: string) => Promise<RunEvent[]>;
  /** Ctrl-C on a terminal: for all of the process group. */
  interrupt: () => void;
  ended: Promise<Ended>;
}

/** Starts `mesh console` of the tests' checkout, and opens the address that it prints. */
export function startConsole(...args: string[]): Promise<RunningConsole> {
  const main = join(checkoutFolder, "dist/cli/main.js");
  return startConsoleOf({ main, project: checkoutFolder, environment: testEnvironment() }, ...args);
}

/** The file of a `mesh` command, and where and with which environment it runs. */
interface Command {
  main: string;
  project: string;
  environment: NodeJS.ProcessEnv;
}

/** Starts the console of any project, and opens the address that it prints. */
export async function startConsoleOf(
  { main, project, environment }: Command,
  ...args: string[]
): Promise<RunningConsole> {
  const child = spawn(process.execPath, [main, "console", ...args], {
    cwd: project,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const ended = collect(child);
  const [line] = (await Promise.race([once(child.stdout, "data"), ended.then(({ output }) => [output])])) as [string];
  const url = line.trim();
  if (!url.startsWith("http://127.0.0.1:")) throw new Error(`the console does not start:\n${line}`);
  const { origin } = new URL(url);
  const entered = await fetch(url, { redirect: "manual" });
  const cookie = entered.headers.get("set-cookie")?.split(";")[0] ?? "";
  const session = (await (await fetch(`${origin}/api/session`, { headers: { cookie } })).json()) as Session;
  const headers = { cookie, origin, "x-csrf-token": session.csrfToken, "content-type": "application/json" };
  const ask: RunningConsole["ask"] = async <T>(method: string, path: string, body?: unknown) => {
    const answer = await fetch(origin + path, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as T };
  };
  return {
    url,
    pid: child.pid,
    session,
    ask,
    start: async (request) => (await ask<RunStarted>("POST", "/api/runs", request)).body.id,
    follow: async (id) => {
      const text = await (await fetch(`${origin}/api/runs/${id}/events`, { headers })).text();
      const lines = text.split("\n").filter((one) => one.startsWith("data: "));
      return lines.map((one) => JSON.parse(one.slice("data: ".length)) as RunEvent);
    },
    interrupt: () => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGINT");
    },
    ended,
  };
}

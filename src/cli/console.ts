import { getRequestListener } from "@hono/node-server";
import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createConsole } from "../console/server/app.js";
import { WriteMode } from "../console/contract.js";
import { createGitHistory, isInRepository } from "../console/history/git-history.js";
import { joinHistory, type Updates } from "../console/history/history.js";
import { createKeptHistory } from "../console/history/kept-history.js";
import { createPage } from "../console/server/page.js";
import { createPlanner } from "../console/planner.js";
import { createPolicyFolder } from "../console/documents/policy-folder.js";
import type { ConsolePorts } from "../console/ports.js";
import { readTexts } from "../console/documents/stored-files.js";
import { readStartTime, readUpdates } from "../console/history/update-history.js";
import { compareStates } from "../console/history/update-objects.js";
import { stateFolder } from "../folders.js";
import { silentProgress } from "../local/progress.js";
import { createLiveCluster } from "./console-live.js";
import { createRunner } from "./console-runner.js";
import { createClusterStatus } from "./console-status.js";
import { createStackSource } from "./console-stack.js";
import { hasState, readUpdateStates } from "./engine-state.js";
import { readStackHistory } from "./engine.js";
import { findProject } from "./project.js";
import { findEngine, readStack } from "./stack.js";

/** Milliseconds that open connections must end by themselves. */
const lastWords = 1000;

/** Options of `mesh console`. */
export interface ConsoleOptions {
  /** @default "dev" */
  stack: string;
  /** On 127.0.0.1. @default one that is free */
  port?: number;
  /** Only show and preview. @default false */
  readOnly?: boolean;
  /** `files` only writes files, for a pull request; `apply` brings them up too. @default "apply" */
  write?: string;
}

/** `mesh console`: serves the page until Ctrl-C. @returns the exit code */
export async function runConsole(options: ConsoleOptions): Promise<number> {
  const write = readWriteMode(options);
  const port = readPort(options.port);
  // What is wrong with the stack's file is better said here than on the page.
  readStack(options.stack);
  const ports = await createPorts(options.stack);
  const server = await listen(port);
  const address = { port: (server.address() as AddressInfo).port };
  const { fetch, entrance, stop } = createConsole({ stack: options.stack, write, ...address }, ports);
  const answer = getRequestListener(fetch);
  server.on("request", (request, response) => void answer(request, response));
  console.log(`http://127.0.0.1:${address.port}${entrance}`);
  console.error(`console of stack ${options.stack} (${describeMode(write)}); end it with Ctrl-C`);
  setImmediate(() => warmUp(ports));
  await waitForInterrupt();
  console.error("ending the console; a run that is under way is ended in order");
  const closed = new Promise((resolve) => server.close(resolve));
  await stop();
  // Whoever follows the run is still told how it ended.
  await Promise.race([closed, sleep(lastWords)]);
  server.closeAllConnections();
  return 0;
}

async function createPorts(stack: string): Promise<ConsolePorts> {
  const folder = join("stacks", stack, "policies");
  const project = findProject();
  const versions = (await isInRepository(project.folder))
    ? createGitHistory(project.folder)
    : createKeptHistory(join(stateFolder(), "console", project.name, stack), Date.now);
  return {
    files: createPolicyFolder(project.folder, folder),
    planner: createPlanner(createStackSource(stack)),
    runner: createRunner(stack, folder),
    history: joinHistory(versions, createUpdates(stack)),
    live: createLiveCluster(stack),
    status: createClusterStatus(stack),
    page: createPage(join(import.meta.dirname, "..", "console", "ui")),
    createSecret: () => randomBytes(32).toString("base64url"),
  };
}

function createUpdates(stack: string): Updates {
  return {
    // A stack that has never been brought up needs no engine to say so: that may have to be built first.
    list: async () =>
      hasState({ stack }) === false ? [] : readUpdates(await readStackHistory(await findEngine(stack, silentProgress))),
    objects: (id) => {
      const startTime = readStartTime(id);
      const states = startTime === undefined ? undefined : readUpdateStates({ stack }, startTime);
      return states && compareStates(states.before, states.after);
    },
  };
}

/** A large stack takes some seconds the first time; the page takes its own to be opened. What is wrong is said to who asks then. */
function warmUp({ files, planner }: ConsolePorts): void {
  try {
    planner.plan(readTexts(files));
  } catch {
    return;
  }
}

function listen(port: number): Promise<Server> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.on("error", (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === "EADDRINUSE";
      reject(isTaken ? new Error(`port ${port} is in use; choose another one by --port, or leave it out`) : error);
    });
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

function waitForInterrupt(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => resolve());
  });
}

function readWriteMode({ readOnly = false, write }: ConsoleOptions): WriteMode {
  if (write !== undefined && write !== WriteMode.Files && write !== WriteMode.Apply) {
    throw new Error(`--write is "${write}"; allowed are ${WriteMode.Files}, ${WriteMode.Apply}`);
  }
  if (readOnly && write !== undefined)
    throw new Error("--read-only and --write contradict each other; give one of the two");
  return readOnly ? WriteMode.None : (write ?? WriteMode.Apply);
}

function readPort(port = 0): number {
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new Error(`--port is "${port}"; it must be a number up to 65535`);
}

function describeMode(write: WriteMode): string {
  const modes = { none: "read only", files: "writes files", apply: "writes files and brings them up" };
  return modes[write];
}

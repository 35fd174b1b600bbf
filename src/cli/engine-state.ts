import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { isProcess } from "../local/lock.js";
import { toMap } from "../text/read.js";
import type { StateObject } from "./adopt-objects.js";
import { hasOwnBackend, localBackend } from "./engine-environment.js";
import { formatHolder, type StackHolder } from "./stack-holder.js";

// Pulumi's file backend: .pulumi/stacks/<project>/<stack>.json holds the state, .pulumi/locks/organization/<project>/<stack>
// one file for the run that has the stack. After SIGKILL that file stays, and every later run refuses. Only our own local
// backend is looked at; another backend (PULUMI_BACKEND_URL) has its own ways.

const project = "pulumi-istio";

interface Lock {
  pid: number;
  hostname: string;
  username?: string;
  /** When the run began, RFC 3339. */
  timestamp?: string;
}

interface StateFile {
  checkpoint?: {
    latest?: { pending_operations?: unknown[]; resources?: { type: string; outputs?: Record<string, unknown> }[] };
  };
}

/** Whether the stack has a state; undefined for a backend that is not ours: the CLI has to be asked then. */
export function hasState({ stack }: { stack: string }): boolean | undefined {
  return hasOwnBackend() ? undefined : existsSync(stateFile(stack));
}

/** Whether the stack's last run ended before its operations did. */
export function hasPendingOperations({ stack }: { stack: string }): boolean {
  return (readState(stack)?.pending_operations ?? []).length > 0;
}

/** The stack's outputs, secrets encrypted; undefined where it has no state in our backend. */
export function readOutputs({ stack }: { stack: string }): Record<string, unknown> | undefined {
  const resources = readState(stack)?.resources ?? [];
  return resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs;
}

/** The Kubernetes objects in the stack's state that are applied on the server's side; none where the state is not in our backend. */
export function readObjects({ stack }: { stack: string }): StateObject[] {
  const resources = readState(stack)?.resources ?? [];
  return resources.flatMap(({ type, outputs = {} }) => {
    const { __fieldManager: manager, apiVersion, kind, metadata } = outputs;
    const { name, namespace } = toMap(metadata);
    if (!type.startsWith("kubernetes:") || typeof manager !== "string") return [];
    if (typeof apiVersion !== "string" || typeof kind !== "string" || typeof name !== "string") return [];
    return [{ apiVersion, kind, name, manager, ...(typeof namespace === "string" ? { namespace } : {}) }];
  });
}

/** States of a stack, as the engine keeps them. */
export interface UpdateStates {
  /** undefined where it is the first one that is kept. */
  before?: unknown;
  after: unknown;
}

/**
 * The stack's state before and after an update: `.pulumi/history/<project>/<stack>` has a file of each update and one of the state that
 * it left, by the same name. Undefined where our backend has no such update.
 * @param startTime ISO 8601, as `pulumi stack history` says
 */
export function readUpdateStates({ stack }: { stack: string }, startTime: string): UpdateStates | undefined {
  const folder = join(localBackend(), ".pulumi", "history", project, stack);
  if (hasOwnBackend() || !existsSync(folder)) return undefined;
  const read = (name: string | undefined, part: string): unknown =>
    name === undefined ? undefined : JSON.parse(readFileSync(join(folder, `${name}.${part}.json`), "utf8"));
  // Their names have the time, so that they stand in its order.
  const names = readdirSync(folder).flatMap((name) => /^(.+)\.history\.json$/.exec(name)?.[1] ?? []);
  const seconds = Math.floor(Date.parse(startTime) / 1000);
  const all = names.sort();
  const at = all.findIndex((name) => (read(name, "history") as { startTime?: number }).startTime === seconds);
  return at === -1 ? undefined : { before: read(all[at - 1], "checkpoint"), after: read(all[at], "checkpoint") };
}

/** Removes locks of this machine whose process is gone. Throws when a living process has the stack. */
export function clearDeadLocks({ stack }: { stack: string }): void {
  for (const holder of listHolders({ stack })) {
    if (mayLive(holder)) throw new Error(formatHolder(stack, holder));
    rmSync(holder.lock);
    rmSync(`${holder.lock}.attrs`, { force: true });
    console.error(`stack ${stack}: cleared the lock of process ${holder.pid}, which is gone`);
  }
}

/** Who has the stack and may still run; undefined where nobody does. */
export function findHolder(target: { stack: string }): StackHolder | undefined {
  return listHolders(target).find(mayLive);
}

function listHolders({ stack }: { stack: string }): StackHolder[] {
  const folder = join(localBackend(), ".pulumi", "locks", "organization", project, stack);
  if (hasOwnBackend() || !existsSync(folder)) return [];
  // Beside each lock may stand a file `.json.attrs`; alone, of a run killed between the two, it locks nothing.
  const names = readdirSync(folder).filter((entry) => entry.endsWith(".json"));
  return names.flatMap((name) => readHolder(join(folder, name)) ?? []);
}

/** Undefined where the lock has just been given back. */
function readHolder(lock: string): StackHolder | undefined {
  if (!existsSync(lock)) return undefined;
  const { pid, hostname: host, username: user, timestamp } = JSON.parse(readFileSync(lock, "utf8")) as Lock;
  return {
    ...{ pid, host, lock },
    ...(user === undefined ? {} : { user }),
    ...(timestamp === undefined ? {} : { since: timestamp }),
  };
}

function mayLive({ host, pid }: StackHolder): boolean {
  return host !== hostname() || isProcess(pid);
}

function readState(stack: string) {
  if (hasState({ stack }) !== true) return undefined;
  return (JSON.parse(readFileSync(stateFile(stack), "utf8")) as StateFile).checkpoint?.latest;
}

function stateFile(stack: string): string {
  return join(localBackend(), ".pulumi", "stacks", project, `${stack}.json`);
}

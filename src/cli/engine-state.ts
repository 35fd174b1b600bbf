import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { isProcess } from "../local/lock.js";
import { hasOwnBackend, localBackend } from "./engine-environment.js";

// Pulumi's file backend: .pulumi/stacks/<project>/<stack>.json holds the state, .pulumi/locks/organization/<project>/<stack>
// one file for the run that has the stack. After SIGKILL that file stays, and every later run refuses. Only our own local
// backend is looked at; another backend (PULUMI_BACKEND_URL) has its own ways.

const project = "pulumi-istio";

interface Lock {
  pid: number;
  hostname: string;
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

/** Removes locks of this machine whose process is gone. Throws when a living process has the stack. */
export function clearDeadLocks({ stack }: { stack: string }): void {
  const folder = join(localBackend(), ".pulumi", "locks", "organization", project, stack);
  if (hasOwnBackend() || !existsSync(folder)) return;
  // Beside each lock may stand a file `.json.attrs`; alone, of a run killed between the two, it locks nothing.
  for (const name of readdirSync(folder).filter((entry) => entry.endsWith(".json"))) {
    const file = join(folder, name);
    const lock = JSON.parse(readFileSync(file, "utf8")) as Lock;
    if (lock.hostname !== hostname() || isProcess(lock.pid)) {
      throw new Error(
        `the stack ${stack} is in use by process ${lock.pid} on ${lock.hostname} (lock ${file}); wait for it, or end it and try again`,
      );
    }
    rmSync(file);
    rmSync(`${file}.attrs`, { force: true });
    console.error(`stack ${stack}: cleared the lock of process ${lock.pid}, which is gone`);
  }
}

function readState(stack: string) {
  if (hasState({ stack }) !== true) return undefined;
  return (JSON.parse(readFileSync(stateFile(stack), "utf8")) as StateFile).checkpoint?.latest;
}

function stateFile(stack: string): string {
  return join(localBackend(), ".pulumi", "stacks", project, `${stack}.json`);
}

import { existsSync, readdirSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { isProcess } from "../local/lock.js";
import { readStateFile } from "../local/state-file.js";
import type { Manifest } from "../kubernetes/manifest.js";
import { weightsOwnedBy } from "../policy/routes/virtual-service.js";
import { toMap, toMaps, toText } from "../text/read.js";
import type { StateObject } from "./adopt-objects.js";
import { hasOwnBackend, localBackend } from "./engine-environment.js";
import { findProject } from "./project.js";
import { formatHolder, type StackHolder } from "./stack-holder.js";

// Pulumi's file backend: .pulumi/stacks/<project>/<stack>.json holds the state, .pulumi/locks/organization/<project>/<stack>
// one file for the run that has the stack. After SIGKILL that file stays, and every later run refuses. Only our own local
// backend is looked at; another backend (PULUMI_BACKEND_URL) has its own ways.

interface Lock {
  pid: number;
  hostname: string;
  username?: string;
  /** When the run began, RFC 3339. */
  timestamp?: string;
}

/** Whether the stack has a state; undefined for a backend that is not ours: the CLI must be asked then. */
export function hasState({ stack }: { stack: string }): boolean | undefined {
  return hasOwnBackend() ? undefined : existsSync(placeState({ stack }));
}

/** Whether the stack's last run ended before its operations did. */
export function hasPendingOperations({ stack }: { stack: string }): boolean {
  return toMaps(readState(stack).pending_operations).length > 0;
}

/** URNs of the Kubernetes objects that the stack's last run had begun to create when it ended. */
export function readPendingCreates({ stack }: { stack: string }): string[] {
  return toMaps(readState(stack).pending_operations).flatMap(({ type, resource }) => {
    const { urn, type: kind } = toMap(resource);
    return type === "creating" && toText(kind).startsWith("kubernetes:") ? [toText(urn)] : [];
  });
}

/** The stack's outputs, secrets encrypted; undefined where it has no state in our backend. */
export function readOutputs({ stack }: { stack: string }): Record<string, unknown> | undefined {
  const resources = toMaps(readState(stack).resources);
  return resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs as Record<string, unknown> | undefined;
}

/** The salt of the passphrase that encrypts the stack's state. Undefined if our backend has none. */
export function readSalt({ stack }: { stack: string }): string | undefined {
  const { type, state } = toMap(readState(stack).secrets_providers);
  return type === "passphrase" ? toText(toMap(state).salt) || undefined : undefined;
}

/** The Kubernetes objects in the stack's state that are applied on the server's side; none where the state is not in our backend. */
export function readObjects({ stack }: { stack: string }): StateObject[] {
  return toMaps(readState(stack).resources).flatMap(({ type, inputs, outputs }) => {
    const { __fieldManager: manager, apiVersion, kind, metadata } = toMap(outputs);
    const { name, namespace, uid } = toMap(metadata);
    if (!toText(type).startsWith("kubernetes:") || typeof manager !== "string") return [];
    if (typeof apiVersion !== "string" || typeof kind !== "string" || typeof name !== "string") return [];
    const given = toMap(inputs);
    const isOthers = toMap(toMap(given.metadata).annotations)[weightsOwnedBy] !== undefined;
    const others = {
      ...(typeof namespace === "string" ? { namespace } : {}),
      ...(typeof uid === "string" ? { uid } : {}),
      ...(isOthers || given.spec === undefined ? {} : { spec: given.spec }),
    };
    return [{ apiVersion, kind, name, manager, ...others }];
  });
}

/** Components whose objects are a mesh's policies, applications and namespaces. */
const meshComponents = /\bpulumi-istio:index:(TrafficPolicies|Application|MeshNamespace)\$/;

/**
 * The policies, applications and namespaces that the stack's last run left, as its program gave them; values of Secrets are encrypted.
 * Undefined if our backend has no state of the stack.
 */
export function readMeshObjects(target: { stack: string }): Manifest[] | undefined {
  if (hasState(target) !== true) return undefined;
  return toMaps(readState(target.stack).resources).flatMap(({ urn, type, inputs }) => {
    const isObject = toText(type).startsWith("kubernetes:") && meshComponents.test(toText(urn));
    const { apiVersion, kind, metadata } = toMap(inputs);
    const isNamed = toText(apiVersion) !== "" && toText(kind) !== "" && toText(toMap(metadata).name) !== "";
    return isObject && isNamed ? [inputs as Manifest] : [];
  });
}

const brokenHistory = "remove it: only the console reads it, to show earlier updates";

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
  const folder = join(localBackend(), ".pulumi", "history", findProject().name, stack);
  if (hasOwnBackend() || !existsSync(folder)) return undefined;
  const read = (name: string | undefined, part: string): unknown =>
    name === undefined ? undefined : readStateFile(join(folder, `${name}.${part}.json`), brokenHistory);
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
  const folder = join(localBackend(), ".pulumi", "locks", "organization", findProject().name, stack);
  if (hasOwnBackend() || !existsSync(folder)) return [];
  // Beside each lock may stand a file `.json.attrs`; alone, of a run killed between the two, it locks nothing.
  const names = readdirSync(folder).filter((entry) => entry.endsWith(".json"));
  return names.flatMap((name) => readHolder(stack, join(folder, name)) ?? []);
}

/** Undefined where the lock has just been given back. */
function readHolder(stack: string, lock: string): StackHolder | undefined {
  if (!existsSync(lock)) return undefined;
  const {
    pid,
    hostname: host,
    username: user,
    timestamp,
  } = readStateFile<Lock>(lock, `remove it, if no other run uses the stack ${stack}`);
  return {
    ...{ pid, host, lock },
    ...(user === undefined ? {} : { user }),
    ...(timestamp === undefined ? {} : { since: timestamp }),
  };
}

function mayLive({ host, pid }: StackHolder): boolean {
  return host !== hostname() || isProcess(pid);
}

/** `checkpoint.latest` of the stack's state. Empty if our backend has no state. */
function readState(stack: string): Record<string, unknown> {
  if (hasState({ stack }) !== true) return {};
  const file = placeState({ stack });
  const backup = `${file}.bak`;
  const remedy = existsSync(backup)
    ? `put the state before it in its place, ${backup}`
    : "remove it, where the stack's cluster is gone: nothing else is known of the stack";
  const { checkpoint } = readStateFile<{ checkpoint?: unknown }>(file, remedy);
  return toMap(toMap(checkpoint).latest);
}

/** The file of the stack's state in our backend. */
export function placeState({ stack }: { stack: string }): string {
  return join(localBackend(), ".pulumi", "stacks", findProject().name, `${stack}.json`);
}

import { readFileSync } from "node:fs";
import { listProcesses } from "./cgroups.js";
import type { ClusterPaths } from "./layout.js";
import type { Health } from "./plan.js";

/** Milliseconds after which the supervisor's word does not count any more; it speaks every second. */
const oldest = 5000;

/** What the supervisor last said, or undefined where it is silent. */
export function readHealth(paths: ClusterPaths): Health | undefined {
  try {
    const health = JSON.parse(readFileSync(paths.health, "utf8")) as Health;
    return Date.now() - health.time > oldest ? undefined : health;
  } catch {
    return undefined;
  }
}

/** Host process id of the first process of the cluster's namespaces, or undefined where the cluster does not run. */
export function findFirstProcess(cluster: string): number | undefined {
  return listProcesses(cluster).find((pid) => isFirstProcess(readStatus(pid)));
}

/**
 * Whether /proc/<pid>/status is that of the first process of a namespace one below ours: `NSpid` lists the process ids
 * from ours inwards, and pods have namespaces of their own, one deeper (proc_pid_status(5)).
 */
export function isFirstProcess(status: string): boolean {
  return /^NSpid:\t\d+\t1$/m.test(status);
}

function readStatus(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return "";
  }
}

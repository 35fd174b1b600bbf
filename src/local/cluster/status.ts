import { existsSync } from "node:fs";
import { listProcesses } from "./cgroups.js";
import { clusterPaths, componentLog } from "./layout.js";
import type { ComponentHealth } from "./plan.js";
import { findFirstProcess, readHealth } from "./read-health.js";
import { requireClusterName } from "./requirements.js";
import { formatUrl, type PublishedPort } from "./service-ports.js";

/** How a local cluster is, as far as this machine can tell without asking its API server. */
export interface ClusterStatus {
  name: string;
  /** `stopped`: it has been there, and its processes are gone; `up` brings it back with its objects. */
  state: "absent" | "stopped" | "running" | "unhealthy";
  kubeconfig: string;
  components: readonly ComponentHealth[];
  /** Number of processes, those of the pods included. */
  processes: number;
  /** What of Services of type LoadBalancer can be reached on this machine's loopback. */
  ports: readonly PublishedPort[];
}

export function getStatus(name: string): ClusterStatus {
  requireClusterName(name);
  const paths = clusterPaths(name);
  const health =
    findFirstProcess(name) === undefined ? undefined : (readHealth(paths) ?? { components: [], ports: [] });
  const components = health?.components;
  return {
    name,
    state: describeState(existsSync(paths.folder), components),
    kubeconfig: paths.kubeconfig,
    components: components ?? [],
    processes: listProcesses(name).length,
    ports: health?.ports ?? [],
  };
}

/** @param components undefined where no process runs, empty where the supervisor is silent */
export function describeState(
  exists: boolean,
  components: readonly ComponentHealth[] | undefined,
): ClusterStatus["state"] {
  if (components === undefined) return exists ? "stopped" : "absent";
  const healthy = components.length > 0 && components.every(({ state }) => state === "healthy");
  return healthy ? "running" : "unhealthy";
}

/** The status as `mesh local status` prints it. */
export function formatStatus(status: ClusterStatus): string {
  const paths = clusterPaths(status.name);
  const width = Math.max(0, ...status.components.map(({ name }) => name.length));
  const lines = status.components.map(({ name, state, restarts, lastEnd }) => {
    const ends = restarts === 0 ? "" : `, started again ${restarts} times, last end: ${lastEnd ?? "unknown"}`;
    const log = state === "healthy" ? "" : `, log: ${componentLog(paths, name)}`;
    return `  ${name.padEnd(width)}  ${state}${ends}${log}`;
  });
  const head = `cluster ${status.name}: ${status.state}`;
  if (status.state === "absent") return `${head}; start it with: mesh local up --name ${status.name}`;
  if (status.state === "stopped") return `${head}; bring it back with: mesh local up --name ${status.name}`;
  return [
    `${head}, ${status.processes} processes`,
    `  kubeconfig  ${status.kubeconfig}`,
    ...lines,
    ...formatPorts(status.ports),
  ].join("\n");
}

/** One line a port: the Service, its port, and the way there from this machine. */
function formatPorts(ports: readonly PublishedPort[]): string[] {
  const names = ports.map(({ namespace, service, port }) => [`${namespace}/${service}`, String(port)] as const);
  const widths = [0, 1].map((column) => Math.max(0, ...names.map((cells) => cells[column]?.length ?? 0)));
  return ports.map((port, row) => {
    const cells = (names[row] ?? []).map((cell, column) => cell.padEnd(widths[column] ?? 0));
    return `  ${cells.join("  ")} -> ${formatUrl(port)}`;
  });
}

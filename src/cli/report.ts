import pc from "picocolors";
import { setTimeout as sleep } from "node:timers/promises";
import { capture } from "../local/run.js";

/** How the report reaches the cluster. */
export interface ReportSource {
  kubectl: string;
  kubeconfig: string;
}

/** kubectl's standard output for these arguments. */
export type AskCluster = (...args: string[]) => Promise<string>;

// The sample application of stacks/dev/apps/k8s-combat.yaml.
const namespace = "k8s-combat";
const service = "k8s-combat-service";
const calls = 12;
const logDeadlineMilliseconds = 20_000;

interface Pod {
  metadata: { namespace: string; name: string };
  spec: {
    nodeName?: string;
    containers: { name: string }[];
    initContainers?: { name: string; restartPolicy?: string }[];
  };
  status: { phase: string; podIP?: string };
}

/** What runs where, who answered the calls of one pod, and what the sidecars on both ends say of it. */
export async function formatReport(source: ReportSource): Promise<string> {
  const kubectl: AskCluster = (...args) => capture(source.kubectl, ["--kubeconfig", source.kubeconfig, ...args]);
  const pods = await readPods(kubectl);
  const caller = pods.find(({ metadata }) => metadata.namespace === namespace)?.metadata.name ?? "";
  const inCaller = ["-n", namespace, "exec", caller, "-c", service, "--"];
  const answers = await kubectl(...inCaller, "client", "--count", String(calls), `grpc://${service}:50051`);
  const replicas = countAnswers(answers);
  const callee = Object.keys(replicas).find((name) => name !== caller) ?? caller;
  const readLog = (pod: string, direction: string) =>
    waitForLine(() => kubectl("-n", namespace, "logs", pod, "-c", "istio-proxy", "--tail", "200"), direction);
  return [
    formatPods(pods),
    pc.bold(`${calls} gRPC calls from ${caller} to ${service}:50051`),
    formatTable(
      ["REPLICA", "ANSWERS"],
      Object.entries(replicas).map(([name, count]) => [name, String(count)]),
    ),
    `${pc.bold(`access log of the caller's sidecar (${caller})`)}\n${await readLog(caller, "outbound|50051")}`,
    `${pc.bold(`access log of a called sidecar (${callee})`)}\n${await readLog(callee, "inbound|50051")}`,
  ].join("\n\n");
}

/** All pods of the cluster, as a table. */
export async function formatAllPods(kubectl: AskCluster): Promise<string> {
  return formatPods(await readPods(kubectl));
}

async function readPods(kubectl: AskCluster): Promise<Pod[]> {
  return (JSON.parse(await kubectl("get", "pods", "-A", "-o", "json")) as { items: Pod[] }).items;
}

function formatPods(pods: readonly Pod[]): string {
  return formatTable(["NAMESPACE", "POD", "CONTAINERS", "NODE", "IP", "PHASE"], pods.map(describePod));
}

/** Replica -> number of answers, from the echo client's output. */
export function countAnswers(output: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [, name] of output.matchAll(/\bHostname=(\S+)/g)) {
    if (name !== undefined) counts[name] = (counts[name] ?? 0) + 1;
  }
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The last line of a log that holds `text`. Envoy writes its access log every 10 s at the latest, so that much is waited for. */
async function waitForLine(readLog: () => Promise<string>, text: string): Promise<string> {
  const deadline = Date.now() + logDeadlineMilliseconds;
  for (;;) {
    const line = findLastLine(await readLog(), text);
    if (line !== undefined) return line;
    if (Date.now() > deadline) return `(no line with ${text} within ${logDeadlineMilliseconds / 1000} s)`;
    await sleep(500);
  }
}

/** The last line of a log that holds `text`. */
export function findLastLine(log: string, text: string): string | undefined {
  return log.split("\n").findLast((line) => line.includes(text));
}

/** Columns as wide as their widest cell. */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [header, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function describePod({ metadata, spec, status }: Pod): string[] {
  // A sidecar is an init container that goes on running, where Kubernetes has native sidecars.
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === "Always");
  const containers = [...spec.containers, ...sidecars].map(({ name }) => name).join(", ");
  return [metadata.namespace, metadata.name, containers, spec.nodeName ?? "", status.podIP ?? "", status.phase];
}

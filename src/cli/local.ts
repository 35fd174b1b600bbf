import { existsSync, readFileSync } from "node:fs";
import { clusterKubeconfig } from "../folders.js";
import { down } from "../local/cluster/down.js";
import { runKubectl } from "../local/cluster/kubectl.js";
import { loadImage } from "../local/cluster/load-image.js";
import { readLogs } from "../local/cluster/logs.js";
import { requireClusterName } from "../local/cluster/requirements.js";
import { formatStatus, getStatus } from "../local/cluster/status.js";
import { up } from "../local/cluster/up.js";
import { createProgress, silentProgress, type Progress } from "../local/progress.js";
import { getTools } from "../local/tools/get-tools.js";
import { findGatewayCalls } from "./gateway-calls.js";
import { forgetStacksOf } from "./stack.js";

// The verbs of `mesh local`. Results go to standard output, progress to standard error.

export interface LocalOptions {
  /** The cluster's name. @default "dev" */
  name: string;
}

/** `mesh local up` */
export async function localUp({ name }: LocalOptions): Promise<void> {
  await withProgress((report) => up(name, report));
}

/** `mesh local down`: the cluster, and the state of the stacks in it, which describes nothing any more. */
export async function localDown({ name }: LocalOptions): Promise<void> {
  await withProgress(async (report) => {
    await down(name, report);
    await forgetStacksOf(name, report);
  });
}

/** `mesh local status`, with a line of curl for each host that a gateway serves; @returns the exit code: 0 where the cluster runs, else 1 */
export async function localStatus({ name }: LocalOptions): Promise<number> {
  const status = getStatus(name);
  console.log(formatStatus(status));
  if (status.state !== "running") return 1;
  try {
    const { kubectl } = await getTools(["kubectl"], silentProgress);
    const calls = await findGatewayCalls({ kubectl, kubeconfig: status.kubeconfig }, status.ports);
    for (const line of calls) console.log(`  ${line}`);
  } catch (error) {
    console.error(`what its gateways serve is not known: ${error instanceof Error ? error.message : String(error)}`);
  }
  return 0;
}

/** `mesh local logs [component]` */
export function localLogs(component: string | undefined, { name }: LocalOptions): void {
  console.log(readLogs(name, component));
}

/** `mesh local kubeconfig` */
export function localKubeconfig({ name }: LocalOptions): void {
  requireClusterName(name);
  const file = clusterKubeconfig(name);
  if (!existsSync(file)) {
    throw new Error(`cluster ${name} does not exist; start it with: mesh local up --name ${name}`);
  }
  process.stdout.write(readFileSync(file, "utf8"));
}

/** `mesh local kubectl -- <args>`; @returns kubectl's exit code */
export async function localKubectl(args: readonly string[], { name }: LocalOptions): Promise<number> {
  return runKubectl(name, args);
}

/** `mesh local load-image <archive>` */
export async function localLoadImage(archive: string, { name }: LocalOptions): Promise<void> {
  await withProgress((report) => loadImage(name, archive, report));
}

async function withProgress(work: (report: Progress) => Promise<void>): Promise<void> {
  const report = createProgress();
  try {
    await work(report);
  } finally {
    report.close();
  }
}

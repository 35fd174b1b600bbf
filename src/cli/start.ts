import pc from "picocolors";
import { clusterKubeconfig } from "../folders.js";
import { getStatus } from "../local/cluster/status.js";
import { createProgress, type Progress } from "../local/progress.js";
import { capture } from "../local/run.js";
import { findExecutable } from "../local/tools/on-path.js";
import { runEngine } from "./engine.js";
import { placeKubeconfig, type ExistingClusterConfig } from "./existing-cluster.js";
import { findOutsideCall, formatForwardedCall } from "./outside-call.js";
import { formatAllPods, formatReport } from "./report.js";
import { readTarget, type RunTarget } from "./run-target.js";
import { findProject } from "./project.js";
import { requireReadableStack } from "./stack-findings.js";
import { findKubectl, prepareStack, readStack } from "./stack.js";
import type { VerbOptions } from "./verb.js";

/**
 * `mesh start`: tools, the local cluster where no context of another one is given, `pulumi up`, a report of what runs, and how to
 * call it. @returns the exit code
 */
export async function start(options: VerbOptions): Promise<number> {
  const target = readTarget(options);
  const { stack, context } = target;
  requireReadableStack(stack);
  const { cluster } = readStack(stack);
  if (cluster.kind !== "local" && context === undefined) {
    throw new Error(
      `stack ${stack} has no local cluster; bring it up with: mesh up -s ${stack}, ` +
        "or name a context of your kubeconfig: npx mesh start --context NAME",
    );
  }
  const report = createProgress();
  try {
    const exitCode = await bringUp(target, report);
    if (exitCode !== 0) return exitCode;
    if (cluster.kind === "local") await reportLocal(cluster.name ?? "dev", report);
    if (cluster.kind === "existing") await reportExisting(cluster, context);
    return 0;
  } finally {
    report.close();
  }
}

async function bringUp({ stack, context }: RunTarget, report: Progress): Promise<number> {
  const prepared = await prepareStack(stack, report, context);
  const { exitCode, changes } = await runEngine(prepared, "up", ["--yes", "--skip-preview"]);
  if (exitCode !== 0) return exitCode;
  const { same = 0, ...changed } = changes;
  const summary = Object.entries(changed).map(([operation, count]) => `${count} ${operation}`);
  console.log(pc.bold(summary.length === 0 ? `no changes, ${same} resources` : `changes: ${summary.join(", ")}`));
  return 0;
}

async function reportLocal(name: string, report: Progress): Promise<void> {
  const source = { kubectl: await findKubectl(report), kubeconfig: clusterKubeconfig(name) };
  console.log(await formatReport(source));
  const curl = await findOutsideCall(source, () => getStatus(name).ports);
  if (curl !== undefined) console.log(`\n${pc.bold("from this machine, through the ingress gateway")}\n${curl}`);
}

/** Any kubectl will do, and without one nothing is made: a report is not worth a build. */
async function reportExisting(cluster: ExistingClusterConfig, context: string | undefined): Promise<void> {
  const kubectl = findExecutable("kubectl");
  if (kubectl === undefined) {
    console.log("there is no kubectl on PATH, so what runs in the cluster is not shown");
    return;
  }
  const kubeconfig = placeKubeconfig(cluster, findProject().folder);
  const flags = [
    ...(kubeconfig === undefined ? [] : ["--kubeconfig", kubeconfig]),
    ...(context === undefined ? [] : ["--context", context]),
  ];
  const ask = (...args: string[]) => capture(kubectl, [...flags, ...args]);
  // The calls of the local cluster's report are made by an echo client that only its own image of the application has.
  console.log(await formatAllPods(ask));
  const calls = await formatForwardedCall(ask, flags);
  if (calls !== undefined) console.log(`\n${pc.bold("from this machine, through the ingress gateway")}\n${calls}`);
}

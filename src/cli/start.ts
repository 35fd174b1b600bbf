import pc from "picocolors";
import { clusterKubeconfig } from "../folders.js";
import { getStatus } from "../local/cluster/status.js";
import { createProgress } from "../local/progress.js";
import { runEngine } from "./engine.js";
import { findOutsideCall } from "./outside-call.js";
import { formatReport } from "./report.js";
import { findKubectl, prepareStack, readStack } from "./stack.js";
import type { VerbOptions } from "./verb.js";

/** `mesh start`: tools, local cluster, `pulumi up`, a report of what runs, and how to call it. @returns the exit code */
export async function start({ stack }: VerbOptions): Promise<number> {
  const { cluster } = readStack(stack);
  if (cluster.kind !== "local") {
    throw new Error(`stack ${stack} has no local cluster; bring it up with: mesh up -s ${stack}`);
  }
  const report = createProgress();
  try {
    const target = await prepareStack(stack, report);
    const { exitCode, changes } = await runEngine(target, "up", ["--yes", "--skip-preview"]);
    if (exitCode !== 0) return exitCode;
    const { same = 0, ...changed } = changes;
    const summary = Object.entries(changed).map(([operation, count]) => `${count} ${operation}`);
    console.log(pc.bold(summary.length === 0 ? `no changes, ${same} resources` : `changes: ${summary.join(", ")}`));
    const name = cluster.name ?? "dev";
    const source = { kubectl: await findKubectl(report), kubeconfig: clusterKubeconfig(name) };
    console.log(await formatReport(source));
    const curl = await findOutsideCall(source, () => getStatus(name).ports);
    if (curl !== undefined) console.log(`\n${pc.bold("from this machine, through the ingress gateway")}\n${curl}`);
    return 0;
  } finally {
    report.close();
  }
}

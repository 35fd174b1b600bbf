import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { silentProgress } from "../progress.js";
import { getTools } from "../tools/get-tools.js";
import { clusterPaths } from "./layout.js";
import { requireClusterName } from "./requirements.js";

/**
 * Runs kubectl on the cluster, with our standard input, output and error.
 *
 * @returns kubectl's exit code, or 128 plus the signal that ended it, as shells say it
 */
export async function runKubectl(name: string, args: readonly string[]): Promise<number> {
  requireClusterName(name);
  const { kubeconfig } = clusterPaths(name);
  if (!existsSync(kubeconfig)) {
    throw new Error(`cluster ${name} does not exist; start it with: mesh local up --name ${name}`);
  }
  const { kubectl } = await getTools(["kubectl"], silentProgress);
  const child = spawn(kubectl, args, { stdio: "inherit", env: { ...process.env, KUBECONFIG: kubeconfig } });
  // The terminal sends Ctrl-C to both of us, and kubectl is the one to end first.
  const stayAlive = () => undefined;
  process.on("SIGINT", stayAlive);
  const [code, signal]: [number | null, NodeJS.Signals | null] = (await once(child, "exit")) as never;
  process.off("SIGINT", stayAlive);
  return signal === null ? (code ?? 1) : 128 + constants.signals[signal];
}

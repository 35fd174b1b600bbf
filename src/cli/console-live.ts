import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import type { StackConfig } from "../stack/config-schema.js";
import type { LiveState } from "../console/contract.js";
import { describePod, selectAccessLog, sidecar, type LiveCluster, type Pod } from "../console/live.js";
import { clusterKubeconfig, resolvePath } from "../folders.js";
import { silentProgress } from "../local/progress.js";
import { getTools } from "../local/tools/get-tools.js";
import { projectFolder, readStack } from "./stack.js";

const execute = promisify(execFile);

/** Milliseconds that all questions of one look may take. */
const patience = 15_000;
/** Lines of a sidecar's log that are searched for those of its access log, and of these what is shown. */
const searchedLines = 500;
const shownLines = 50;

/** What kubectl sees of a stack's cluster. */
export function createLiveCluster(stack: string): LiveCluster {
  return {
    look: async (namespace, service) => {
      const config = readStack(stack);
      const cluster = findCluster(config);
      if (cluster === undefined) {
        return unreachable("the console looks into local and existing clusters; this stack makes one of its own");
      }
      if (config.cluster.kind === "local" && !existsSync(clusterKubeconfig(config.cluster.name ?? "dev"))) {
        return unreachable("the local cluster does not run; start it with: npx mesh local up");
      }
      const { kubectl } = await getTools(["kubectl"], silentProgress);
      const signal = AbortSignal.timeout(patience);
      const run = async (...args: string[]) => {
        const given = [...cluster, "--namespace", namespace, ...args];
        return (await execute(kubectl, given, { signal, maxBuffer: 16 * 1024 * 1024 })).stdout;
      };
      try {
        return await look(run, service);
      } catch (error) {
        const reason = signal.aborted ? `no answer within ${patience / 1000} s` : describeError(error);
        return unreachable(reason);
      }
    },
  };
}

async function look(run: (...args: string[]) => Promise<string>, service: string): Promise<LiveState> {
  const found = JSON.parse(await run("get", "service", service, "--output", "json")) as {
    spec?: { selector?: Record<string, string> };
  };
  const labels = Object.entries(found.spec?.selector ?? {}).map(([label, value]) => `${label}=${value}`);
  // Without a selector it has no pods of its own; all of the namespace's would be others'.
  if (labels.length === 0) return { pods: [], accessLog: [] };
  const listed = await run("get", "pods", "--selector", labels.join(","), "--output", "json");
  const pods = (JSON.parse(listed) as { items: Pod[] }).items.map(describePod);
  const logs = pods
    .filter((pod) => pod.sidecar !== "none")
    .map(async ({ name }) => {
      const log = await run("logs", name, "--container", sidecar, `--tail=${searchedLines}`);
      return selectAccessLog(log, shownLines).map((line) => ({ pod: name, line }));
    });
  return { pods, accessLog: (await Promise.all(logs)).flat() };
}

/** kubectl's options for the cluster; undefined where a stack makes it. */
function findCluster({ cluster }: StackConfig): string[] | undefined {
  if (cluster.kind === "eks" || cluster.kind === "stack-reference") return undefined;
  if (cluster.kind === "local") return ["--kubeconfig", clusterKubeconfig(cluster.name ?? "dev")];
  const file = cluster.kubeconfig === undefined ? [] : ["--kubeconfig", resolvePath(cluster.kubeconfig, projectFolder)];
  return [...file, ...(cluster.context === undefined ? [] : ["--context", cluster.context])];
}

function unreachable(reason: string): LiveState {
  return { unreachable: reason, pods: [], accessLog: [] };
}

/** What kubectl itself says, rather than with which arguments it was asked. */
function describeError(error: unknown): string {
  const { stderr = "", message } = error as Error & { stderr?: string };
  const said = stderr.trim().split("\n").at(-1) ?? "";
  return said === "" ? message : said;
}

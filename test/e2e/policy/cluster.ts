import { spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { clusterKubeconfig } from "../../../src/folders.js";
import { silentProgress } from "../../../src/local/progress.js";
import { getTools } from "../../../src/local/tools/get-tools.js";
import type { Manifest } from "../../../src/kubernetes/manifest.js";

// The cluster of the policies' tests, by kubectl itself: the `mesh` command takes longer to start than a request takes.

let kubectlPath: Promise<string> | undefined;

/** What a command printed, and how it ended. */
export interface Output {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs kubectl, whatever comes of it. */
export async function tryKubectl(args: readonly string[], input = ""): Promise<Output> {
  kubectlPath ??= getTools(["kubectl"], silentProgress).then((tools) => tools.kubectl);
  const child = spawn(await kubectlPath, ["--kubeconfig", clusterKubeconfig("dev"), ...args]);
  const output: Output = { code: null, stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ ...output, code }));
  });
}

/** Runs kubectl and gives its output; throws where it fails. */
export async function kubectl(args: readonly string[], input = ""): Promise<string> {
  const { code, stdout, stderr } = await tryKubectl(args, input);
  if (code !== 0) throw new Error(`kubectl ${args.join(" ")}: exit code ${code}\n${stderr}${stdout}`);
  return stdout;
}

/** As JSON: kubectl reads YAML's older version, in which `n` is not a text. */
export function formatList(items: readonly Manifest[]): string {
  return JSON.stringify({ apiVersion: "v1", kind: "List", items });
}

/** Writes objects to the cluster, as the provider does: by server-side apply. */
export async function apply(manifests: readonly Manifest[]): Promise<void> {
  if (manifests.length === 0) return;
  await kubectl(["apply", "--server-side", "--force-conflicts", "--filename", "-"], formatList(manifests));
}

/** Removes objects, where they are there. */
export async function remove(manifests: readonly Manifest[]): Promise<void> {
  if (manifests.length === 0) return;
  await kubectl(["delete", "--ignore-not-found", "--filename", "-"], formatList(manifests));
}

/**
 * Looks again and again until the check does not throw any more, and gives what it gives; after the deadline what it threw
 * last. Proxies get their configuration some time after the API server has it.
 */
export async function eventually<T>(check: () => Promise<T>, seconds = 90): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await delay(200);
  }
}

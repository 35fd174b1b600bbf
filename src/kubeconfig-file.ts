import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname } from "node:path";
import type { Finding } from "./finding.js";
import { resolvePath } from "./folders.js";
import { kubeconfigProblem, type KubeconfigSource } from "./kubeconfig.js";

/** The kubeconfig's file: the one given, else the environment's, else kubectl's default. */
export function findKubeconfigFile(given: string | undefined): { source?: KubeconfigSource; findings: Finding[] } {
  const fromEnvironment = process.env.KUBECONFIG ?? "";
  if (given === undefined && fromEnvironment.includes(delimiter)) {
    const message = "the environment's KUBECONFIG names several files and one is wanted";
    return { findings: [kubeconfigProblem(message, { file: fromEnvironment })] };
  }
  const file = resolvePath(given ?? (fromEnvironment || "~/.kube/config"), process.cwd());
  if (!existsSync(file)) return { findings: [kubeconfigProblem("there is no such file", { file })] };
  return { source: { text: readFileSync(file, "utf8"), file, folder: dirname(file) }, findings: [] };
}

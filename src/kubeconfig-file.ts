import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname } from "node:path";
import { resolvePath } from "./folders.js";
import { kubeconfigProblem, selectContext, type SelectedContext } from "./kubeconfig.js";

/**
 * Reads a kubeconfig's file, cut down to one context as `selectContext` does.
 * @param given its path, else the environment's file, else kubectl's default
 * @param context the context to use; the kubeconfig's `current-context` where it is not given
 */
export function readKubeconfigFile(given: string | undefined, context: string | undefined): SelectedContext {
  const fromEnvironment = process.env.KUBECONFIG ?? "";
  if (given === undefined && fromEnvironment.includes(delimiter)) {
    const message = "the environment's KUBECONFIG names several files and one is wanted";
    return { findings: [kubeconfigProblem(message, { file: fromEnvironment })] };
  }
  const file = resolvePath(given ?? (fromEnvironment || "~/.kube/config"), process.cwd());
  if (!existsSync(file)) return { findings: [kubeconfigProblem("there is no such file", { file })] };
  return selectContext({ text: readFileSync(file, "utf8"), file, folder: dirname(file) }, context);
}

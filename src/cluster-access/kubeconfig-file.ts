import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname } from "node:path";
import { resolvePath } from "../folders.js";
import {
  kubeconfigProblem,
  selectContext,
  selectMergedContext,
  type KubeconfigSource,
  type SelectedContext,
} from "../cluster-access/kubeconfig.js";

/**
 * Reads a kubeconfig's file, cut down to one context as `selectContext` does. Several files in the environment's KUBECONFIG are
 * merged as kubectl does, and those that are not there are passed over.
 * @param given its path, else the environment's files, else kubectl's default
 * @param context the context to use; the kubeconfig's `current-context` where it is not given
 */
export function readKubeconfigFile(given: string | undefined, context: string | undefined): SelectedContext {
  const fromEnvironment = (process.env.KUBECONFIG ?? "").split(delimiter).filter((path) => path !== "");
  const [first = "~/.kube/config", ...others] = given === undefined ? fromEnvironment : [given];
  const resolve = (path: string) => resolvePath(path, process.cwd());
  if (others.length > 0) return mergeFiles([first, ...others].map(resolve), context);
  const file = resolve(first);
  if (!existsSync(file)) return { findings: [kubeconfigProblem("there is no such file", { file })] };
  const source = readSource(file);
  return "text" in source ? selectContext(source, context) : source;
}

function mergeFiles(paths: readonly string[], context: string | undefined): SelectedContext {
  const files = [...new Set(paths)].filter((path) => existsSync(path));
  if (files.length === 0) {
    const message = "the environment's KUBECONFIG names several files, and there is not one of them";
    return { findings: [kubeconfigProblem(message, { file: paths.join(", ") })] };
  }
  const sources = files.map(readSource);
  const findings = sources.flatMap((source) => ("text" in source ? [] : source.findings));
  if (findings.length > 0) return { findings };
  return selectMergedContext(
    sources.filter((source) => "text" in source),
    context,
  );
}

/** What stands in the way of reading a file that is there. */
const reasons: Readonly<Record<string, string>> = {
  EISDIR: "it is a folder, and a file is wanted",
  EACCES: "permission to read it is denied",
};

function readSource(file: string): KubeconfigSource | SelectedContext {
  try {
    return { text: readFileSync(file, "utf8"), file, folder: dirname(file) };
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    return { findings: [kubeconfigProblem(reasons[code] ?? `it cannot be read: ${message}`, { file })] };
  }
}

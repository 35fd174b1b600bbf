import { setTimeout as sleep } from "node:timers/promises";
import { readKubeconfigFile } from "../cluster-access/kubeconfig-file.js";
import { computeReport } from "../status/compute-report.js";
import { formatStatusJson } from "../status/format-json.js";
import { formatStatusText } from "../status/format-text.js";
import { readCluster } from "../status/read/read-cluster.js";
import type { StatusReport } from "../status/report.js";
import { findCluster, toFound } from "./cluster-of-stack.js";
import { choose } from "./require-choice.js";
import { requireStacksCluster } from "./stacks-cluster.js";
import { readTarget, type TargetOptions } from "./run-target.js";

/** Options of `mesh status`. */
export interface StatusOptions extends TargetOptions {
  /** A kubeconfig's file. @default - that of the stack's cluster */
  kubeconfig?: string;
  /** `text` or `json`. @default "text" */
  format?: string;
  /** @default false */
  watch?: boolean;
}

const formats: Readonly<Record<string, (report: StatusReport) => string>> = {
  text: formatStatusText,
  json: formatStatusJson,
};

/** Milliseconds from the end of a look to the next. */
const watchPause = 5000;
const clearScreen = "\u001b[2J\u001b[H";

/**
 * `mesh status`.
 * @returns the exit code: 0 where all is well, 1 where something is wrong or could not be read
 * @throws where the cluster could not be asked
 */
export async function runStatus(options: StatusOptions): Promise<number> {
  const { format = "text", watch = false } = options;
  const print = choose("format", format, formats);
  if (watch) return watchStatus(options, print);
  const report = await look(options);
  console.log(print(report));
  return report.state === "healthy" ? 0 : 1;
}

/** Looks again and again. What cannot be asked any more for a while is said, and asked again. */
async function watchStatus(options: StatusOptions, print: (report: StatusReport) => string): Promise<never> {
  const isScreen = process.stdout.isTTY && options.format !== "json";
  for (let isFirst = true; ; isFirst = false) {
    try {
      const report = await look(options);
      if (isScreen) console.log(clearScreen);
      console.log(print(report));
    } catch (error) {
      if (isFirst) throw error;
      console.error((error as Error).message);
    }
    await sleep(watchPause);
  }
}

/** Reads files and cluster anew each time: both may have changed. */
async function look(options: StatusOptions): Promise<StatusReport> {
  const { kubeconfig: file } = options;
  if (file !== undefined) {
    const found = toFound(readKubeconfigFile(file, options.context));
    if ("problem" in found) throw new Error(found.problem);
    const { stack } = options;
    return lookAt(found.kubeconfig, stack);
  }
  const { stack, context } = readTarget(options);
  return lookAtStack(stack, context);
}

/** What runs on a stack's cluster. @throws where it could not be asked */
export async function lookAtStack(stack: string, context?: string): Promise<StatusReport> {
  const found = findCluster(stack, context);
  if ("problem" in found) {
    const { problem, isMade = false } = found;
    throw new Error(`stack ${stack}: ${problem}${isMade ? "; give its kubeconfig by --kubeconfig" : ""}`);
  }
  await requireStacksCluster(stack, found.kubeconfig);
  return lookAt(found.kubeconfig, stack);
}

async function lookAt(kubeconfig: string, stack: string | undefined): Promise<StatusReport> {
  // Who asks without a stack needs neither the compiler of policies nor the analysis.
  const declared = stack === undefined ? undefined : (await import("./declared-policies.js")).readDeclared(stack);
  const facts = await readCluster(kubeconfig, declared?.manifests);
  return computeReport({ ...facts, unread: [...(declared?.unread ?? []), ...facts.unread] }, declared?.manifests);
}

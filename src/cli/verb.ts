import { createProgress } from "../local/progress.js";
import { runEngine, type EngineVerb } from "./engine.js";
import { readTarget, type TargetOptions } from "./run-target.js";
import { locateStack } from "./stack-list.js";
import { requireReadableStack } from "./stack-findings.js";
import { forgetStack, prepareStack } from "./stack.js";

/** Options of the verbs that run a stack. */
export interface VerbOptions extends TargetOptions {
  /** Go ahead without asking. @default false */
  yes?: boolean;
  /** Further arguments of the Pulumi CLI. @default none */
  args?: readonly string[];
}

/** `mesh up`, `mesh preview`, `mesh destroy`: what the stack needs first, then the real engine. @returns its exit code */
export async function runVerb(verb: EngineVerb, { yes = false, args = [], ...target }: VerbOptions): Promise<number> {
  const { stack, context } = readTarget(target);
  if (verb !== "destroy") requireReadableStack(stack);
  const report = createProgress();
  try {
    const prepared = await prepareStack(stack, report, context);
    const hooks = verb === "destroy" && prepared.hasDeleteHooks ? ["--run-program"] : [];
    const { exitCode } = await runEngine(prepared, verb, [...hooks, ...(yes ? ["--yes"] : []), ...args]);
    if (verb === "preview" && exitCode === 0 && !isForPrograms(args)) await reportEffect(stack);
    return exitCode;
  } finally {
    report.close();
  }
}

/** Whether a program reads the output. */
function isForPrograms(args: readonly string[]): boolean {
  return args.includes("--json") || args.includes("-j");
}

/** Prints what the stack's files do to requests, beside what the last run left. */
async function reportEffect(stack: string): Promise<void> {
  const { computeDeployedEffect } = await import("./deployed-effect.js");
  const { formatEffectAsText } = await import("../simulate/diff/format-text.js");
  const effect = computeDeployedEffect(stack, locateStack(stack));
  if (effect === undefined) return;
  console.log(`Effect on requests, compared with the last run:\n\n${formatEffectAsText(effect)}`);
}

/** `mesh forget`: for a stack whose cluster is gone. */
export async function forget({ stack, yes = false }: { stack: string; yes?: boolean }): Promise<void> {
  if (!yes) {
    throw new Error(
      `mesh forget gives up what Pulumi knows of stack ${stack}, and leaves what is in its cluster; ` +
        `if this is intended: mesh forget -s ${stack} --yes`,
    );
  }
  const report = createProgress();
  try {
    await forgetStack(stack, report);
  } finally {
    report.close();
  }
}

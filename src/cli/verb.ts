import { createProgress } from "../local/progress.js";
import { runEngine, type EngineVerb } from "./engine.js";
import { prepareStack } from "./stack.js";

/** Options of the verbs that run a stack. */
export interface VerbOptions {
  /** @default "dev" */
  stack: string;
  /** Go ahead without asking. @default false */
  yes?: boolean;
  /** Further arguments of the Pulumi CLI. @default none */
  args?: readonly string[];
}

/** `mesh up`, `mesh preview`, `mesh destroy`: what the stack needs first, then the real engine. @returns its exit code */
export async function runVerb(verb: EngineVerb, { stack, yes = false, args = [] }: VerbOptions): Promise<number> {
  const report = createProgress();
  try {
    const target = await prepareStack(stack, report);
    const hooks = verb === "destroy" && target.hasDeleteHooks ? ["--run-program"] : [];
    return (await runEngine(target, verb, [...hooks, ...(yes ? ["--yes"] : []), ...args])).exitCode;
  } finally {
    report.close();
  }
}

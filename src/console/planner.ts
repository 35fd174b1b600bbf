import { createHash } from "node:crypto";
import { planStack, type StackFacts, type StackPlan } from "../plan/stack-plan.js";
import { loadPolicies } from "../policy/documents/load.js";

/** Where the facts of a stack come from. */
export interface StackSource {
  /** Changes with everything that `read` reads. */
  version: () => string;
  /** @throws where the stack's file is wrong, with all that is */
  read: () => StackFacts;
}

/** Plans a stack by the functions that the program itself uses. */
export interface Planner {
  /** @param texts documents by file */
  plan: (texts: Readonly<Record<string, string>>) => StackPlan;
}

/** The stack as it is, and what a person is just writing: more plans are asked for again by nobody. */
const keptPlans = 4;

/** Plans are kept by what they are made from, so that an unchanged stack is planned once. */
export function createPlanner(source: StackSource): Planner {
  const plans = new Map<string, StackPlan>();
  let facts: { version: string; facts: StackFacts } | undefined;
  return {
    plan: (texts) => {
      const version = source.version();
      if (facts?.version !== version) facts = { version, facts: source.read() };
      const key = createHash("sha256")
        .update(JSON.stringify([version, texts]))
        .digest("hex");
      const plan = plans.get(key) ?? planStack(loadPolicies(texts), facts.facts);
      // The one that was asked for last goes last.
      plans.delete(key);
      plans.set(key, plan);
      const [oldest] = plans.keys();
      if (plans.size > keptPlans && oldest !== undefined) plans.delete(oldest);
      return plan;
    },
  };
}

import * as pulumi from "@pulumi/pulumi";
import { createRunError } from "../run-error.js";

/**
 * Pulumi's CLI from which a failing hook stops the run whatever it stands at, instead of a warning about it. The order of an
 * installation and all waits for proxies are hooks.
 */
export const oldestEngine = "3.238.0";

// One question a run: the key is the run's root resource, since one process may run several programs (Automation API).
const asked = new WeakMap<object, Promise<void>>();

/**
 * Ends the run where the engine is too old. The program of a stack waits for it before all else; a component does not need to.
 * @param ask of the engine itself
 */
export function requireEngine(ask = pulumi.requirePulumiVersion): Promise<void> {
  const run = pulumi.runtime.getStackResource() ?? asked;
  const known = asked.get(run);
  if (known !== undefined) return known;
  const answer = ask(`>=${oldestEngine}`).catch((error: unknown) => {
    const reason = error instanceof Error && "details" in error ? String(error.details) : String(error);
    throw createRunError(`pulumi-istio needs the Pulumi CLI ${oldestEngine} or later: ${reason}`);
  });
  asked.set(run, answer);
  return answer;
}

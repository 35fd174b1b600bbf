import { formatFindings, hasErrors, sortByLevel } from "../findings/finding.js";
import { planStack } from "../plan/stack-plan.js";
import { loadPolicies } from "../policy/documents/load.js";
import { readWholeStack } from "../stack/stack-facts.js";
import { locateStack } from "./stack-list.js";

/**
 * Refuses a stack whose file, applications or policies cannot be read, before the engine does: that stops at the first of them.
 * @throws an error that lists what is wrong with all files of the stack, with places
 */
export function requireReadableStack(stack: string): void {
  const { facts, texts, findings } = readWholeStack(locateStack(stack));
  if (facts === undefined) throw new Error(formatFindings(findings));
  if (!hasErrors([...findings, ...facts.applications.findings])) return;
  const planned = planStack(loadPolicies(texts), facts);
  const shown = [...findings, ...planned.findings].filter(({ level }) => level !== "info");
  throw new Error(formatFindings(sortByLevel(shown)));
}

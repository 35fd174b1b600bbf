import { join } from "node:path";
import { formatFindings, hasErrors, sortByLevel } from "../finding.js";
import { planStack } from "../plan/stack-plan.js";
import { loadPolicies } from "../policy/load.js";
import { readStackFacts } from "../stack/stack-facts.js";
import { readPolicyTexts } from "../stack/stack-files.js";
import { locateStack } from "./stack.js";

/**
 * Refuses a stack whose file, applications or policies cannot be read, before the engine does: that stops at the first of them.
 * @throws an error that lists what is wrong with all files of the stack, with places
 */
export function requireReadableStack(stack: string): void {
  const place = locateStack(stack);
  const { facts, findings } = readStackFacts(place);
  if (facts === undefined) throw new Error(formatFindings(findings));
  const policies = readPolicyTexts(place.root, join(place.folder, "policies"));
  const ofFiles = [...findings, ...policies.findings];
  if (!hasErrors([...ofFiles, ...facts.applications.findings])) return;
  const planned = planStack(loadPolicies(policies.texts), facts);
  const shown = [...ofFiles, ...planned.findings].filter(({ level }) => level !== "info");
  throw new Error(formatFindings(sortByLevel(shown)));
}

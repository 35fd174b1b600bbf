import { join } from "node:path";
import { formatFindings, hasErrors, sortByLevel } from "../finding.js";
import { computeStackSurroundings } from "../plan/mesh-of-stack.js";
import { planLoaded } from "../plan/plan.js";
import { loadPolicies } from "../policy/load.js";
import { findStackFolder, readStackFolder } from "./stack-folder.js";
import { projectFolder } from "./stack.js";

/**
 * Refuses a stack whose file, applications or policies cannot be read, before the engine does: that stops at the first of them.
 * @throws an error that lists what is wrong with all files of the stack, with places
 */
export function requireReadableStack(stack: string): void {
  const folder = findStackFolder(join(projectFolder, "stacks", stack));
  if (folder === undefined) return;
  const { config, texts, manifests, definitions, findings, areObjectsKnown } = readStackFolder(folder);
  if (!hasErrors(findings)) return;
  if (config === undefined) throw new Error(formatFindings(findings));
  const surroundings = { ...computeStackSurroundings(config, manifests, definitions), areObjectsKnown };
  const planned = planLoaded(loadPolicies(texts), surroundings);
  const shown = [...findings, ...planned.findings].filter(({ level }) => level !== "info");
  throw new Error(formatFindings(sortByLevel(shown)));
}

import { join } from "node:path";
import { hasErrors } from "../finding.js";
import type { StackSettings } from "../plan/mesh-of-stack.js";
import { planStack } from "../plan/stack-plan.js";
import { loadPolicies } from "../policy/load.js";
import { readApplicationManifests, readPolicyTexts } from "../stack/stack-files.js";
import { findDrafts } from "./policies-of-stack.js";
import { stopOnErrors } from "./stop-on-errors.js";

/**
 * Stops where a file of the stack's applications or policies cannot be read.
 * @param root what findings name files from: the project's folder
 * @param folder of the stack, as seen from there
 * @throws RunError that lists what is wrong with all files, those that can be read too
 */
export function requireReadableFiles(root: string, folder: string, config: StackSettings): void {
  const names = Object.keys(config.applications ?? {});
  const applications = readApplicationManifests(root, join(folder, "apps"), names);
  const policies = readPolicyTexts(root, join(folder, "policies"), findDrafts());
  const findings = [...applications.findings, ...policies.findings];
  if (!hasErrors(findings)) return;
  const areObjectsKnown = applications.findings.length === 0;
  const facts = { settings: config, applications, definitions: [], areObjectsKnown };
  stopOnErrors([...policies.findings, ...planStack(loadPolicies(policies.texts), facts).findings]);
}

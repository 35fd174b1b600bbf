import { formatFindings, hasErrors } from "../findings/finding.js";
import type { Manifest } from "../kubernetes/manifest.js";
import { planStack } from "../plan/stack-plan.js";
import { loadPolicies } from "../policy/documents/load.js";
import { weightsOwnedBy } from "../policy/routes/virtual-service.js";
import { readWholeStack } from "../stack/stack-facts.js";
import { locateStack } from "./stack-list.js";

/** The objects that a stack's policies become, or why that is not known. */
export interface DeclaredPolicies {
  /** Without `spec` where another owner writes it. Undefined where the stack has errors. */
  manifests?: Manifest[];
  unread: { what: string; reason: string }[];
}

/** Reads what the cluster should have of a stack's policies. */
export function readDeclared(stack: string): DeclaredPolicies {
  const { facts, texts, findings } = readWholeStack(locateStack(stack));
  const plan = facts && planStack(loadPolicies(texts), facts);
  const errors = [...findings, ...(plan?.findings ?? [])].filter(({ level }) => level === "error");
  if (plan === undefined || hasErrors(errors)) {
    return { unread: [{ what: `policies of stack ${stack}`, reason: formatFindings(errors.slice(0, 1)) }] };
  }
  return { manifests: plan.planned.manifests.map(hideOthers), unread: [] };
}

function hideOthers(manifest: Manifest): Manifest {
  return manifest.metadata.annotations?.[weightsOwnedBy] === undefined ? manifest : { ...manifest, spec: undefined };
}

import type { Members } from "./members.js";
import type { RuleContext } from "./rule.js";

// Every cluster has these.
const givenNamespaces = ["default", "kube-node-lease", "kube-public", "kube-system"];

/**
 * The namespaces that there are: those declared, and those that workloads are declared in; undefined where neither is, for then
 * nothing is known of them. Reads `Namespace`.
 */
export function listNamespaces({ list }: RuleContext, members: Members): ReadonlySet<string> | undefined {
  const declared = list("Namespace");
  if (!members.areKnown && declared.every(({ isAssumed }) => isAssumed)) return undefined;
  const used = members.select({}).map(({ namespace }) => namespace);
  return new Set([...givenNamespaces, ...declared.map(({ manifest }) => manifest.metadata.name), ...used]);
}

/** The same where at least one Namespace is declared; where none is, they are made elsewhere, and others may be too. */
export function listDeclaredNamespaces(context: RuleContext, members: Members): ReadonlySet<string> | undefined {
  const areDeclared = context.list("Namespace").some(({ isAssumed }) => !isAssumed);
  return areDeclared ? listNamespaces(context, members) : undefined;
}

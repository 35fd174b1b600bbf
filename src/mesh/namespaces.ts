import type { MeshReader } from "./objects.js";
import { createWorkloads } from "./workloads.js";

// Every cluster has these.
const givenNamespaces = ["default", "kube-node-lease", "kube-public", "kube-system"];

/**
 * The namespaces that there are: those declared, and those that workloads are declared in; undefined where neither is, for then
 * nothing is known of them. Reads `Namespace`.
 */
export function listNamespaces({ ask, list }: MeshReader): ReadonlySet<string> | undefined {
  const workloads = ask(createWorkloads);
  const declared = list("Namespace");
  if (!workloads.areKnown && declared.every(({ isAssumed }) => isAssumed)) return undefined;
  const used = workloads.select({}).map(({ namespace }) => namespace);
  return new Set([...givenNamespaces, ...declared.map(({ manifest }) => manifest.metadata.name), ...used]);
}

/** The same where at least one Namespace is declared; where none is, they are made elsewhere, and others may be too. */
export function listDeclaredNamespaces({ ask, list }: MeshReader): ReadonlySet<string> | undefined {
  const areDeclared = list("Namespace").some(({ isAssumed }) => !isAssumed);
  return areDeclared ? ask(listNamespaces) : undefined;
}

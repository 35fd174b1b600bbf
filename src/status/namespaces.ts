import type { Finding } from "../findings/finding.js";
import { placeProblems } from "../findings/problem.js";
import { findInjectionConflicts } from "../istio/control-plane/injection.js";
import { file } from "../mesh/selection.js";
import type { ClusterFacts, NamespaceFacts, PodFacts } from "./facts.js";
import { readWish, type FindInjector } from "./injectors.js";
import type { NamespaceStatus } from "./report.js";
import { say } from "./say.js";

/** How namespaces inject, and what is wrong with their labels. */
export function describeNamespaces(
  facts: ClusterFacts,
  findInjector: FindInjector,
): { items: NamespaceStatus[]; problems: Finding[] } {
  const { namespaces = [], pods = [] } = facts;
  const byNamespace = new Map<string, PodFacts[]>();
  for (const pod of pods) file(byNamespace, pod.namespace, pod);
  const items = namespaces.map((one) => describe(one, byNamespace.get(one.name) ?? [], findInjector));
  return {
    items: items.filter(({ injection, sidecars }) => injection !== "none" || sidecars > 0),
    problems: namespaces.flatMap((one) => findProblems(one, facts, findInjector)),
  };
}

function describe(
  { name, labels }: NamespaceFacts,
  pods: readonly PodFacts[],
  findInjector: FindInjector,
): NamespaceStatus {
  const sidecars = pods.filter(({ proxy }) => proxy !== undefined).length;
  return { name, injection: describeInjection(name, labels, findInjector), pods: pods.length, sidecars };
}

function describeInjection(name: string, labels: NamespaceFacts["labels"], findInjector: FindInjector): string {
  const revision = findInjector(name, labels, {});
  if (revision !== undefined) return `revision ${revision}`;
  if (labels["istio.io/dataplane-mode"] === "ambient") return "ambient";
  if (labels["istio-injection"] === "disabled") return "disabled";
  return readWish(labels) === undefined ? "none" : "no webhook injects";
}

function findProblems(
  { name, labels }: NamespaceFacts,
  { webhooks }: ClusterFacts,
  findInjector: FindInjector,
): Finding[] {
  const resource = { kind: "Namespace", name };
  const conflicts = placeProblems(findInjectionConflicts(labels), { resource });
  const wish = readWish(labels);
  if (wish === undefined || webhooks === undefined || findInjector(name, labels, {}) !== undefined) return conflicts;
  return [...conflicts, say("MESH0611", resource, `it asks for revision ${wish}, and no control plane has that`)];
}

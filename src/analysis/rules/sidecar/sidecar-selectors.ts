import { formatOthers, formatPods } from "../../names.js";
import { toMap } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import { workloadKinds, type AnalyzedObject } from "../../../mesh/objects.js";
import { createSelection, file } from "../../../mesh/selection.js";
import { formatLabels, type Labels } from "../../../mesh/selectors.js";

/** Pods, or a machine that a WorkloadEntry or WorkloadGroup stands for. */
interface Member {
  namespace: string;
  labels: Labels;
  name: string;
}

/** Source: istio pkg/config/analysis/analyzers/sidecar/selector.go. */
export const sidecarSelectors: Rule = {
  name: "sidecar-selectors",
  codes: ["IST0101", "IST0110", "IST0111", "IST0167"],
  reads: [
    "Namespace",
    "networking.istio.io/Sidecar",
    "networking.istio.io/WorkloadEntry",
    "networking.istio.io/WorkloadGroup",
    ...workloadKinds,
  ],
  check: (context) => {
    const sidecars = new Map<string, AnalyzedObject[]>();
    const members = new Map<string, Member[]>();
    for (const object of context.list("networking.istio.io/Sidecar")) file(sidecars, object.namespace, object);
    for (const member of listMembers(context)) file(members, member.namespace, member);
    for (const [namespace, objects] of sidecars) {
      if (isAmbient(context, namespace)) for (const object of objects) reportAmbient(context, object);
      else checkNamespace(context, objects, members.get(namespace) ?? []);
    }
  },
};

function listMembers({ list, workloads }: RuleContext): Member[] {
  const machine = ({ namespace, manifest }: AnalyzedObject, labels: unknown): Member => {
    return { namespace, labels: toMap(labels), name: `${manifest.kind} ${manifest.metadata.name}` };
  };
  return [
    ...workloads().map((workload) => ({
      namespace: workload.namespace,
      labels: toMap(workload.labels),
      name: formatPods(workload),
    })),
    ...list("networking.istio.io/WorkloadEntry").map((object) => machine(object, object.manifest.spec?.labels)),
    ...list("networking.istio.io/WorkloadGroup").map((object) =>
      machine(object, object.manifest.spec?.metadata?.labels),
    ),
  ];
}

function isAmbient({ find }: RuleContext, namespace: string): boolean {
  const labels = toMap(find("Namespace", "", namespace)?.manifest.metadata.labels);
  if (labels["istio-injection"] === "enabled" || (labels["istio.io/rev"] ?? "") !== "") return false;
  return labels["istio.io/dataplane-mode"] === "ambient";
}

function reportAmbient({ report }: RuleContext, object: AnalyzedObject): void {
  const message = `the pods of namespace ${object.namespace} have no sidecars, because it is ambient; this has no effect`;
  report(object, { code: "IST0167", path: ["metadata", "name"], message });
}

function checkNamespace(context: RuleContext, objects: readonly AnalyzedObject[], members: readonly Member[]): void {
  const select = createSelection(members);
  const withoutSelector: AnalyzedObject[] = [];
  const groups = new Map<string, AnalyzedObject[]>();
  for (const object of objects) {
    const selector = formatLabels(readSelector(object));
    if (selector === "") withoutSelector.push(object);
    else file(groups, selector, object);
  }
  const selectorsOf = new Map<Member, string[]>();
  for (const [selector, group] of groups) {
    const selected = select(group[0] === undefined ? {} : readSelector(group[0]));
    for (const member of selected) file(selectorsOf, member, selector);
    if (selected.length === 0) for (const object of group) reportSelector(context, object, selector);
  }
  checkConflicts(context, groups, selectorsOf);
  if (withoutSelector.length < 2) return;
  for (const object of withoutSelector) {
    const message = `Sidecar ${formatOthers(withoutSelector, object)} has no selector either`;
    context.report(object, { code: "IST0111", path: ["metadata", "name"], message });
  }
}

function readSelector({ manifest }: AnalyzedObject): Labels {
  return toMap(toMap(manifest.spec?.workloadSelector).labels);
}

function reportSelector({ report }: RuleContext, object: AnalyzedObject, selector: string): void {
  const message = `the selector ${selector} matches no pods in ${object.namespace}`;
  const path = ["spec", "workloadSelector", "labels"];
  report(object, { code: "IST0101", path, message, remedy: "select pods that are there" });
}

/** Each Sidecar says once what else selects its pods, with the first pods as an example. */
function checkConflicts(
  { report }: RuleContext,
  groups: ReadonlyMap<string, readonly AnalyzedObject[]>,
  selectorsOf: ReadonlyMap<Member, readonly string[]>,
): void {
  const said = new Set<AnalyzedObject>();
  const seen = new Set<string>();
  for (const [{ name }, selectors] of selectorsOf) {
    // Many pods are selected by the same Sidecars, which say so at the first of them.
    const key = selectors.join(" ");
    if (seen.has(key)) continue;
    seen.add(key);
    const objects = selectors.flatMap((selector) => groups.get(selector) ?? []);
    if (objects.length < 2) continue;
    for (const object of objects) {
      if (said.has(object)) continue;
      said.add(object);
      const message = `Sidecar ${formatOthers(objects, object)} selects ${name} too`;
      report(object, { code: "IST0110", path: ["spec", "workloadSelector", "labels"], message });
    }
  }
}

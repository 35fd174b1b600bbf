import { createWorkloads, type MeshWorkload, type MeshWorkloads } from "../../../mesh/workloads.js";
import { formatOthers } from "../../names.js";
import { listRivals } from "../../rivals.js";
import { toMap } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";
import { file } from "../../../mesh/selection.js";
import { formatLabels, type Labels } from "../../../mesh/selectors.js";

/** Source: istio pkg/config/analysis/analyzers/telemetry, selector.go and default_selector.go. */
export const telemetrySelectors: Rule = {
  name: "telemetry-selectors",
  codes: ["IST0101", "IST0159", "IST0160"],
  reads: ["telemetry.istio.io/Telemetry"],
  check: (context) => {
    const workloads = context.ask(createWorkloads);
    const byNamespace = new Map<string, AnalyzedObject[]>();
    const bySelected = new Map<MeshWorkload, AnalyzedObject[]>();
    for (const object of context.list("telemetry.istio.io/Telemetry")) {
      const { selector, targetRef, targetRefs } = toMap(object.manifest.spec);
      const labels = toMap(toMap(selector).matchLabels);
      // One for a gateway or a waypoint is for these alone.
      if (targetRef !== undefined || targetRefs !== undefined) continue;
      if (formatLabels(labels) === "") file(byNamespace, object.namespace, object);
      else for (const workload of findSelected(context, object, workloads, labels)) file(bySelected, workload, object);
    }
    for (const same of byNamespace.values()) checkDefaults(context, same);
    checkConflicts(context, bySelected);
  },
};

/** Unlike other policies', its selector is for the root namespace alone there. Source: applicableTelemetries in pilot/pkg/model. */
function findSelected(
  { report }: RuleContext,
  object: AnalyzedObject,
  workloads: MeshWorkloads,
  labels: Labels,
): readonly MeshWorkload[] {
  const found = workloads.select(labels, object.namespace);
  if (found.length === 0 && workloads.areKnown) {
    const message = `the selector ${formatLabels(labels)} matches no pods in the namespace ${object.namespace}`;
    const remedy = "select pods that are there, or remove it";
    report(object, { code: "IST0101", path: ["spec", "selector", "matchLabels"], message, remedy });
  }
  return found;
}

function checkDefaults({ report }: RuleContext, same: readonly AnalyzedObject[]): void {
  if (same.length < 2) return;
  for (const object of same) {
    const message = `${formatOthers(same, object)} is for the whole namespace ${object.namespace} too`;
    report(object, { code: "IST0160", path: ["metadata", "name"], message });
  }
}

function checkConflicts(
  { report }: RuleContext,
  bySelected: ReadonlyMap<MeshWorkload, readonly AnalyzedObject[]>,
): void {
  for (const { object, selected, others } of listRivals(bySelected)) {
    const message = `the pods of ${selected} are selected by ${others} too`;
    report(object, { code: "IST0159", path: ["spec", "selector"], message });
  }
}

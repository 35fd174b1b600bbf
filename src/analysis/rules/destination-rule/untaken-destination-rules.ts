import { listDestinationRules, type SeenRule } from "../../../mesh/destination-rules.js";
import { createHosts, type Hosts } from "../../../mesh/hosts.js";
import { isVisible, parseServiceHost, shareHosts } from "../../../mesh/host-names.js";
import { formatOthers } from "../../names.js";
import { toMap, toMaps, toTexts } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";
import { file } from "../../../mesh/selection.js";

/** DestinationRules that callers do not take though they see them. Source: `destinationRule` and `mergeDestinationRule` in istio pilot/pkg/model. */
export const untakenDestinationRules: Rule = {
  name: "untaken-destination-rules",
  codes: ["MESH0352", "MESH0359"],
  reads: ["networking.istio.io/DestinationRule"],
  check: (context) => {
    const all = listDestinationRules(context);
    const hosts = context.ask(createHosts);
    const byHost = new Map<string, SeenRule[]>();
    for (const rule of all) file(byHost, `${rule.object.namespace}/${rule.host}`, rule);
    for (const rules of byHost.values()) checkLost(context, rules);
    for (const rule of all) {
      if (rule.host.startsWith("*")) checkHiding(context, rule, all);
      else checkExport(context, rule, hosts);
    }
  },
};

/** A rule of its own namespace alone is merged into those with a workloadSelector, which are private as well, and is nothing beside them. */
function checkLost({ report }: RuleContext, rules: readonly SeenRule[]): void {
  const selecting = rules.filter(isSelecting).map(({ object }) => object);
  if (selecting.length === 0) return;
  for (const { object } of rules.filter((rule) => !isSelecting(rule))) {
    const exportTo = toTexts(toMap(object.manifest.spec).exportTo);
    if (exportTo.length !== 1 || exportTo[0] !== ".") continue;
    const message = `next to ${formatOthers([...selecting, object], object)} with a workloadSelector, this does not apply to other pods: they have no DestinationRule and no subsets`;
    report(object, { code: "MESH0359", path: ["spec", "exportTo"], message });
  }
}

/** A wildcard of the callers' own namespace takes the place of what the Service's namespace says of a host. */
function checkHiding({ mesh, report }: RuleContext, wide: SeenRule, all: readonly SeenRule[]): void {
  const { namespace } = wide.object;
  if (!wide.isLocal || isSelecting(wide) || namespace === mesh.rootNamespace) return;
  const hidden = all.filter(
    (rule) =>
      rule.object.namespace !== namespace &&
      rule.isExported &&
      rule.host.length > wide.host.length &&
      shareHosts(wide.host, rule.host) &&
      isVisible(rule.visibleIn, namespace) &&
      [parseServiceHost(rule.host)?.namespace ?? rule.object.namespace, mesh.rootNamespace].includes(
        rule.object.namespace,
      ),
  );
  if (hidden.length === 0) return;
  const names = formatOthers([wide.object, ...hidden.map(({ object }) => object)], wide.object);
  const message = `for callers of namespace ${namespace} this takes the place of DestinationRule ${names}, whole: also of its subsets`;
  const remedy = `narrow the host, or repeat in namespace ${namespace} the settings that must apply there`;
  report(wide.object, { code: "MESH0352", path: ["spec", "host"], message, remedy });
}

/** An export from a namespace that is neither the callers', nor the Service's, nor the root; of subsets the routes say more. */
function checkExport({ mesh, report }: RuleContext, rule: SeenRule, hosts: Hosts): void {
  const { manifest, namespace } = rule.object;
  const { exportTo, subsets } = toMap(manifest.spec);
  const others = toTexts(exportTo).filter((one) => one !== "." && one !== "~" && one !== namespace);
  if (others.length === 0 || isSelecting(rule) || namespace === mesh.rootNamespace || toMaps(subsets).length > 0)
    return;
  const owners = hosts.find(rule.host, namespace).map(({ object }) => object.namespace);
  if (owners.length === 0 || owners.includes(namespace)) return;
  const message = `the export to ${others.join(", ")} does nothing: callers of other namespaces take DestinationRules of their own namespace, of ${owners[0]}, and of ${mesh.rootNamespace}`;
  const remedy = `move it into namespace ${owners[0]}, or remove exportTo`;
  report(rule.object, { code: "MESH0352", path: ["spec", "exportTo"], message, remedy });
}

function isSelecting({ object }: { object: AnalyzedObject }): boolean {
  const { workloadSelector } = toMap(object.manifest.spec);
  return workloadSelector !== undefined && workloadSelector !== null;
}

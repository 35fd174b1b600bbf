import type { ValuePath } from "../../../findings/place.js";
import { readExportTo, toFqdn } from "../../../mesh/host-names.js";
import { formatOthers } from "../../names.js";
import { toMap, toMaps, toText } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";
import { file } from "../../../mesh/selection.js";
import { formatLabels } from "../../../mesh/selectors.js";

/** Something of a host that only one DestinationRule can say. */
interface Part {
  object: AnalyzedObject;
  path: ValuePath;
  /** Empty for the host's own traffic policy. */
  subset: string;
}

/**
 * Kiali: business/checkers/destinationrules/multi_match_checker.go, but Istio joins DestinationRules of one host and namespace, so they clash only where
 * both have the same subset, or both a traffic policy. Source: `mergeDestinationRule` in istio pilot/pkg/model.
 */
export const destinationRuleOverlaps: Rule = {
  name: "destination-rule-overlaps",
  codes: ["KIA0201", "KIA0209"],
  reads: ["networking.istio.io/DestinationRule"],
  check: (context) => {
    const byPart = new Map<string, Part[]>();
    for (const object of context.list("networking.istio.io/DestinationRule")) {
      const spec = toMap(object.manifest.spec);
      const exportTo = readExportTo(
        spec.exportTo,
        context.mesh.config.defaultDestinationRuleExportTo,
        object.namespace,
      );
      const host = toFqdn(toText(spec.host), object.namespace);
      const selector = formatLabels(toMap(toMap(spec.workloadSelector).matchLabels));
      const key = [object.namespace, host, selector, ...[...exportTo].sort()].join(" ");
      const add = (subset: string, path: ValuePath) => {
        file(byPart, `${key}\n${subset}`, { object, path, subset });
      };
      if (spec.trafficPolicy !== undefined) add("", ["spec", "trafficPolicy"]);
      toMaps(spec.subsets).forEach(({ name, labels, trafficPolicy }, index) => {
        add(toText(name), ["spec", "subsets", index, "name"]);
        // One for a policy of its own is for all endpoints on purpose.
        if (formatLabels(toMap(labels)) !== "" || trafficPolicy !== undefined) return;
        const message = `the subset "${toText(name)}" has no labels, so it is all endpoints of its host`;
        context.report(object, { code: "KIA0209", path: ["spec", "subsets", index], message });
      });
    }
    for (const parts of byPart.values()) checkParts(context, parts);
  },
};

function checkParts({ report }: RuleContext, parts: readonly Part[]): void {
  const objects = [...new Set(parts.map(({ object }) => object))];
  if (objects.length < 2) return;
  for (const { object, path, subset } of parts) {
    const what = subset === "" ? "a traffic policy for this host" : `the subset "${subset}" of this host`;
    const message = `DestinationRule ${formatOthers(objects, object)} has ${what} too; the oldest counts`;
    report(object, { code: "KIA0201", path, message });
  }
}

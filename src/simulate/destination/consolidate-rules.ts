import type { SeenRule } from "../../mesh/destination-rules.js";
import { compareAge } from "../../mesh/object-age.js";
import { toMap, toTexts } from "../../text/read.js";

/** Rules of one host that istiod makes one of. */
export interface RuleGroup {
  /** The oldest first: what it says counts before what the others say. */
  rules: readonly SeenRule[];
  /** The labels of the proxies that they are for; undefined where they are for all. */
  selector: Readonly<Record<string, unknown>> | undefined;
}

interface OpenGroup extends RuleGroup {
  rules: SeenRule[];
  exportTo: ReadonlySet<string>;
}

/**
 * The rules of one host in one namespace, as istiod merges them: the same `exportTo` and the same selector make one rule; one that is seen by
 * more proxies, or has a selector, stands on its own and adds to what is there. Source: `mergeDestinationRule` in istio
 * pilot/pkg/model/destination_rule.go.
 */
export function consolidateRules(rules: readonly SeenRule[]): RuleGroup[] {
  const groups: OpenGroup[] = [];
  for (const rule of rules.toSorted((a, b) => compareAge(a.object, b.object))) {
    const selector = readSelector(rule);
    let standsAlone = true;
    for (const group of groups) {
      const fit = compareRule(rule, selector, group);
      standsAlone = fit.standsAlone;
      if (fit.isMerged) group.rules.push(rule);
    }
    if (standsAlone) groups.push({ rules: [rule], selector, exportTo: readExport(rule) });
  }
  return groups;
}

function compareRule(
  rule: SeenRule,
  selector: RuleGroup["selector"],
  group: OpenGroup,
): { isMerged: boolean; standsAlone: boolean } {
  const exportTo = readExport(rule);
  const isSame = exportTo.size === group.exportTo.size && [...group.exportTo].every((name) => exportTo.has(name));
  const covers = isSame || (group.exportTo.size > 0 && [...group.exportTo].every((name) => exportTo.has(name)));
  const isSelecting = selector !== undefined;
  const isOtherSelecting = group.selector !== undefined;
  if (!covers || (isSelecting && isOtherSelecting && !areSame(selector, group.selector)))
    return { isMerged: false, standsAlone: true };
  return { isMerged: true, standsAlone: !isSame && isSelecting !== isOtherSelecting };
}

function areSame(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>> = {}): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

/** As it is written: none is not the same as `*`. A rule with a selector is for its own namespace. */
function readExport(rule: SeenRule): ReadonlySet<string> {
  if (readSelector(rule) !== undefined) return new Set(["."]);
  return new Set(toTexts(toMap(rule.object.manifest.spec).exportTo));
}

function readSelector({ object }: SeenRule): RuleGroup["selector"] {
  const { workloadSelector } = toMap(object.manifest.spec);
  if (workloadSelector === undefined || workloadSelector === null) return undefined;
  return toMap(toMap(workloadSelector).matchLabels);
}

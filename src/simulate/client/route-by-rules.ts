import { createStep, type Step } from "../answer.js";
import { formatObject } from "../format-object.js";
import type { Routed } from "../routed.js";
import { applyRule } from "./apply-rule.js";
import { chooseRule } from "./choose-rule.js";
import { end } from "./direct-request.js";
import type { Flow } from "./flow.js";
import { compareRules } from "./gateway-api/rule-order.js";
import type { RuleEntry } from "./http-rule.js";
import { isAgeKnown } from "../../mesh/object-age.js";

/**
 * What the first rule that takes a request makes of it; undefined where none takes it. @param before steps that lead here
 */
export function routeByRules(
  entries: readonly RuleEntry[],
  flow: Flow,
  before: readonly Step[],
): { routed?: Routed[]; steps: readonly Step[] } {
  const { entry, unknown, steps: own } = chooseRule(entries, flow);
  const steps = [...before, ...own];
  if (unknown !== undefined) return { routed: end(steps, { kind: "unknown", reason: unknown }), steps };
  if (entry === undefined) return { steps };
  const routed = applyRule(entry, flow, steps);
  const rivals = entries.slice(entries.indexOf(entry) + 1).filter((other) => isRival(other, entry));
  const differing = rivals.find((other) => {
    const { entry: found } = chooseRule([other], flow);
    return found !== undefined && describeEnds(applyRule(found, flow, [])) !== describeEnds(routed);
  });
  if (differing === undefined) return { routed, steps };
  const { object, path } = differing.rule.source;
  const names = `${formatObject(entry.rule.source.object)} and ${formatObject(object)}`;
  const reason = `the older of ${names} takes the request, and objects do not say which it is`;
  return { routed: end([...steps, createStep("route", reason, object, path)], { kind: "unknown", reason }), steps };
}

/** Rules of the Gateway API that only the age of their objects tells apart. */
function isRival({ rule: other }: RuleEntry, { rule }: RuleEntry): boolean {
  if (!rule.isGatewayApi || !other.isGatewayApi || compareRules(rule, other) !== 0) return false;
  return !isAgeKnown(rule.source.object, other.source.object);
}

/** Without the steps, for comparison. */
export function describeEnds(routed: readonly Routed[]): string {
  const ends = routed.map((one) => {
    if ("end" in one) return [one.share, one.end];
    const { service, proxy, ...target } = one.target;
    return [one.share, { ...target, service: service?.manifest.metadata, isSent: proxy !== undefined }];
  });
  return JSON.stringify(ends);
}

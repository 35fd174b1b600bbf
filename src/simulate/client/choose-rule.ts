import { createStep, type Step } from "../answer.js";
import { findAbsence, findMismatch, takesAll } from "./match-request.js";
import type { Flow } from "./flow.js";
import { formatRule, listEntries, type HttpRule, type RuleEntry } from "./http-rule.js";

/** What comes of asking rules one after another. */
export interface Choice {
  /** The one that takes the request; undefined where none does. */
  entry?: RuleEntry;
  /** Why it cannot be told which one does. */
  unknown?: string;
  /** Why each before it did not, and that it did. */
  steps: readonly Step[];
}

/**
 * The rules that istiod gives to a proxy, one entry a match: nothing follows one that takes all requests.
 * Source: `BuildHTTPRoutesForVirtualService` in istio pilot/pkg/networking/core/route/route.go.
 */
export function listRulesOf(rules: readonly HttpRule[], flow: Flow): RuleEntry[] {
  const there = listEntries(rules).filter(
    ({ match }) => match === undefined || findAbsence(match.value, flow) === undefined,
  );
  const last = there.findIndex(({ match }) => takesAll(match?.value));
  return last === -1 ? there : there.slice(0, last + 1);
}

/** The first of the entries that takes a request. */
export function chooseRule(entries: readonly RuleEntry[], flow: Flow): Choice {
  const steps: Step[] = [];
  for (const entry of entries) {
    const { rule, match } = entry;
    const found = match === undefined ? undefined : findMismatch(match.value, flow, rule.isGatewayApi);
    const { object, path } = match?.source ?? rule.source;
    if (found === undefined) {
      const message = match === undefined ? "takes all requests" : "matches";
      return { entry, steps: [...steps, createStep("route", `${formatRule(rule)} ${message}`, object, path)] };
    }
    const at = [...path, ...found.path];
    if (found.isUnknown === true) {
      const unknown = `it is not known whether ${formatRule(rule)} matches: ${found.reason}`;
      return { unknown, steps: [...steps, createStep("route", unknown, object, at)] };
    }
    steps.push(createStep("route", `${formatRule(rule)} does not match: ${found.reason}`, object, at));
  }
  return { steps };
}

/** Steps for the rules that istiod does not give to a proxy. */
export function explainAbsences(rules: readonly HttpRule[], flow: Flow): Step[] {
  return listEntries(rules).flatMap(({ rule, match }) => {
    const absence = match === undefined ? undefined : findAbsence(match.value, flow);
    if (match === undefined || absence === undefined) return [];
    const { object, path } = match.source;
    return [
      createStep("route", `${formatRule(rule)} is not for this caller: ${absence.reason}`, object, [
        ...path,
        ...absence.path,
      ]),
    ];
  });
}

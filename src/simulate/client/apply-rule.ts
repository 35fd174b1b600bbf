import { createStep, type Step } from "../answer.js";
import type { End, Routed } from "../routed.js";
import { toMap, toText } from "../../text/read.js";
import { routeToDestinations } from "./destinations.js";
import { listFaultShares, type FaultShare } from "./fault.js";
import type { Flow } from "./flow.js";
import type { RuleEntry } from "./http-rule.js";
import { findPreflight } from "./preflight.js";
import { computeRedirect } from "./redirect.js";

/**
 * What a rule makes of a request that it takes. A proxy draws the fault first, then answers a preflight, then does what the rule says.
 * Source: the order of filters in `buildHTTPConnectionManager` of istio pilot/pkg/networking/core/listener_builder.go.
 * @param steps that lead here
 */
export function applyRule(entry: RuleEntry, flow: Flow, steps: readonly Step[]): Routed[] {
  return listFaultShares(entry.rule, flow.request).flatMap((fault) => {
    const before = [...steps, ...fault.steps];
    return act(entry, flow, before, fault).map((routed) => ({ ...routed, share: routed.share * fault.share }));
  });
}

function act(entry: RuleEntry, flow: Flow, steps: readonly Step[], { abort, delay }: FaultShare): Routed[] {
  const end = (value: End, ...more: Step[]): Routed[] => [{ share: 1, steps: [...steps, ...more], end: value }];
  const answer = { kind: "answered" as const, ...(delay === undefined ? {} : { delay }) };
  if (abort !== undefined) return end({ ...answer, status: abort, by: "fault" });
  const { rule } = entry;
  const say = (field: string, message: string) => {
    const { object, path } = rule.find(field);
    return createStep("route", message, object, path);
  };
  const preflight = findPreflight(rule.value.corsPolicy, flow.request);
  if (preflight === "unknown") {
    const reason = "what a proxy answers to a preflight of an unmatched origin is not known";
    return end({ kind: "unknown", reason }, say("corsPolicy", reason));
  }
  if (preflight === "answers") {
    return end({ ...answer, status: 200, by: "preflight" }, say("corsPolicy", "the proxy answers the CORS preflight"));
  }
  if (isGiven(rule.value.redirect)) {
    const redirect = computeRedirect(entry, flow);
    const reason = "istiod does not take the code of the redirect";
    if (redirect === undefined) return end({ kind: "unknown", reason }, say("redirect", reason));
    return end({ ...answer, ...redirect, by: "redirect" }, say("redirect", `redirects to ${redirect.location}`));
  }
  if (isGiven(rule.value.directResponse)) {
    const { status, body } = toMap(rule.value.directResponse);
    const text = toText(toMap(body).string);
    return end(
      { ...answer, status: Number(status), by: "directResponse", ...(text === "" ? {} : { body: text }) },
      say("directResponse", `answers ${String(status)} without the service`),
    );
  }
  return routeToDestinations(entry, flow, steps, delay);
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

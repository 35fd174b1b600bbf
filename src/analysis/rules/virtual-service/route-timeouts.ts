import { readMilliseconds } from "../../../text/go-duration.js";
import { formatValue, toMap, toMaps } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";

/**
 * What a route's timeout leaves no time for, or does not bound. Envoy counts a timeout from when its router has the whole
 * request, and injects faults before that; all tries share it. Source: Envoy's documentation of `timeout` and `per_try_timeout`
 * of routes, and of the fault filter, which Istio puts before the router.
 */
export const routeTimeouts: Rule = {
  name: "route-timeouts",
  codes: ["MESH0312", "MESH0313"],
  reads: ["networking.istio.io/VirtualService"],
  check: (context) => {
    for (const object of context.list("networking.istio.io/VirtualService")) {
      toMaps(toMap(object.manifest.spec).http).forEach((route, index) => {
        // No timeout, and one of 0, bounds nothing: nobody expects otherwise.
        const limit = readMilliseconds(route.timeout);
        if (limit === undefined || limit <= 0) return;
        checkRetries(context, object, { route, index, limit });
        checkDelay(context, object, { route, index, limit });
      });
    }
  },
};

interface TimedRoute {
  route: Record<string, any>;
  index: number;
  /** Milliseconds of its timeout. */
  limit: number;
}

function checkRetries({ report }: RuleContext, object: AnalyzedObject, { route, index, limit }: TimedRoute): void {
  const { attempts, perTryTimeout } = toMap(route.retries);
  const perTry = readMilliseconds(perTryTimeout);
  if (perTry === undefined || perTry <= 0 || typeof attempts !== "number" || attempts <= 0) return;
  // The first try is none of the attempts, so the last of these begins when as many have gone by.
  if (attempts * perTry < limit) return;
  const possible = Math.ceil(limit / perTry) - 1;
  const only =
    possible === 0 ? "none of them begins" : `only ${possible} of them ${possible === 1 ? "begins" : "begin"}`;
  const message = `${attempts} retries after tries of ${formatValue(perTryTimeout)} do not fit into the timeout ${formatValue(route.timeout)}: ${only} in time`;
  const remedy = `set the timeout to more than ${formatSeconds(attempts * perTry)}, or fewer attempts, or a shorter perTryTimeout`;
  report(object, { code: "MESH0312", path: ["spec", "http", index, "retries", "attempts"], message, remedy });
}

function checkDelay({ report }: RuleContext, object: AnalyzedObject, { route, index, limit }: TimedRoute): void {
  const { fixedDelay, percentage } = toMap(toMap(route.fault).delay);
  const delay = readMilliseconds(fixedDelay);
  if (delay === undefined || delay < limit || toMap(percentage).value === 0) return;
  const message = `the delay of ${formatValue(fixedDelay)} is not cut off by the timeout ${formatValue(route.timeout)} of the same route, which begins after it`;
  report(object, { code: "MESH0313", path: ["spec", "http", index, "fault", "delay", "fixedDelay"], message });
}

function formatSeconds(milliseconds: number): string {
  return `${Number((milliseconds / 1000).toFixed(3))}s`;
}

import type { ValuePath } from "../../../findings/place.js";
import { isMap } from "../../../text/is-map.js";
import { toMap, toMaps } from "../../../text/read.js";
import type { Rule } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";
import { listTrafficPolicies } from "../../traffic-policies.js";

/** Limits for which 0 is the same as leaving them out; of `maxRequestsPerConnection` Istio's API says so. */
const limits = [
  ["tcp", "maxConnections"],
  ["http", "http1MaxPendingRequests"],
  ["http", "http2MaxRequests"],
  ["http", "maxRetries"],
] as const;

/** Settings that istiod takes and makes nothing of: seen in what it makes of them. */
export const idleSettings: Rule = {
  name: "idle-settings",
  codes: ["MESH0358"],
  reads: ["networking.istio.io/DestinationRule", "networking.istio.io/VirtualService"],
  check: ({ list, report }) => {
    for (const object of list("networking.istio.io/DestinationRule")) {
      for (const path of listZeroLimits(object)) {
        const message = "0 is the same as not set, so there is no limit";
        report(object, { code: "MESH0358", path, message, remedy: "set it to 1 or more, or remove it" });
      }
    }
    for (const object of list("networking.istio.io/VirtualService")) {
      for (const { path, what } of listShareless(object)) {
        const message = `${what} does nothing: that is 0 %`;
        report(object, { code: "MESH0358", path, message, remedy: "add percentage: { value: 100 }" });
      }
    }
  },
};

function listZeroLimits(object: AnalyzedObject): ValuePath[] {
  return listTrafficPolicies(object).flatMap(({ policy, path }) => {
    const pool = toMap(policy.connectionPool);
    return limits
      .filter(([part, field]) => toMap(pool[part])[field] === 0)
      .map(([part, field]) => [...path, "connectionPool", part, field]);
  });
}

/** Faults without a percentage, and mirrors with an empty one; a mirror without any is of all requests. */
function listShareless({ manifest }: AnalyzedObject): { path: ValuePath; what: string }[] {
  return toMaps(toMap(manifest.spec).http).flatMap((route, index) => {
    const path = ["spec", "http", index];
    const { abort, delay } = toMap(route.fault);
    const mirrors = toMaps(route.mirrors).map((one, at) => ({ one, place: ["mirrors", at, "percentage"] }));
    return [
      ...(lacksShare(abort) ? [{ path: [...path, "fault", "abort"], what: "an abort without a percentage" }] : []),
      ...(lacksShare(delay) ? [{ path: [...path, "fault", "delay"], what: "a delay without a percentage" }] : []),
      ...[{ one: { percentage: route.mirrorPercentage as unknown }, place: ["mirrorPercentage"] }, ...mirrors]
        .filter(({ one }) => isMap(one.percentage) && one.percentage.value === undefined)
        .map(({ place }) => ({ path: [...path, ...place], what: "a mirror with an empty percentage" })),
    ];
  });
}

function lacksShare(fault: unknown): boolean {
  if (!isMap(fault)) return false;
  const { percentage, percent } = fault;
  return toMap(percentage).value === undefined && percent === undefined;
}

import { createHosts, hostKinds, type KnownHost } from "../hosts.js";
import { formatValue, toMap, toText } from "../../text/read.js";
import { workloadKinds, type AnalyzedObject, type Problem, type Rule, type RuleContext } from "../rule.js";
import { createSelection } from "../selection.js";
import { listTrafficPolicies, type TrafficPolicyPart } from "../traffic-policies.js";

/** Envoy's own, where nobody sets them. Source: OutlierDetection of Envoy's API. */
const defaults = { consecutive5xxErrors: 5, maxEjectionPercent: 10 };

/** What Envoy makes of these numbers was run with Envoy 1.40. */
export const outlierDetections: Rule = {
  name: "outlier-detections",
  codes: ["MESH0356", "MESH0357"],
  reads: ["networking.istio.io/DestinationRule", ...hostKinds, ...workloadKinds],
  check: (context) => {
    const hosts = createHosts(context);
    const count = createReplicaCount(context);
    for (const object of context.list("networking.istio.io/DestinationRule")) {
      const host = toText(toMap(object.manifest.spec).host);
      for (const part of listTrafficPolicies(object)) {
        if (part.policy.outlierDetection === undefined) continue;
        const detection = toMap(part.policy.outlierDetection);
        const path = [...part.path, "outlierDetection"];
        const known = hosts.find(host, object.namespace);
        const threshold = findThreshold(detection);
        if (threshold !== undefined) context.report(object, threshold(path));
        const idle = findIdle(detection, count(known, part));
        if (idle !== undefined) context.report(object, idle(path));
      }
    }
  },
};

type Found = ((path: Problem["path"]) => Problem) | undefined;

/** Every gateway error is a 5xx error too, so both are counted. */
function findThreshold({ consecutiveGatewayErrors: gateway, consecutive5xxErrors: all }: Record<string, any>): Found {
  const limit = typeof all === "number" ? all : defaults.consecutive5xxErrors;
  if (typeof gateway !== "number" || gateway <= 0 || limit === 0) return undefined;
  const set = all === undefined ? "which is 5 where nobody sets it" : `which is ${limit}`;
  if (gateway >= limit) {
    const message = `${gateway} gateway errors in a row never come: each is a 5xx error too, and consecutive5xxErrors, ${set}, comes first`;
    return (path) => ({ code: "MESH0357", path: [...path, "consecutiveGatewayErrors"], message });
  }
  if (all !== undefined) return undefined;
  const message = `5xx errors of any kind eject too, by consecutive5xxErrors, ${set}`;
  const remedy = "set consecutive5xxErrors: 0 where gateway errors alone are to eject";
  return (path) => ({ code: "MESH0357", path: [...path, "consecutiveGatewayErrors"], message, remedy });
}

/** Envoy counts the one that is to be ejected, the first as well. */
function findIdle(detection: Record<string, any>, replicas: number | undefined): Found {
  const { consecutive5xxErrors: all, consecutiveGatewayErrors: gateway, consecutiveLocalOriginFailures } = detection;
  if (all === 0 && !gateway && detection.splitExternalLocalOriginErrors !== true && !consecutiveLocalOriginFailures) {
    const message =
      "consecutive5xxErrors 0 switches it off, and no other errors are counted, so that nothing is ejected";
    const remedy = "set consecutiveGatewayErrors, or remove outlierDetection";
    return (path) => ({ code: "MESH0356", path: [...path, "consecutive5xxErrors"], message, remedy });
  }
  const given: unknown = detection.maxEjectionPercent;
  const percent = typeof given === "number" && given > 0 ? given : defaults.maxEjectionPercent;
  // The only one had better stay.
  if (replicas === undefined || replicas < 2 || 100 / replicas <= percent) return undefined;
  const set =
    percent === given ? `maxEjectionPercent ${formatValue(given)}` : "maxEjectionPercent, which is 10 by default,";
  const one = `one of ${replicas} replicas is ${(100 / replicas).toFixed(1)} %`;
  const message = `nothing is ever ejected: ${one}, and ${set} allows less`;
  const remedy = `set maxEjectionPercent to ${Math.ceil(100 / replicas)} or more`;
  return (path) => ({ code: "MESH0356", path, message, remedy });
}

/** Asks how many pods a host has, or the subset that a policy is for; undefined where that is not known, or may change. */
function createReplicaCount(
  context: RuleContext,
): (known: readonly KnownHost[], part: TrafficPolicyPart) => number | undefined {
  const workloads = context.workloads().map((workload) => ({ ...workload, labels: toMap(workload.labels) }));
  const select = createSelection(workloads);
  return (known, { labels }) => {
    const counts = known.map(({ object }) => {
      const selector = toMap(toMap(object.manifest.spec).selector);
      if (object.manifest.kind !== "Service" || Object.keys(selector).length === 0) return undefined;
      return sum(select({ ...selector, ...labels }).filter(({ namespace }) => namespace === object.namespace));
    });
    return counts.length === 1 ? counts[0] : undefined;
  };
}

function sum(workloads: readonly { object: AnalyzedObject }[]): number | undefined {
  const counts = workloads.map(({ object: { manifest } }) => {
    if (manifest.kind === "Pod") return 1;
    const replicas: unknown = toMap(manifest.spec).replicas;
    // Where nobody says how many, an autoscaler may.
    return typeof replicas === "number" ? replicas : Number.NaN;
  });
  const total = counts.reduce((all, one) => all + one, 0);
  return Number.isNaN(total) ? undefined : total;
}

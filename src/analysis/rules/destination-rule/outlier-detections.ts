import { createHosts, type KnownHost } from "../../../mesh/hosts.js";
import { formatValue, toMap, toText } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { Problem } from "../../../findings/problem.js";
import { workloadKinds, type AnalyzedObject } from "../../../mesh/objects.js";
import { createSelection } from "../../../mesh/selection.js";
import { listTrafficPolicies, type TrafficPolicyPart } from "../../traffic-policies.js";

/** Envoy's own, where nobody sets them. Source: OutlierDetection of Envoy's API. */
const defaults = { consecutive5xxErrors: 5, maxEjectionPercent: 10 };

/** What Envoy makes of these numbers was run with Envoy 1.40. */
export const outlierDetections: Rule = {
  name: "outlier-detections",
  codes: ["MESH0356", "MESH0357"],
  reads: ["networking.istio.io/DestinationRule", "autoscaling/HorizontalPodAutoscaler", ...workloadKinds],
  check: (context) => {
    const hosts = context.ask(createHosts);
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
  const set = all === undefined ? "which is 5 by default" : `which is ${limit}`;
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

/** Asks how many pods a host has at most, or the subset that a policy is for; undefined where nobody says. */
function createReplicaCount(
  context: RuleContext,
): (known: readonly KnownHost[], part: TrafficPolicyPart) => number | undefined {
  const workloads = context.workloads().map((workload) => ({ ...workload, labels: toMap(workload.labels) }));
  const select = createSelection(workloads);
  const scaled = new Map<string, unknown>();
  for (const { manifest, namespace } of context.list("autoscaling/HorizontalPodAutoscaler")) {
    const { scaleTargetRef, maxReplicas } = toMap(manifest.spec);
    const { kind, name } = toMap(scaleTargetRef);
    scaled.set(`${formatValue(kind)}/${namespace}/${formatValue(name)}`, maxReplicas);
  }
  const count = ({ manifest, namespace }: AnalyzedObject): number => {
    if (manifest.kind === "Pod") return 1;
    const key = `${manifest.kind}/${namespace}/${manifest.metadata.name}`;
    const replicas: unknown = scaled.has(key) ? scaled.get(key) : toMap(manifest.spec).replicas;
    // Where nobody says how many, another tool may.
    return typeof replicas === "number" ? replicas : Number.NaN;
  };
  return (known, { labels }) => {
    const [only, ...others] = known.map(({ object }) => object);
    const selector = toMap(toMap(only?.manifest.spec).selector);
    if (only?.manifest.kind !== "Service" || others.length > 0 || Object.keys(selector).length === 0) return undefined;
    const selected = select({ ...selector, ...labels }).filter(({ namespace }) => namespace === only.namespace);
    const total = selected.reduce((sum, { object }) => sum + count(object), 0);
    return Number.isNaN(total) ? undefined : total;
  };
}

import { findServiceWaypoint, findWaypoint, isAmbientNamespace } from "../../../mesh/ambient.js";
import { createWorkloads, gatewayNameLabel, type MeshWorkloads } from "../../../mesh/workloads.js";
import { toMap, toMaps, toText } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject, ObjectKind } from "../../../mesh/objects.js";
import { formatLabels } from "../../../mesh/selectors.js";
import { isAboutRequests as isRuleAboutRequests } from "../../waypoint-caller.js";

/** Kinds that only a waypoint keeps to where pods have no sidecars: without targetRefs, and for a Service that has no waypoint. */
const kinds = {
  "security.istio.io/AuthorizationPolicy": ["KIA0110", "KIA0109"],
  "security.istio.io/RequestAuthentication": ["KIA1115", "KIA1110"],
  "extensions.istio.io/WasmPlugin": ["KIA1116", "KIA1111"],
  "telemetry.istio.io/Telemetry": ["KIA1117", "KIA1112"],
} as const satisfies Partial<Record<ObjectKind, readonly [string, string]>>;

/**
 * Policies of ambient namespaces about requests. Kiali: business/checkers/ambient_policy_checker.go; a Telemetry without selector is inherited by
 * waypoints, and pods that have sidecars all the same keep to policies themselves. Source: `ShouldAttachPolicy` in istio pilot/pkg/model.
 */
export const ambientPolicies: Rule = {
  name: "ambient-policies",
  codes: Object.values(kinds).flat(),
  reads: [...(Object.keys(kinds) as (keyof typeof kinds)[]), "Namespace", "Service"],
  check: (context) => {
    const workloads = context.ask(createWorkloads);
    const served = listServed(context);
    for (const [kind, [untargeted, unserved]] of Object.entries(kinds) as [
      keyof typeof kinds,
      (typeof kinds)[keyof typeof kinds],
    ][]) {
      for (const object of context.list(kind)) {
        if (!isAmbientNamespace(context, object.namespace) || !isAboutRequests(object)) continue;
        const { targetRef, targetRefs } = toMap(object.manifest.spec);
        const targets = targetRef === undefined ? toMaps(targetRefs) : [toMap(targetRef)];
        if (targets.length > 0) checkTargets(context, object, targets, unserved);
        else if (isIgnored(context, object, workloads)) {
          const message = `the pods of ${object.namespace} have no sidecars, and waypoints keep to nothing without targetRefs`;
          context.report(object, { code: untargeted, path: ["spec"], message });
        } else if (kind === "telemetry.istio.io/Telemetry" && !served.has(object.namespace)) {
          const message = `the namespace ${object.namespace} has no waypoint, and nothing else sees its requests`;
          context.report(object, { code: unserved, path: ["spec"], message });
        }
      }
    }
  },
};

function checkTargets(
  context: RuleContext,
  object: AnalyzedObject,
  targets: readonly Record<string, any>[],
  code: (typeof kinds)[keyof typeof kinds][1],
): void {
  for (const { kind, name } of targets) {
    const service = kind === "Service" ? context.find("Service", object.namespace, toText(name)) : undefined;
    if (service === undefined || findServiceWaypoint(context, service) !== undefined) continue;
    const message = `the Service ${toText(name)} uses no waypoint, so nothing keeps to this`;
    context.report(object, { code, path: ["spec"], message });
  }
}

/** Whether neither sidecars nor gateways keep to it. */
function isIgnored(context: RuleContext, object: AnalyzedObject, workloads: MeshWorkloads): boolean {
  const labels = toMap(toMap(toMap(object.manifest.spec).selector).matchLabels);
  if (object.manifest.kind === "Telemetry" && formatLabels(labels) === "") return false;
  const selected = workloads.select(labels, object.namespace);
  return !selected.some((workload) => workload.hasSidecar || gatewayNameLabel in workload.labels);
}

/** Namespaces where anything uses a waypoint. */
function listServed(context: RuleContext): ReadonlySet<string> {
  const served = context.list("Service").filter((service) => findServiceWaypoint(context, service) !== undefined);
  const whole = context.list("Namespace").map(({ manifest }) => manifest.metadata.name);
  return new Set([
    ...served.map(({ namespace }) => namespace),
    ...whole.filter((name) => findWaypoint(context, {}, name) !== undefined),
  ]);
}

/** The node's proxy keeps to what is about connections. */
function isAboutRequests({ manifest }: AnalyzedObject): boolean {
  const { rules, tracing, accessLogging, metrics } = toMap(manifest.spec);
  if (manifest.kind === "Telemetry") {
    const isMeasured = toMaps(metrics).some(({ overrides }) => overrides !== undefined);
    return isMeasured || [tracing, accessLogging].some((list) => toMaps(list).length > 0);
  }
  if (manifest.kind !== "AuthorizationPolicy") return true;
  return toMaps(rules).some(isRuleAboutRequests);
}

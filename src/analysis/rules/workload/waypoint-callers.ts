import { findServiceWaypoint, findWaypoint, readWaypointTraffic, takesNamespace } from "../../../mesh/ambient.js";
import { nameGatewayAccount } from "../../../mesh/gateway/gateway-namings.js";
import { isGatewayPod } from "../../../mesh/injection.js";
import { createWorkloads, type MeshWorkload } from "../../../mesh/workloads.js";
import { formatName, formatPods } from "../../names.js";
import { toMap, toMaps } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { Workload, AnalyzedObject } from "../../../mesh/objects.js";
import { createServiceSelection, file } from "../../../mesh/selection.js";
import { isAboutRequests, judgeRule, type WaypointCaller } from "../../waypoint-caller.js";

/**
 * Policies of pods in the ambient mode that go by who calls, where requests come from a waypoint: the node's proxy sees the waypoint's identity and address.
 * Source: https://istio.io/latest/docs/ambient/usage/l4-policy/#considerations-when-waypoints-are-introduced.
 */
export const waypointCallers: Rule = {
  name: "waypoint-callers",
  codes: ["MESH0362"],
  reads: ["security.istio.io/AuthorizationPolicy", "Namespace", "gateway.networking.k8s.io/Gateway"],
  check: (context) => {
    const policies = collectPolicies(context);
    const listServices = context.ask(createServiceSelection);
    const told = new Set<AnalyzedObject>();
    for (const [selected, objects] of policies) {
      const way = findWay(context, selected, listServices);
      if (way === undefined) continue;
      const lets = objects.some((object) => isLetting(object, way.caller));
      for (const object of objects) {
        if (!told.has(object) && checkPolicy(context, object, way, lets)) told.add(object);
      }
    }
  },
};

/** The policies of pods whose node's proxy keeps to them. */
function collectPolicies(context: RuleContext): Map<MeshWorkload, AnalyzedObject[]> {
  const workloads = context.ask(createWorkloads);
  const policies = new Map<MeshWorkload, AnalyzedObject[]>();
  for (const object of context.list("security.istio.io/AuthorizationPolicy")) {
    const { selector, targetRef, targetRefs } = toMap(object.manifest.spec);
    if (targetRef !== undefined || targetRefs !== undefined) continue;
    const namespace = object.namespace === context.mesh.rootNamespace ? undefined : object.namespace;
    for (const selected of workloads.select(toMap(toMap(selector).matchLabels), namespace)) {
      const { workload, isInMesh } = selected;
      if (workload === undefined || isInMesh !== true || isGatewayPod(workload) || selected.hasSidecar) continue;
      file(policies, selected, object);
    }
  }
  return policies;
}

/** How requests come to pods from a waypoint. */
interface Way {
  workload: Workload;
  waypoint: AnalyzedObject;
  caller: WaypointCaller;
  /** What it is used for. */
  what: string;
}

function findWay(
  context: RuleContext,
  { workload }: MeshWorkload,
  listServices: ReturnType<typeof createServiceSelection>,
): Way | undefined {
  if (workload === undefined) return undefined;
  const used = [
    ...listServices(workload).map((service) => ({
      ...{ name: findServiceWaypoint(context, service), what: `Service ${formatName(service)}` },
      traffic: "service",
    })),
    { name: findWaypoint(context, workload.labels, workload.namespace), what: "these pods", traffic: "workload" },
  ];
  for (const { name, what, traffic } of used) {
    const waypoint = name && context.find("gateway.networking.k8s.io/Gateway", name.namespace, name.name);
    if (waypoint === undefined || !["all", traffic].includes(readWaypointTraffic(waypoint))) continue;
    const { metadata, spec } = waypoint.manifest;
    const account = nameGatewayAccount(metadata.name, metadata.annotations, toMap(spec));
    // Where it takes nothing of the namespace, requests go past it.
    if (account === undefined || !takesNamespace(context, waypoint, workload.namespace)) continue;
    return { workload, waypoint, caller: { namespace: waypoint.namespace, account }, what };
  }
  return undefined;
}

function readAction({ manifest }: AnalyzedObject): string {
  return (toMap(manifest.spec).action as string | undefined) ?? "ALLOW";
}

/** Whether a policy lets in what comes from the waypoint. */
function isLetting(object: AnalyzedObject, caller: WaypointCaller): boolean {
  if (readAction(object) !== "ALLOW") return false;
  const rules = toMaps(object.manifest.spec?.rules).filter((rule) => !isAboutRequests(rule));
  return rules.some((rule) => judgeRule(rule, caller, object.namespace).matches);
}

/** Whether anything is wrong, which is said of the first rule that goes by who calls. */
function checkPolicy(context: RuleContext, object: AnalyzedObject, way: Way, lets: boolean): boolean {
  const { caller, waypoint, workload, what } = way;
  const isDenying = readAction(object) === "DENY";
  if (!isDenying && (readAction(object) !== "ALLOW" || lets)) return false;
  const rules = toMaps(object.manifest.spec?.rules);
  const index = rules.findIndex((rule) => {
    const { matches, namesCallers, isByExclusion } = judgeRule(rule, caller, object.namespace);
    // Who names the waypoint knows of it.
    return !isAboutRequests(rule) && namesCallers && (!matches || (isDenying && isByExclusion));
  });
  const rule = rules[index];
  if (rule === undefined) return false;
  const denied = judgeRule(rule, caller, object.namespace).matches ? "denies all of it" : "denies none of it";
  const place = `${waypoint.namespace}/${waypoint.manifest.metadata.name}`;
  const message = `what is for ${what} comes to ${formatPods(workload)} from the waypoint ${place}, so this rule ${isDenying ? denied : "allows none of it"}`;
  const principal = `cluster.local/ns/${caller.namespace}/sa/${caller.account}`;
  const remedy = isDenying
    ? "use targetRefs of kind Service, so that the waypoint keeps to it"
    : `allow the principal ${principal} here, and say who may call by a policy with targetRefs of kind Service, which the waypoint keeps to`;
  context.report(object, { code: "MESH0362", path: ["spec", "rules", index], message, remedy });
  return true;
}

import type { Code } from "../../../findings/codes.js";
import { findServiceWaypoint, isAmbientNamespace } from "../../../mesh/ambient.js";
import { parseServiceHost, toFqdn } from "../../../mesh/host-names.js";
import { createWorkloads } from "../../../mesh/workloads.js";
import { formatName } from "../../names.js";
import { toMap, toMaps, toText, toTexts } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { Problem } from "../../../findings/problem.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";

/**
 * Routes and policies of requests to Services of ambient namespaces that no waypoint handles, in a mesh where no pods have sidecars that would. Kiali:
 * business/checkers/ambient_policy_checker.go.
 */
export const ambientRoutes: Rule = {
  name: "ambient-routes",
  codes: ["KIA0211", "KIA0212", "KIA1113", "KIA1114"],
  reads: ["networking.istio.io/VirtualService", "networking.istio.io/DestinationRule", "Service", "Namespace"],
  check: (context) => {
    const members = context.ask(createWorkloads);
    if (members.select({}).some((member) => !member.object.isAssumed && member.hasSidecar)) return;
    for (const object of context.list("networking.istio.io/VirtualService")) {
      const { gateways, hosts, http, tls } = toMap(object.manifest.spec);
      const isInside = toTexts(gateways).length === 0 || toTexts(gateways).includes("mesh");
      if (!isInside || toMaps(http).length + toMaps(tls).length === 0) continue;
      toTexts(hosts).forEach((host, index) => {
        const service = findAmbient(context, object, host);
        const problem =
          service && (findUnserved(context, service, "KIA1113") ?? findForeignRoute(context, service, object));
        if (problem !== undefined) context.report(object, { ...problem, path: ["spec", "hosts", index] });
      });
    }
    for (const object of context.list("networking.istio.io/DestinationRule")) {
      const { host, trafficPolicy, subsets } = toMap(object.manifest.spec);
      if (![trafficPolicy, ...toMaps(subsets).map((subset) => subset.trafficPolicy as unknown)].some(isAboutRequests))
        continue;
      const service = findAmbient(context, object, toText(host));
      const problem =
        service && (findUnserved(context, service, "KIA0211") ?? findForeignRule(context, service, object));
      if (problem !== undefined) context.report(object, { ...problem, path: ["spec", "host"] });
    }
  },
};

function findAmbient(context: RuleContext, { namespace }: AnalyzedObject, host: string): AnalyzedObject | undefined {
  const named = parseServiceHost(toFqdn(host, namespace));
  const service = named && context.find("Service", named.namespace, named.name);
  return service !== undefined && isAmbientNamespace(context, service.namespace) ? service : undefined;
}

type Found = Pick<Problem, "code" | "message">;

function findUnserved(context: RuleContext, service: AnalyzedObject, code: Code): Found | undefined {
  if (findServiceWaypoint(context, service) !== undefined) return undefined;
  const message = `the Service ${formatName(service)} uses no waypoint, so nothing keeps to this`;
  return { code, message };
}

/** Source: `getVirtualServiceForWaypoint` in istio pilot/pkg/networking/core. */
function findForeignRoute(context: RuleContext, service: AnalyzedObject, route: AnalyzedObject): Found | undefined {
  const allowed = [service.namespace, findServiceWaypoint(context, service)?.namespace];
  if (allowed.includes(route.namespace)) return undefined;
  const message = `the waypoint of Service ${formatName(service)} takes routes of namespace ${service.namespace} alone`;
  return { code: "KIA1114", message };
}

/** It looks in its own namespace, the Service's and the root one. Source: `destinationRule` in istio pilot/pkg/model/push_context.go. */
function findForeignRule(context: RuleContext, service: AnalyzedObject, rule: AnalyzedObject): Found | undefined {
  const { rootNamespace } = context.mesh;
  const allowed = [service.namespace, findServiceWaypoint(context, service)?.namespace, rootNamespace];
  if (allowed.includes(rule.namespace)) return undefined;
  const message = `the waypoint of Service ${formatName(service)} takes rules of the namespaces ${service.namespace} and ${rootNamespace} alone`;
  return { code: "KIA0212", message };
}

function isAboutRequests(policy: unknown): boolean {
  const { loadBalancer, connectionPool, outlierDetection } = toMap(policy);
  const { httpHeaderName, httpCookie } = toMap(toMap(loadBalancer).consistentHash);
  return [httpHeaderName, httpCookie, toMap(connectionPool).http, outlierDetection].some((one) => one !== undefined);
}

import type { ValuePath } from "../../../findings/place.js";
import { isPublicBlock, listSourceAddresses } from "../../addresses.js";
import { readMadeServiceType } from "../../gateway-objects.js";
import { listGatewayTargets } from "../../gateway-targets.js";
import { isGatewayPod } from "../../../mesh/injection.js";
import { createWorkloads, gatewayNameLabel, type MeshWorkload } from "../../../mesh/workloads.js";
import { formatName } from "../../names.js";
import { toMap, toMaps, toText } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";
import { createServiceSelection } from "../../../mesh/selection.js";

/**
 * Access rules that go by a connection's address where something stands in between: a node, before a gateway, or a gateway, before what is behind it.
 * Source: https://istio.io/latest/docs/tasks/security/authorization/authz-ingress/.
 */
export const clientAddresses: Rule = {
  name: "client-addresses",
  codes: ["MESH0365", "MESH0366"],
  reads: ["security.istio.io/AuthorizationPolicy", "Service"],
  check: (context) => {
    const policies = context.list("security.istio.io/AuthorizationPolicy");
    const addressed = policies.filter((object) => listSourceAddresses(object).length > 0);
    if (addressed.length === 0) return;
    const workloads = context.ask(createWorkloads);
    const targets = context.ask(listGatewayTargets);
    const listServices = context.ask(createServiceSelection);
    const servicesOf = ({ workload }: MeshWorkload) => (workload === undefined ? [] : listServices(workload));
    for (const object of addressed) {
      const { selected, services } = readScope(context, object, workloads);
      const gateways = selected.filter(isGateway);
      const gateway =
        gateways.flatMap(servicesOf).find(hidesClients) ?? gateways.map(({ object }) => object).find(isMadeOpen);
      const behind = [...services, ...selected.filter((one) => !isGateway(one)).flatMap(servicesOf)];
      const reached = behind.some(takesFromOutside) ? undefined : behind.find((service) => targets.has(service));
      for (const [first, ...others] of listSourceAddresses(object)) {
        if (first === undefined) continue;
        const all = [first, ...others];
        if (gateway !== undefined) reportNodes(context, object, first.path, gateway);
        // Addresses of a network of one's own may be those of callers in the mesh.
        else if (reached !== undefined && all.every(({ value }) => isPublicBlock(value))) {
          const message = `requests come to ${formatName(reached)} through ${targets.get(reached) ?? ""}, so ${first.value} is compared with the addresses of the gateway's pods`;
          context.report(object, { code: "MESH0366", path: first.path, message });
        }
      }
    }
  },
};

function reportNodes({ report }: RuleContext, object: AnalyzedObject, path: ValuePath, gateway: AnalyzedObject): void {
  const whose =
    gateway.manifest.kind === "Service"
      ? `Service ${formatName(gateway)}`
      : `the Service of Gateway ${formatName(gateway)}`;
  const message = `${whose} has externalTrafficPolicy Cluster, so the address of a connection may be a node's`;
  report(object, { code: "MESH0365", path, message });
}

/** What a policy is for: pods, and Services by targetRefs. */
function readScope(
  { find, mesh }: RuleContext,
  { manifest, namespace }: AnalyzedObject,
  workloads: ReturnType<typeof createWorkloads>,
): { selected: readonly MeshWorkload[]; services: readonly AnalyzedObject[] } {
  const { selector, targetRef, targetRefs } = toMap(manifest.spec);
  const targets = targetRef === undefined ? toMaps(targetRefs) : [toMap(targetRef)];
  const where = namespace === mesh.rootNamespace ? undefined : namespace;
  if (targets.length === 0) {
    const labels = toMap(toMap(selector).matchLabels);
    return { selected: workloads.select(labels, where), services: [] };
  }
  return {
    selected: targets
      .filter(({ kind }) => kind === "Gateway")
      .flatMap(({ name }) => workloads.select({ [gatewayNameLabel]: name as unknown }, namespace)),
    services: targets
      .filter(({ kind }) => kind === "Service")
      .flatMap(({ name }) => find("Service", namespace, toText(name)) ?? []),
  };
}

/** Waypoints are behind gateways themselves. */
function isGateway({ workload, object, labels }: MeshWorkload): boolean {
  if (workload !== undefined) return isGatewayPod(workload);
  return gatewayNameLabel in labels && toMap(object.manifest.spec).gatewayClassName !== "istio-waypoint";
}

/** Whether istiod makes the Service of a Gateway of the Gateway API, which then has Kubernetes' default. */
function isMadeOpen({ manifest }: AnalyzedObject): boolean {
  const type = readMadeServiceType(manifest);
  return toMap(manifest.spec).gatewayClassName === "istio" && type !== undefined && type !== "ClusterIP";
}

/** Of a Service that nobody declares it is not known. */
function hidesClients(service: AnalyzedObject): boolean {
  const { externalTrafficPolicy = "Cluster" } = toMap(service.manifest.spec);
  // Load balancers that lead to pods by themselves keep the address.
  const isPastNodes = toText(toMap(service.manifest.metadata.annotations)[targetType]) === "ip";
  return !service.isAssumed && takesFromOutside(service) && externalTrafficPolicy === "Cluster" && !isPastNodes;
}
const targetType = "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type";

function takesFromOutside({ manifest }: AnalyzedObject): boolean {
  return ["LoadBalancer", "NodePort"].includes(toText(toMap(manifest.spec).type));
}

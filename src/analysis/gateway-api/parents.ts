import { toMap, toMaps, toText } from "../../text/read.js";
import type { RuleContext } from "../rule.js";
import type { AnalyzedObject, ObjectKind } from "../../mesh/objects.js";
import { toPort } from "../../mesh/ports.js";
import { describeMissing, listNames, type KnownNames } from "./known-names.js";
import { takesNamespace } from "../../mesh/gateway/allowed-routes.js";
import { findRefusal } from "./listeners.js";
import { isCore } from "../../mesh/gateway/reference-grants.js";
import { gatewayGroup } from "../../mesh/gateway/gateway-group.js";

/** The kinds that `createParents` reads. */
export const parentKinds = [
  "Namespace",
  "Service",
  "networking.istio.io/ServiceEntry",
  "gateway.networking.k8s.io/Gateway",
  "gateway.networking.k8s.io/ListenerSet",
] as const satisfies readonly ObjectKind[];

/** What routes and ListenerSets are for. */
export interface Parents {
  /** Why a parent does not take a route; undefined where it does, or nothing is known of it. */
  findRouteProblem: (route: AnalyzedObject, reference: Record<string, any>) => string | undefined;
  /** Why a Gateway does not take a ListenerSet. */
  findSetProblem: (set: AnalyzedObject) => string | undefined;
}

interface Known {
  context: RuleContext;
  gateways: KnownNames;
  sets: KnownNames;
  services: KnownNames;
  entries: KnownNames;
}

/** Where nothing of the kind is declared in another namespace, nothing is known of that. */
export function createParents(context: RuleContext): Parents {
  const known: Known = {
    context,
    gateways: listNames(context, "gateway.networking.k8s.io/Gateway"),
    sets: listNames(context, "gateway.networking.k8s.io/ListenerSet"),
    services: listNames(context, "Service"),
    entries: listNames(context, "networking.istio.io/ServiceEntry"),
  };
  return {
    findRouteProblem: (route, reference) => {
      const { kind = "Gateway", group = gatewayGroup } = reference;
      if (group === gatewayGroup && kind === "Gateway") return findGatewayProblem(known, route, reference);
      if (group === gatewayGroup && kind === "ListenerSet") return findListenerSetProblem(known, route, reference);
      if (kind === "Service" && isCore(group)) return findServiceProblem(known, route, reference);
      if (kind !== "ServiceEntry" || group !== "networking.istio.io") return undefined;
      const [own, name] = [toText(reference.namespace) || route.namespace, toText(reference.name)];
      if (context.find("networking.istio.io/ServiceEntry", own, name) !== undefined) return undefined;
      return describeUnknown("ServiceEntry", reference, route, known.entries);
    },
    findSetProblem: (set) => findSetProblem(known, set),
  };
}

function describeUnknown(
  kind: string,
  reference: Record<string, any>,
  { namespace }: AnalyzedObject,
  names: KnownNames,
): string | undefined {
  const own = toText(reference.namespace) || namespace;
  const isKnown = own === namespace || names.has(own);
  return isKnown ? describeMissing(kind, toText(reference.name), own, names) : undefined;
}

function findGatewayProblem({ context, gateways }: Known, route: AnalyzedObject, reference: Record<string, any>) {
  const [own, name] = [toText(reference.namespace) || route.namespace, toText(reference.name)];
  const gateway = context.find("gateway.networking.k8s.io/Gateway", own, name);
  if (gateway === undefined) return describeUnknown("Gateway", reference, route, gateways);
  const listeners = toMaps(toMap(gateway.manifest.spec).listeners);
  const refusal = findRefusal(context, listeners, { route, reference, own });
  return refusal === undefined ? undefined : `the Gateway ${own}/${name} ${refusal}`;
}

function findListenerSetProblem(known: Known, route: AnalyzedObject, reference: Record<string, any>) {
  const { context, sets } = known;
  const [own, name] = [toText(reference.namespace) || route.namespace, toText(reference.name)];
  const set = context.find("gateway.networking.k8s.io/ListenerSet", own, name);
  if (set === undefined) return describeUnknown("ListenerSet", reference, route, sets);
  const listeners = toMaps(toMap(set.manifest.spec).listeners).map(withPort);
  const refusal = findRefusal(context, listeners, { route, reference, own });
  if (refusal !== undefined) return `the ListenerSet ${own}/${name} ${refusal}`;
  return findSetProblem(known, set) === undefined ? undefined : `no Gateway takes the ListenerSet ${own}/${name}`;
}

/** Source: `ListenerEntryPortNumber` in istio pilot/pkg/config/kube/gatewaycommon. */
function withPort(listener: Record<string, any>): Record<string, any> {
  const byProtocol: Readonly<Record<string, number>> = { HTTP: 80, HTTPS: 443 };
  return { ...listener, port: toPort(listener.port) ?? byProtocol[toText(listener.protocol)] };
}

function findServiceProblem({ context, services }: Known, route: AnalyzedObject, reference: Record<string, any>) {
  const [own, name] = [toText(reference.namespace) || route.namespace, toText(reference.name)];
  const service = context.find("Service", own, name);
  if (service === undefined) return describeUnknown("Service", reference, route, services);
  if (reference.port === undefined || service.isAssumed) return undefined;
  const ports = toMaps(toMap(service.manifest.spec).ports).flatMap(({ port }) => toPort(port) ?? []);
  if (ports.includes(toPort(reference.port) ?? 0)) return undefined;
  return `the Service ${own}/${name} has no port ${String(reference.port)}; it has ${ports.join(", ") || "none"}`;
}

/** Source: `NamespaceAcceptedByAllowListeners` in istio pilot/pkg/config/kube/gatewaycommon: none is the default. */
function findSetProblem({ context, gateways }: Known, set: AnalyzedObject): string | undefined {
  const reference = toMap(toMap(set.manifest.spec).parentRef);
  const { kind = "Gateway", group = gatewayGroup } = reference;
  if (kind !== "Gateway" || group !== gatewayGroup) return undefined;
  const [own, name] = [toText(reference.namespace) || set.namespace, toText(reference.name)];
  const gateway = context.find("gateway.networking.k8s.io/Gateway", own, name);
  if (gateway === undefined) return describeUnknown("Gateway", reference, set, gateways);
  const { namespaces } = toMap(toMap(gateway.manifest.spec).allowedListeners);
  const given = { from: "None", ...toMap(namespaces) };
  if (takesNamespace(context, given, { own, other: set.namespace })) return undefined;
  const whose = given.from === "None" ? "no ListenerSets" : `no ListenerSets of namespace ${set.namespace}`;
  return `the Gateway ${own}/${name} takes ${whose}: set its allowedListeners.namespaces.from`;
}

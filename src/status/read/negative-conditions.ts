import type { Manifest } from "../../kubernetes/manifest.js";
import { toMap, toMaps, toText } from "../../text/read.js";
import type { NegativeCondition } from "../facts.js";

// Source: negativeConditionsToReport in istio pkg/config/analysis/analyzers/conditions/conditions.go.
const bound = ["istio.io/WaypointBound"];
const ofGateways = ["Accepted", "Programmed", "ResolvedRefs"];
const types: Readonly<Record<string, readonly string[]>> = {
  Service: bound,
  ServiceEntry: bound,
  WorkloadEntry: bound,
  AuthorizationPolicy: ["ZtunnelAccepted", "WaypointAccepted"],
  Gateway: ofGateways,
  HTTPRoute: ofGateways,
  GRPCRoute: ofGateways,
};

/** Whose conditions are Istio's, of routes that several controllers may judge. */
const controller = "istio.io/";

/** The conditions that report a rejection to an object. @param isOfIstio whether a GatewayClass is one of Istio's */
export function listNegative(object: Manifest, isOfIstio: (gatewayClass: string) => boolean): NegativeCondition[] {
  const { kind, metadata, spec } = object;
  const { namespace = "", name } = metadata;
  const wanted = types[kind] ?? [];
  const status = toMap(object.status);
  if (kind === "Gateway" && !isOfIstio(toText(toMap(spec).gatewayClassName))) return [];
  const ofParents = toMaps(status.parents).filter((parent) => toText(parent.controllerName).startsWith(controller));
  const conditions = [status, ...ofParents].flatMap((one) => toMaps(one.conditions));
  const negative = conditions.filter(
    ({ type, status: value, reason }) =>
      (wanted.includes(toText(type)) && value === "False") ||
      (type === "WaypointAccepted" && reason === "PartiallyInvalid"),
  );
  return negative.map(({ type, reason, message }) => ({
    ...{ kind, namespace, name, type: toText(type), reason: toText(reason), message: toText(message) },
  }));
}

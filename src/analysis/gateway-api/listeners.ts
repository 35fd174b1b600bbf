import { formatClosest } from "../../text/closest.js";
import { formatValue, toMap, toMaps, toText, toTexts } from "../../text/read.js";
import { shareHosts } from "../../mesh/host-names.js";
import type { RuleContext } from "../rule.js";
import type { AnalyzedObject } from "../../mesh/objects.js";
import { toPort } from "../../mesh/ports.js";
import { matchesLabelSelector } from "../../mesh/selectors.js";
import { gatewayGroup } from "./routes.js";

type Listener = Record<string, any>;

/** The label that every namespace has. */
const nameLabel = "kubernetes.io/metadata.name";

/**
 * Whether objects of a namespace are let in by `namespaces` of a listener or of a Gateway's listeners. The labels of a namespace that nobody
 * declares are not known, so all count as there but its name. Reads `Namespace`.
 */
export function takesNamespace(
  { find }: RuleContext,
  { from, selector }: Record<string, any>,
  { own, other }: { own: string; other: string },
): boolean {
  if (from !== "Selector") return from === "All" || (from === "Same" && own === other);
  const namespace = find("Namespace", "", other);
  if (namespace !== undefined && !namespace.isAssumed) {
    return matchesLabelSelector(selector, { ...toMap(namespace.manifest.metadata.labels), [nameLabel]: other });
  }
  const { matchLabels, matchExpressions } = toMap(selector);
  const named = toMap(matchLabels)[nameLabel] as unknown;
  return matchesLabelSelector(
    {
      matchLabels: named === undefined ? {} : { [nameLabel]: named },
      matchExpressions: toMaps(matchExpressions).filter(({ key }) => key === nameLabel),
    },
    { [nameLabel]: other },
  );
}

/** The kinds of routes by the protocol of their listener. Source: `GenerateGatewaySupportedKinds` in istio pilot/pkg/config/kube/gatewaycommon. */
const kindsOf: Readonly<Record<string, readonly string[]>> = {
  HTTP: ["HTTPRoute", "GRPCRoute"],
  HTTPS: ["HTTPRoute", "GRPCRoute"],
  TCP: ["TCPRoute"],
  TLS: ["TLSRoute"],
  UDP: ["UDPRoute"],
};

/** The kinds of routes that a listener takes; undefined of a protocol that others define. */
function listAllowedKinds({ protocol, tls, allowedRoutes }: Listener): readonly string[] | undefined {
  const byProtocol = kindsOf[toText(protocol)];
  if (byProtocol === undefined) return undefined;
  // Terminate is the default that the API server writes.
  const isTerminated = protocol === "TLS" && tls !== undefined && toMap(tls).mode !== "Passthrough";
  const all = isTerminated ? [...byProtocol, "TCPRoute"] : byProtocol;
  const chosen = toMaps(toMap(allowedRoutes).kinds);
  if (chosen.length === 0) return all;
  return all.filter((one) => chosen.some(({ group = gatewayGroup, kind }) => group === gatewayGroup && kind === one));
}

/** What a route wants of the listeners of its parent. */
export interface Wanted {
  route: AnalyzedObject;
  reference: Record<string, any>;
  /** Namespace of the parent. */
  own: string;
}

/** Why none of the listeners of a parent takes a route; undefined where one does. Reads `Namespace`. */
export function findRefusal(context: RuleContext, listeners: readonly Listener[], wanted: Wanted): string | undefined {
  const { route, reference, own } = wanted;
  const { kind } = route.manifest;
  const meant = listeners.filter((listener) => isMeant(listener, reference));
  if (meant.length === 0) return describeAbsent(listeners, reference);
  const open = meant.filter(({ allowedRoutes }) => {
    const namespaces = { from: "Same", ...toMap(toMap(allowedRoutes).namespaces) };
    return takesNamespace(context, namespaces, { own, other: route.namespace });
  });
  if (open.length === 0) return describeClosed(meant, route.namespace);
  const fitting = open.filter((listener) => listAllowedKinds(listener)?.includes(kind) ?? true);
  if (fitting.length === 0) return describeKinds(open, kind);
  const hosts = listHosts(route);
  const serving = fitting.filter(({ hostname }) => isServed(hosts, toText(hostname)));
  if (serving.length > 0) return undefined;
  const served = [...new Set(fitting.map(({ hostname }) => toText(hostname)))].join(", ");
  return `takes requests for ${served} alone, and the route is for ${hosts.join(", ")}`;
}

function isMeant(listener: Listener, { sectionName, port }: Record<string, any>): boolean {
  const isNamed = sectionName === undefined || listener.name === sectionName;
  return isNamed && (port === undefined || toPort(listener.port) === toPort(port));
}

function describeAbsent(listeners: readonly Listener[], { sectionName, port }: Record<string, any>): string {
  if (listeners.length === 0) return "has no listeners";
  const named = listeners.find(({ name }) => name === sectionName);
  if (named !== undefined || sectionName === undefined) {
    const ports = [...new Set(listeners.map((one) => formatValue(one.port)))].join(", ");
    const which = named === undefined ? `it has ${ports}` : `${toText(sectionName)} has ${formatValue(named.port)}`;
    return `has no listener${named === undefined ? "" : ` ${toText(sectionName)}`} at port ${formatValue(port)}; ${which}`;
  }
  const names = listeners.map(({ name }) => toText(name));
  return `has no listener ${toText(sectionName)}${formatClosest(toText(sectionName), names)}`;
}

function describeClosed(meant: readonly Listener[], namespace: string): string {
  const isOwnAlone = meant.every(({ allowedRoutes }) => {
    const { from = "Same" } = toMap(toMap(allowedRoutes).namespaces);
    return from === "Same";
  });
  return `takes routes ${isOwnAlone ? "of its own namespace alone" : `of other namespaces than ${namespace} there`}`;
}

function describeKinds(open: readonly Listener[], kind: string): string {
  const kinds = [...new Set(open.flatMap((listener) => listAllowedKinds(listener) ?? []))];
  const isPassed = open.every(({ protocol, tls }) => protocol === "TLS" && toMap(tls).mode === "Passthrough");
  const why = isPassed ? ", because it passes TLS through" : "";
  return `takes no ${kind} there${why}; it takes ${kinds.length === 0 ? "no kind of route" : kinds.join(", ")}`;
}

/** Of routes without hostnames all. */
function listHosts({ manifest }: AnalyzedObject): readonly string[] {
  return toTexts(toMap(manifest.spec).hostnames);
}

/** As istiod compares: by text, where both may begin with `*`. */
function isServed(hosts: readonly string[], hostname: string): boolean {
  return hosts.length === 0 || hostname === "" || hosts.some((host) => shareHosts(hostname, host));
}

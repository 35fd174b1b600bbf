import { shareHosts } from "../../mesh/host-names.js";
import type { KnownHost } from "../../mesh/hosts.js";
import { toPort } from "../../mesh/ports.js";
import { matchesPolicySelector } from "../../mesh/selectors.js";
import { toMap, toMaps, toText, toTexts } from "../../text/read.js";
import { createStep, type Step } from "../answer.js";
import { formatObject } from "../format-object.js";
import type { MeshRequest } from "../request.js";
import { rankRoutes } from "./all-routes.js";
import type { Routed } from "../routed.js";
import { listDestinations, type WeightedDestination } from "./destinations.js";
import { connectTo, end } from "./direct-request.js";
import type { Flow } from "./flow.js";
import { findOnlyUpstream } from "./only-upstream.js";
import type { ConnectionEntry, Source } from "./http-rule.js";
import { isOrderKnown, type RouteSet } from "./route-sets.js";
import { leave } from "./outbound-policy.js";
import { findServicePort, hasAddress } from "./service-ports.js";
import type { SidecarCall } from "./sidecar-call.js";

/** A rule for connections, with one of its matches. */
export interface ConnectionRule {
  set: RouteSet;
  entry: ConnectionEntry;
  match: Readonly<Record<string, any>>;
  source: Source;
}

/**
 * What a sidecar does with a connection that it does not read as HTTP: by `tls` or `tcp` routes of VirtualServices, or straight on.
 * Source: `buildSidecarOutboundTLSFilterChainOpts` and `buildSidecarOutboundTCPFilterChainOpts` in istio pilot/pkg/networking/core/tls.go.
 * @param service the called one
 * @param isTls whether the port is declared as TLS or HTTPS
 */
export function routeConnection(call: SidecarCall, service: KnownHost, isTls: boolean): Routed[] {
  const sets = call.listener.routes.filter(({ hosts }) => hosts.some((host) => shareHosts(host, service.host)));
  const rules = sets.flatMap((set) => listRules(set, isTls ? "tls" : "tcp", call));
  if (rules.some(({ match }) => toTexts(match.destinationSubnets).length > 0)) {
    return end(call.steps, {
      kind: "unknown",
      reason: "a route matches destinationSubnets, and objects do not say addresses",
    });
  }
  const chosen = isTls ? chooseByName(rules, readServerName(call)) : rules[0];
  const { namespace } = call.workload;
  // Other than for HTTP the destination's only port counts.
  const find = (host: string, port: number | undefined) =>
    findOnlyUpstream(call.reader, { host, port, namespace, called: call.request.port });
  const unordered = chosen && findUnordered(rules, chosen, namespace);
  if (unordered !== undefined) return end(call.steps, { kind: "unknown", reason: unordered });
  if (chosen !== undefined) return routeByRule({ ...call, find }, chosen);
  const isNamed = hasAddress(service.object) || rankName(service.host, readServerName(call)) !== undefined;
  if (isTls && (rules.length > 0 || !isNamed)) return leave(call, call.scope, false);
  const step = createStep("route", `no route is for ${service.host}: it goes straight to the service`, service.object, [
    "metadata",
    "name",
  ]);
  const { request, flow, steps } = call;
  const called = { host: service.host, port: request.port, subset: "", service: service.object, request };
  return [{ share: 1, steps: [...steps, step], target: connectTo({ ...called, ...readSender(flow) }) }];
}

/**
 * The service that takes a TLS connection to an address that several share: the one with the longest host that covers the client's server name.
 */
export function findNamedService(call: SidecarCall): KnownHost | undefined {
  const name = readServerName(call);
  const sharing = call.listener.listServices(call.request.port).filter(({ object }) => !hasAddress(object));
  const ranked = sharing.flatMap((known): [number, KnownHost][] => {
    const isTls = findServicePort(known.object, call.request.port)?.kind === "tls";
    const rank = isTls ? rankName(known.host, name) : undefined;
    return rank === undefined ? [] : [[rank, known]];
  });
  return ranked.toSorted(([a], [b]) => b - a)[0]?.[1];
}

/** The name in the client's handshake; empty where it makes none. */
export function readServerName({ request }: Pick<SidecarCall, "request">): string {
  return request.scheme === "https" ? (request.sni ?? request.host) : "";
}

/** The rules that are at a proxy, one entry a match. */
export function listRules(set: RouteSet, kind: "tls" | "tcp", { flow }: Pick<SidecarCall, "flow">): ConnectionRule[] {
  const { namespace, labels } = flow.proxy.workload;
  return set.connections.flatMap((entry): ConnectionRule[] => {
    if (entry.kind !== kind || toMaps(entry.value.route).length === 0) return [];
    const { object, path } = entry.source;
    const matches = toMaps(entry.value.match);
    if (matches.length === 0) return kind === "tls" ? [] : [{ set, entry, match: {}, source: entry.source }];
    return matches.flatMap((match, position) => {
      const gateways = toTexts(match.gateways);
      const isThere =
        (gateways.length === 0 || gateways.includes(flow.gateway)) &&
        (!match.port || match.port === flow.port) &&
        matchesPolicySelector(toMap(match.sourceLabels), labels) &&
        ["", namespace].includes(toText(match.sourceNamespace));
      const at = set.isGatewayApi ? path : [...path, "match", position];
      return isThere ? [{ set, entry, match, source: { object, path: at } }] : [];
    });
  });
}

/**
 * Why it is not known which rule takes a connection: only their age tells two apart, and they send it elsewhere.
 * @param namespace of the proxy
 */
export function findUnordered(
  rules: readonly ConnectionRule[],
  chosen: ConnectionRule,
  namespace: string,
): string | undefined {
  const rank = rankRoutes(chosen.set, namespace);
  const describe = ({ entry }: ConnectionRule) => JSON.stringify(entry.value.route);
  const isSame = ({ match }: ConnectionRule) =>
    JSON.stringify(match.sniHosts) === JSON.stringify(chosen.match.sniHosts);
  const rival = rules.find(
    (one) =>
      one.set !== chosen.set &&
      rankRoutes(one.set, namespace) === rank &&
      !isOrderKnown(one.set, chosen.set) &&
      isSame(one) &&
      describe(one) !== describe(chosen),
  );
  if (rival === undefined) return undefined;
  const names = `${formatObject(chosen.set.object)} and ${formatObject(rival.set.object)}`;
  return `the older of ${names} takes the connection, and objects do not say which it is`;
}

/** Envoy takes the rule with the longest name that covers the client's, of two with the same name the first. */
export function chooseByName(rules: readonly ConnectionRule[], name: string): ConnectionRule | undefined {
  const found = rules.flatMap((rule): [number, ConnectionRule][] => {
    const lengths = toTexts(rule.match.sniHosts).flatMap((host) => rankName(host.toLowerCase(), name) ?? []);
    return lengths.length === 0 ? [] : [[Math.max(...lengths), rule]];
  });
  return found.toSorted(([a], [b]) => b - a)[0]?.[1];
}

/** How well a name of a filter chain fits the client's; undefined where it does not. */
export function rankName(pattern: string, name: string): number | undefined {
  if (pattern === "*") return 0;
  if (pattern === name) return Infinity;
  return pattern.startsWith("*") && name.endsWith(pattern.slice(1)) && name.length >= pattern.length
    ? pattern.length
    : undefined;
}

/** A connection on its way by a rule. */
export interface RuledConnection {
  request: MeshRequest;
  flow: Flow;
  steps: readonly Step[];
  /** The Service or ServiceEntry of a destination, and its port. */
  find: Flow["findUpstream"];
}

/** Where a rule sends a connection. */
export function routeByRule(call: RuledConnection, { entry, source, set }: ConnectionRule): Routed[] {
  const message = `a route for connections of ${formatObject(set.object)} matches`;
  const steps = [...call.steps, createStep("route", message, source.object, source.path)];
  const destinations = listDestinations(entry.value.route, entry.destinations);
  if (destinations.length === 0)
    return end(steps, { kind: "unknown", reason: "no destination of the route has a weight" });
  return destinations.map((one) => sendTo({ ...call, steps }, one, set.isGatewayApi));
}

function sendTo(call: RuledConnection, { value, share, source }: WeightedDestination, isGatewayApi: boolean): Routed {
  const { flow, request, steps, find } = call;
  const destination = toMap(value.destination);
  const host = toText(destination.host);
  const port = toPort(toMap(destination.port).number);
  const upstream = find(host, port);
  const at = isGatewayApi ? source.path : [...source.path, "destination"];
  const label = port === undefined ? host : `${host}:${port}`;
  if (upstream === undefined) {
    const reason = `the proxy has no cluster for ${label}`;
    return {
      share,
      steps: [...steps, createStep("destination", reason, source.object, at)],
      end: { kind: "broken", reason },
    };
  }
  const called = { host, port: upstream.port, subset: toText(destination.subset), service: upstream.service, request };
  return {
    share,
    steps: [...steps, createStep("destination", `goes to ${label}`, source.object, at)],
    target: connectTo({ ...called, ...readSender(flow) }),
  };
}

function readSender({ authority, proxy }: Flow): Pick<Flow, "authority" | "proxy"> {
  return { authority, proxy };
}

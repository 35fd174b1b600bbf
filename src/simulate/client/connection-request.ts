import { shareHosts, toFqdn } from "../../mesh/host-names.js";
import type { KnownHost } from "../../mesh/hosts.js";
import { toPort } from "../../mesh/ports.js";
import { matchesPolicySelector } from "../../mesh/selectors.js";
import { toMap, toMaps, toText, toTexts } from "../../text/read.js";
import { createStep, type Step } from "../answer.js";
import type { MeshRequest } from "../request.js";
import type { Routed } from "../routed.js";
import { listDestinations, type WeightedDestination } from "./destinations.js";
import { noDelivery } from "./delivery.js";
import { end } from "./direct-request.js";
import type { Flow } from "./flow.js";
import { findOnlyUpstream } from "./only-upstream.js";
import type { Source } from "./http-rule.js";
import { formatGateway } from "../../mesh/route-callers.js";
import type { RouteSet } from "./route-sets.js";
import { leave } from "./outbound-policy.js";
import type { SidecarCall } from "./sidecar-call.js";

/** A rule for connections, and one of its matches. */
export interface ConnectionRule {
  set: RouteSet;
  /** TLSRoute or TCPRoute of Istio's API. */
  value: Readonly<Record<string, any>>;
  match: Readonly<Record<string, any>>;
  source: Source;
}

/**
 * What a sidecar does with a connection that it does not read as HTTP: by `tls` or `tcp` routes of VirtualServices, or straight on.
 * Source: `buildSidecarOutboundTLSFilterChainOpts` and `buildSidecarOutboundTCPFilterChainOpts` in istio pilot/pkg/networking/core/tls.go.
 * @param service the called one; undefined where only the name in the handshake tells which one it is
 * @param isTls whether the port is declared as TLS or HTTPS
 */
export function routeConnection(call: SidecarCall, service: KnownHost | undefined, isTls: boolean): Routed[] {
  if (service === undefined) {
    const reason = "which ServiceEntry takes a TLS connection to an address that several share is not simulated";
    return end(call.steps, { kind: "unknown", reason });
  }
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
  if (chosen !== undefined) return routeByRule({ ...call, find }, chosen);
  if (isTls && rules.length > 0) return leave(call, call.scope, false);
  const step = createStep("route", `no route is for ${service.host}: it goes straight to the service`, service.object, [
    "metadata",
    "name",
  ]);
  const { request, flow, steps } = call;
  const target = { host: service.host, port: request.port, subset: "", service: service.object, request };
  return [
    {
      ...{ share: 1, steps: [...steps, step] },
      target: {
        ...target,
        authority: flow.authority,
        proxy: flow.proxy,
        isOpaque: true,
        delivery: noDelivery,
        mirrors: [],
      },
    },
  ];
}

/** The name in the client's handshake; empty where it makes none. */
export function readServerName({ request }: Pick<SidecarCall, "request">): string {
  return request.scheme === "https" ? (request.sni ?? request.host) : "";
}

/** The rules that are at a proxy, one entry a match. */
export function listRules(set: RouteSet, kind: "tls" | "tcp", { flow }: Pick<SidecarCall, "flow">): ConnectionRule[] {
  const { object } = set;
  return toMaps(toMap(object.manifest.spec)[kind]).flatMap((value, index) => {
    if (toMaps(value.route).length === 0) return [];
    const path = ["spec", kind, index];
    const matches = toMaps(value.match);
    if (matches.length === 0) return kind === "tls" ? [] : [{ set, value, match: {}, source: { object, path } }];
    return matches.flatMap((match, position) => {
      const gateways = toTexts(match.gateways).map((name) =>
        name === "mesh" ? name : formatGateway(name, object.namespace),
      );
      const { namespace, labels } = flow.proxy.workload;
      const isThere =
        (gateways.length === 0 || gateways.includes(flow.gateway)) &&
        (!match.port || match.port === flow.port) &&
        matchesPolicySelector(toMap(match.sourceLabels), labels) &&
        ["", namespace].includes(toText(match.sourceNamespace));
      return isThere ? [{ set, value, match, source: { object, path: [...path, "match", position] } }] : [];
    });
  });
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
export function routeByRule(call: RuledConnection, { value, source, set }: ConnectionRule): Routed[] {
  const { object } = set;
  const at = source.path.slice(0, 3);
  const name = `${object.manifest.kind} ${object.namespace}/${object.manifest.metadata.name}`;
  const step = createStep("route", `a route for connections of ${name} matches`, object, source.path);
  return listDestinations(value.route, { object, path: [...at, "route"] }).map((one) =>
    sendTo({ ...call, steps: [...call.steps, step] }, one, object.namespace),
  );
}

function sendTo(call: RuledConnection, { value, share, source }: WeightedDestination, namespace: string): Routed {
  const { flow, request, steps, find } = call;
  const destination = toMap(value.destination);
  const host = toFqdn(toText(destination.host), namespace);
  const port = toPort(toMap(destination.port).number);
  const upstream = find(host, port);
  const at = [...source.path, "destination"];
  const label = port === undefined ? host : `${host}:${port}`;
  if (upstream === undefined) {
    const reason = `the proxy has no cluster for ${label}`;
    return {
      share,
      steps: [...steps, createStep("destination", reason, source.object, at)],
      end: { kind: "broken", reason },
    };
  }
  const target = { host, port: upstream.port, subset: toText(destination.subset), service: upstream.service, request };
  return {
    share,
    steps: [...steps, createStep("destination", `goes to ${label}`, source.object, at)],
    target: {
      ...target,
      authority: flow.authority,
      proxy: flow.proxy,
      isOpaque: true,
      delivery: noDelivery,
      mirrors: [],
    },
  };
}

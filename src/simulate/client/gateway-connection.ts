import { shareHosts } from "../../mesh/host-names.js";
import { createStep, type Step } from "../answer.js";
import type { End, Routed } from "../routed.js";
import {
  chooseByName,
  listRules,
  rankName,
  readServerName,
  routeByRule,
  type ConnectionRule,
} from "./connection-request.js";
import { end } from "./direct-request.js";
import { createGatewayFlow, routeGatewayHttp } from "./gateway-http.js";
import { listHostsFor, type GatewayListener } from "./gateway-listeners.js";
import type { GatewayCall } from "./gateway-call.js";
import { listGatewayRoutes } from "./gateway-routes.js";
import { isAgeKnown } from "./object-age.js";

/** A filter chain of a listener with TLS: the names that it is for, and what it does. */
interface Chain {
  listener: GatewayListener;
  /** How well the longest of its names fits the client's. */
  rank: number;
  /** Undefined where the gateway ends TLS itself. */
  rule?: ConnectionRule;
}

/**
 * What a gateway makes of a connection at a port of TLS: the client's server name chooses the server.
 * Source: `mergeGateways` in istio pilot/pkg/model/gateway.go, `buildGatewayNetworkFiltersFromTLSRoutes` in pilot/pkg/networking/core/gateway.go.
 */
export function routeTls(call: GatewayCall): Routed[] {
  const { request, steps, listeners } = call;
  const [first] = listeners;
  if (first === undefined) return end(steps, { kind: "broken", reason: `nothing listens at port ${request.port}` });
  const say = (message: string, { source }: GatewayListener = first, field = "tls"): Step =>
    createStep("gateway", message, source.object, [...source.path, field]);
  if (request.scheme === "http") {
    const reason = `port ${request.port} of the gateway speaks TLS, and the client does not`;
    return end([...steps, say(reason)], { kind: "broken", reason });
  }
  const name = readServerName(call);
  const { taken, left } = dropDuplicates(listeners);
  const chains = taken.flatMap((listener) => listChains(call, listener, name));
  const [chain] = chains.toSorted((a, b) => b.rank - a.rank);
  if (chain === undefined) {
    const reason = `no server at port ${request.port} of the gateway is for the server name ${name}`;
    return end([...steps, say(reason, first, "hosts")], { kind: "broken", reason });
  }
  const { listener, rule } = chain;
  const rival = left.find(
    (one) => one.hosts.some((host) => listener.hosts.includes(host)) && !isAgeKnown(one.object, listener.object),
  );
  if (rival !== undefined) {
    const reason = "two Gateways have a server for the same name, and objects do not say which is older";
    return end([...steps, say(reason, rival, "hosts")], { kind: "unknown", reason });
  }
  const passing = [...steps, say(`takes the server name ${name}`, listener, "hosts")];
  if (rule !== undefined) return sendByRule({ ...call, steps: passing }, listener, rule);
  const refusal = findRefusal(listener);
  if (refusal !== undefined) return end([...passing, say(refusal.reason, listener)], refusal);
  return listener.kind === "https"
    ? routeGatewayHttp({ ...call, listeners: [listener], steps: passing })
    : routeGatewayConnection({ ...call, steps: passing }, listener);
}

/** What keeps a client out that shows no certificate. */
function findRefusal({ tls }: GatewayListener): (End & { reason: string }) | undefined {
  if (tls.mode === "MUTUAL") {
    return {
      kind: "unknown",
      reason: "the server asks for a certificate, and a request does not say whether the client has one",
    };
  }
  if (tls.mode === "AUTO_PASSTHROUGH") return { kind: "unknown", reason: "AUTO_PASSTHROUGH is not simulated" };
  if (tls.mode !== "ISTIO_MUTUAL") return undefined;
  return { kind: "broken", reason: "the server takes certificates of the mesh alone, and a client outside has none" };
}

/** A server with a name that an earlier one has is left out whole. */
function dropDuplicates(listeners: readonly GatewayListener[]): { taken: GatewayListener[]; left: GatewayListener[] } {
  const known = new Set<string>();
  const [taken, left]: [GatewayListener[], GatewayListener[]] = [[], []];
  for (const listener of listeners) {
    const isDouble = listener.hosts.some((host) => known.has(host));
    (isDouble ? left : taken).push(listener);
    if (!isDouble) for (const host of listener.hosts) known.add(host);
  }
  return { taken, left };
}

function listChains(call: GatewayCall, listener: GatewayListener, name: string): Chain[] {
  if (listener.kind === "passthrough" && listener.tls.mode !== "AUTO_PASSTHROUGH") {
    const rule = chooseByName(listRulesAt(call, listener, "tls"), name);
    if (rule === undefined) return [];
    const ranks = (rule.match.sniHosts as string[]).flatMap((host) => rankName(host.toLowerCase(), name) ?? []);
    return [{ listener, rule, rank: Math.max(...ranks) }];
  }
  const ranks = listener.hosts.flatMap((host) => rankName(host.slice(host.indexOf("/") + 1), name) ?? []);
  return ranks.length === 0 ? [] : [{ listener, rank: Math.max(...ranks) }];
}

function listRulesAt(call: GatewayCall, listener: GatewayListener, kind: "tls" | "tcp"): ConnectionRule[] {
  const flow = createGatewayFlow(call, listener);
  return listGatewayRoutes(call.reader, listener.gateway, call.gateway.namespace)
    .filter(({ object, hosts }) =>
      listHostsFor(listener, object.namespace).some((offered) => hosts.some((host) => shareHosts(offered, host))),
    )
    .flatMap((set) => listRules(set, kind, { flow }));
}

/** A connection that the gateway does not read: the first rule of its VirtualServices takes it. */
export function routeGatewayConnection(call: GatewayCall, listener: GatewayListener): Routed[] {
  const [rule] = listRulesAt(call, listener, "tcp");
  if (rule !== undefined) return sendByRule(call, listener, rule);
  const { object, path } = listener.source;
  const reason = `no VirtualService has a TCP route for port ${listener.port} of this gateway`;
  return end([...call.steps, createStep("route", reason, object, path)], { kind: "broken", reason });
}

function sendByRule(call: GatewayCall, listener: GatewayListener, rule: ConnectionRule): Routed[] {
  const flow = createGatewayFlow(call, listener);
  return routeByRule({ ...call, flow, find: flow.findUpstream }, rule);
}

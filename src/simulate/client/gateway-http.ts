import { toMap } from "../../text/read.js";
import { coversHost } from "../../mesh/host-names.js";
import { createStep, type Step } from "../answer.js";
import type { End, Routed } from "../routed.js";
import { explainAbsences, listRulesOf } from "./choose-rule.js";
import { end } from "./direct-request.js";
import { computeAuthority, joinQuery, type Flow } from "./flow.js";
import { listHostsFor, type GatewayListener } from "./gateway-listeners.js";
import type { GatewayCall } from "./gateway-call.js";
import type { RuleEntry } from "./http-rule.js";
import { takesAll } from "./match-request.js";
import { createRouteLists, rankRoutes } from "./all-routes.js";
import { findOnlyUpstream } from "./only-upstream.js";
import { normalizePath } from "./normalize-path.js";
import { isOrderKnown, type RouteSet } from "./route-sets.js";
import { rankName } from "./connection-request.js";
import { describeEnds, routeByRules } from "./route-by-rules.js";
import { findHostPath, formatSet } from "./virtual-host.js";

/** The rules of one route set at one listener. */
interface Bound {
  set: RouteSet;
  listener: GatewayListener;
  flow: Flow;
  entries: readonly RuleEntry[];
}

/** What a gateway answers by for a host. */
interface VirtualHost {
  bound: Bound[];
  /** Of the server that redirects every request to HTTPS. */
  redirecting?: GatewayListener;
}

/**
 * What a gateway makes of a request that it reads: by the routes of the longest host that covers the request's.
 * Source: `buildGatewayHTTPRouteConfig` in istio pilot/pkg/networking/core/gateway.go.
 */
export function routeGatewayHttp(call: GatewayCall): Routed[] {
  const { request, listeners } = call;
  const steps = [...call.steps, ...listeners.slice(0, 1).map((listener) => describeListener(listener, call))];
  const { hosts, absent } = createVirtualHosts(call);
  const [name] = [...hosts.keys()]
    .filter((host) => coversHost(host, request.host))
    .toSorted((a, b) => (rankName(b, request.host) ?? 0) - (rankName(a, request.host) ?? 0));
  const found = name === undefined ? undefined : hosts.get(name);
  if (name === undefined || found === undefined) {
    const step: Step = { stage: "route", message: `no route at this gateway is for ${request.host}` };
    return end([...steps, ...absent, step], { kind: "answered", status: 404, by: "noRoute" });
  }
  if (found.redirecting !== undefined && request.scheme === "http") {
    return redirectToHttps(found.redirecting, call, steps);
  }
  return routeInHost(name, found.bound, steps);
}

function redirectToHttps(
  { source: { object, path } }: GatewayListener,
  { request }: GatewayCall,
  steps: readonly Step[],
) {
  const { query } = request;
  const location = `https://${computeAuthority(request)}${joinQuery(request.path, query)}`;
  const value: End = { kind: "answered", status: 301, by: "redirect", location };
  const message = `sends every request to ${location}`;
  return end([...steps, createStep("gateway", message, object, [...path, "tls", "httpsRedirect"])], value);
}

function createVirtualHosts(call: GatewayCall): { hosts: Map<string, VirtualHost>; absent: readonly Step[] } {
  const hosts = new Map<string, VirtualHost>();
  const absent: Step[] = [];
  for (const listener of call.listeners) {
    const isRedirecting = listener.tls.httpsRedirect === true;
    for (const set of call.reader.ask(createRouteLists)(listener.gateway, call.gateway.namespace)) {
      const names = intersectHosts(listHostsFor(listener, set.object.namespace), set.hosts);
      const flow = createGatewayFlow(call, listener);
      const entries = names.length === 0 ? [] : listRulesOf(set.http, flow);
      if (names.length > 0) absent.push(...explainAbsences(set.http, flow));
      if (entries.length === 0) continue;
      for (const name of names) {
        const host = hosts.get(name) ?? { bound: [] };
        host.bound.push({ set, listener, flow, entries });
        if (isRedirecting) host.redirecting = listener;
        hosts.set(name, host);
      }
    }
    // A name that no route has is redirected too.
    for (const name of isRedirecting ? listener.hosts : []) {
      hosts.set(name, { bound: [], ...hosts.get(name), redirecting: listener });
    }
  }
  return { hosts, absent };
}

/** Of two hosts of which one covers the other the narrower one. Source: `Intersection` in istio pkg/config/host. */
function intersectHosts(offered: readonly string[], wanted: readonly string[]): string[] {
  const found = offered.flatMap((one) =>
    wanted.flatMap((other) => (coversHost(other, one) ? [one] : coversHost(one, other) ? [other] : [])),
  );
  return [...new Set(found)];
}

/** Rules that take all requests come after all others. Source: `SortVHostRoutes` in istio pilot/pkg/networking/core/route/route.go. */
function routeInHost(name: string, bound: readonly Bound[], steps: readonly Step[]): Routed[] {
  const isLast = ({ match }: RuleEntry) => takesAll(match?.value);
  const classes = [false, true].map((last) =>
    bound.map((one) => ({ ...one, entries: one.entries.filter((entry) => isLast(entry) === last) })),
  );
  let before = steps;
  for (const one of classes) {
    for (const [index, { set, flow, entries }] of one.entries()) {
      const result = routeByRules(entries, flow, before);
      before = result.steps;
      if (result.routed === undefined) continue;
      const rivals = one.slice(index + 1).filter((other) => isRival(other.set, set, flow.proxy.workload.namespace));
      const differing = rivals.find((other) => {
        const { routed } = routeByRules(other.entries, other.flow, []);
        return routed !== undefined && describeEnds(routed) !== describeEnds(result.routed ?? []);
      });
      if (differing === undefined) return result.routed;
      const reason = `the older of ${formatSet(set)} and ${formatSet(differing.set)} has ${name}, and objects do not say which it is`;
      const step = createStep("route", reason, differing.set.object, findHostPath(differing.set));
      return end([...before, step], { kind: "unknown", reason });
    }
  }
  return end(before, { kind: "answered", status: 404, by: "noRoute" });
}

function isRival(set: RouteSet, first: RouteSet, namespace: string): boolean {
  return set !== first && rankRoutes(set, namespace) === rankRoutes(first, namespace) && !isOrderKnown(set, first);
}

function describeListener({ source: { object, path }, kind }: GatewayListener, { request }: GatewayCall): Step {
  const { metadata } = object.manifest;
  const message = `Gateway ${object.namespace}/${metadata.name} opens port ${request.port} as ${kind.toUpperCase()}`;
  return createStep("gateway", message, object, path);
}

/** A request as a gateway's proxy reads it. */
export function createGatewayFlow({ reader, request, gateway }: GatewayCall, listener: GatewayListener): Flow {
  const { config } = reader.mesh;
  const { namespace } = gateway;
  return {
    ...{ request, config, gateway: listener.gateway, port: listener.port, authority: computeAuthority(request) },
    path: normalizePath(request.path, toMap(config.pathNormalization).normalization),
    proxy: { workload: gateway, isGateway: true },
    claims: request.claims,
    findUpstream: (host, port) => findOnlyUpstream(reader, { host, port, namespace, called: listener.port }),
  };
}

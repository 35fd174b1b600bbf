import { createHosts, type KnownHost } from "../../mesh/hosts.js";
import { createStep, type Step } from "../answer.js";
import type { Routed } from "../routed.js";
import { applyRule } from "./apply-rule.js";
import { chooseRule, explainAbsences, listRulesOf } from "./choose-rule.js";
import { end } from "./direct-request.js";
import type { Flow } from "./flow.js";
import { rankRoutes } from "./mesh-routes.js";
import { isAgeKnown } from "./object-age.js";
import type { RouteSet } from "./route-sets.js";
import { findServicePort } from "./service-ports.js";
import type { SidecarCall } from "./sidecar-call.js";

/** What a sidecar answers by for a host. */
export interface VirtualHost {
  host: string;
  /** Those that have rules for this caller; the first counts. Empty where requests go straight to the service. */
  sets: readonly RouteSet[];
  /** Undefined where it is a name that only routes know. */
  service: KnownHost | undefined;
}

/**
 * The virtual host that takes a request: of the called Service, else of the longest name that covers it. Undefined where none does.
 * Source: `BuildSidecarOutboundVirtualHosts` in istio pilot/pkg/networking/core/httproute.go, `BuildSidecarVirtualHostWrapper` and
 * `separateVSHostsAndServices` in route/route.go.
 * @param service the Service or ServiceEntry of exactly the called host, with the called port
 */
export function findVirtualHost(call: SidecarCall, service: KnownHost | undefined): VirtualHost | undefined {
  const { host } = call;
  const literal = call.request.host === host ? undefined : findNamed(call, call.request.host);
  if (service !== undefined) {
    const own = { host, sets: listServiceSets(call, service), service };
    return literal !== undefined && isBefore(call, literal.sets, own.sets) ? literal : own;
  }
  return findNamed(call, host) ?? findWild(call);
}

/** A host that only routes name. */
function findNamed(call: SidecarCall, host: string): VirtualHost | undefined {
  const sets = listUsable(call, call.listener.findRoutes(host)).filter((set) => isAtPort(call, set, host));
  return sets.length === 0 ? undefined : { host, sets, service: undefined };
}

function findWild(call: SidecarCall): VirtualHost | undefined {
  const labels = call.host.split(".");
  for (const position of labels.keys()) {
    const rest = labels.slice(position + 1).join(".");
    const host = rest === "" ? "*" : `*.${rest}`;
    const service = call.listener.findService(host);
    if (service !== undefined && isRead(service, call.request.port)) {
      return { host, sets: listServiceSets(call, service), service };
    }
    const named = findNamed(call, host);
    if (named !== undefined) return named;
  }
  return undefined;
}

/**
 * The route sets of a service: those that name its host; where none does, the first of the longest wildcard that covers it.
 * Those of the Gateway API count in their own namespace, and in the service's.
 */
function listServiceSets(call: SidecarCall, { host, object }: KnownHost): readonly RouteSet[] {
  const { listener, workload } = call;
  const exact = listener.findRoutes(host);
  const found = exact.length > 0 ? exact : findWildSets(call, host);
  return listUsable(
    call,
    found.filter(
      (set) =>
        !set.isGatewayApi || set.object.namespace === object.namespace || set.object.namespace === workload.namespace,
    ),
  );
}

function findWildSets({ listener }: SidecarCall, host: string): readonly RouteSet[] {
  const own = host.startsWith("*") ? host.slice(1) : host;
  for (let start = host.startsWith("*") ? 1 : 0; start <= own.length; start += 1) {
    const found = listener.findRoutes(`*${own.slice(start)}`);
    if (found.length > 0) return found;
  }
  return [];
}

function listUsable({ flow }: SidecarCall, sets: readonly RouteSet[]): readonly RouteSet[] {
  return sets.filter(({ http }) => listRulesOf(http, flow).length > 0);
}

/** At port 80 a name that no service has counts anyway, elsewhere only beside a service's with that port. */
function isAtPort(call: SidecarCall, { hosts }: RouteSet, host: string): boolean {
  const { listener, reader, request, workload } = call;
  const { port } = request;
  const services = (name: string) =>
    name.startsWith("*")
      ? reader.ask(createHosts).listUnder(name, [workload.namespace])
      : [listener.findService(name)].filter((known) => known !== undefined);
  const isTaken = (name: string) => services(name).some((known) => isRead(known, port));
  // A wildcard that covers a service's name is that service's.
  if (host.startsWith("*") && isTaken(host)) return false;
  return port === 80 || hosts.some((name) => name !== host && isTaken(name));
}

function isRead({ object }: KnownHost, port: number): boolean {
  const kind = findServicePort(object, port)?.kind;
  return kind === "http" || kind === "detected";
}

/** Two virtual hosts of one name: that of the earlier route set has it. */
function isBefore({ listener }: SidecarCall, sets: readonly RouteSet[], others: readonly RouteSet[]): boolean {
  const [first, other] = [sets[0], others[0]];
  if (first === undefined) return false;
  return other === undefined || listener.routes.indexOf(first) < listener.routes.indexOf(other);
}

/** What becomes of a request in a virtual host whose route sets are not empty. */
export function routeInVirtualHost({ host, sets }: VirtualHost, flow: Flow, steps: readonly Step[]): Routed[] {
  const [first, ...others] = sets;
  if (first === undefined) return end(steps, { kind: "answered", status: 404, by: "noRoute" });
  const { namespace } = flow.proxy.workload;
  const rank = rankRoutes(first, namespace);
  const rivals = others.filter((set) => rankRoutes(set, namespace) === rank && !isAgeKnown(set.object, first.object));
  const result = routeInSet(first, host, flow, steps);
  const differing = rivals.find((set) => describeEnds(routeInSet(set, host, flow, [])) !== describeEnds(result));
  if (differing !== undefined) {
    const reason = `the older of ${formatSet(first)} and ${formatSet(differing)} has ${host}, and objects do not say which it is`;
    return end([...steps, createStep("route", reason, differing.object, ["spec", "hosts"])], {
      kind: "unknown",
      reason,
    });
  }
  const unused = others.map((set) =>
    createStep("route", `${formatSet(set)} is not used: ${formatSet(first)} has ${host}`, set.object, [
      "spec",
      "hosts",
    ]),
  );
  return result.map((routed) => ({ ...routed, steps: [...unused, ...routed.steps] }));
}

/** Without the steps, for comparison. */
export function describeEnds(routed: readonly Routed[]): string {
  const ends = routed.map((one) => {
    if ("end" in one) return [one.share, one.end];
    const { service, proxy, ...target } = one.target;
    return [one.share, { ...target, service: service?.manifest.metadata, isSent: proxy !== undefined }];
  });
  return JSON.stringify(ends);
}

function routeInSet(set: RouteSet, host: string, flow: Flow, before: readonly Step[]): Routed[] {
  const chosen = createStep("route", `${formatSet(set)} has the routes of ${host}`, set.object, ["spec", "hosts"]);
  const start = [...before, chosen, ...explainAbsences(set.http, flow)];
  const { entry, unknown, steps } = chooseRule(listRulesOf(set.http, flow), flow);
  if (unknown !== undefined) return end([...start, ...steps], { kind: "unknown", reason: unknown });
  if (entry === undefined) return end([...start, ...steps], { kind: "answered", status: 404, by: "noRoute" });
  return applyRule(entry, flow, [...start, ...steps]);
}

/** `VirtualService shop/reviews`. */
export function formatSet({ object: { manifest, namespace } }: RouteSet): string {
  return `${manifest.kind} ${namespace}/${manifest.metadata.name}`;
}

import { computeServiceHost, toFqdn } from "../../../mesh/host-names.js";
import { listBoundServers } from "../../bound-servers.js";
import { createDestinationRules, type SeenRule } from "../../../mesh/destination-rules.js";
import { listTlsSettings } from "../../destination-tls.js";
import { findRouteKind } from "../../../mesh/gateway/gateway-servers.js";
import { createHosts, type KnownHost } from "../../../mesh/hosts.js";
import { isTls, parseProtocol, readPortProtocol } from "../../../mesh/protocols.js";
import { formatValue, toMap, toMaps, toText } from "../../../text/read.js";
import { createRouteCallers, type RouteCallers } from "../../../mesh/route-callers.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject, ObjectKind } from "../../../mesh/objects.js";
import { toPort } from "../../../mesh/ports.js";
import { formatLabels } from "../../../mesh/selectors.js";
import type { ValuePath } from "../../../findings/place.js";
import { listDestinations } from "../../../mesh/virtual-service.js";

const kubernetesRoutes = [
  "gateway.networking.k8s.io/HTTPRoute",
  "gateway.networking.k8s.io/GRPCRoute",
] as const satisfies readonly ObjectKind[];

/** Where requests of a route go. */
interface Target {
  object: AnalyzedObject;
  path: ValuePath;
  host: string;
  /** Undefined where none is named. */
  port: unknown;
  subset: string;
  /** Namespaces of the proxies that send them. */
  callers: readonly string[];
  /** Whether a gateway sends them, which takes the only port where none is named. */
  isAtGateway: boolean;
}

/** Requests in plain text to ports that take TLS: they answer 400. */
export const plainHttpRoutes: Rule = {
  name: "plain-http-routes",
  codes: ["MESH0349"],
  reads: [
    "gateway.networking.k8s.io/BackendTLSPolicy",
    "gateway.networking.k8s.io/GRPCRoute",
    "gateway.networking.k8s.io/HTTPRoute",
    "networking.istio.io/Gateway",
    "networking.istio.io/VirtualService",
  ],
  check: (context) => {
    const hosts = context.ask(createHosts);
    const rules = context.ask(createDestinationRules);
    const secured = listSecured(context);
    for (const { object, path, host, port, subset, callers, isAtGateway } of listTargets(context)) {
      const known = hosts.find(host, object.namespace, callers);
      const [number] = port === undefined && isAtGateway ? listOnlyPort(known) : [toPort(port)];
      if (number === undefined || known.length === 0 || !known.every((one) => takesTls(one, number))) continue;
      const fqdn = toFqdn(host, object.namespace);
      if (secured.has(fqdn)) continue;
      const namespaces = known.map((one) => one.object.namespace);
      const taken = callers.flatMap((caller) => rules.find(fqdn, caller, namespaces));
      if (taken.some((rule) => originates(rule, { number, subset }))) continue;
      const message = `port ${number} of "${host}" takes TLS, and this route sends plain HTTP to it`;
      context.report(object, { code: "MESH0349", path, message });
    }
  },
};

/** Whether a port of a host takes TLS, as it is declared. */
function takesTls({ object: { manifest } }: KnownHost, number: number): boolean {
  const ports = toMaps(toMap(manifest.spec).ports);
  if (manifest.kind === "Service")
    return isTls(readPortProtocol(ports.find(({ port }) => toPort(port) === number) ?? {}));
  return isTls(parseProtocol(ports.find((one) => toPort(one.number) === number)?.protocol));
}

function listTargets(context: RuleContext): Target[] {
  const callers = context.ask(createRouteCallers);
  const ofIstio = context.list("networking.istio.io/VirtualService").flatMap((object) =>
    listDestinations(object)
      .filter(({ path }) => path[1] === "http")
      .map(({ path, route, host, port, subset }): Target => {
        const groups = callers.list(object, route).filter((group) => goesByRequests(context, object, group));
        const namespaces = groups.flatMap((group) => group.namespaces);
        const isAtGateway = groups.some(({ gateway }) => gateway !== undefined);
        const at = port === undefined ? [...path, "host"] : [...path, "port", "number"];
        return { object, path: at, host, port, subset, callers: namespaces, isAtGateway };
      }),
  );
  return [...ofIstio, ...kubernetesRoutes.flatMap((kind) => context.list(kind)).flatMap(listBackends)];
}

/** Whether a gateway uses routes of requests at all; where it does not, another rule says so. */
function goesByRequests({ find }: RuleContext, object: AnalyzedObject, { gateway }: RouteCallers): boolean {
  const [namespace = "", name = ""] = gateway?.split("/", 2) ?? [];
  const found = find("networking.istio.io/Gateway", namespace, name);
  const kinds = found === undefined ? [] : listBoundServers(found, object).map(findRouteKind);
  return kinds.length === 0 || kinds.includes("http");
}

/** Services that a route of the Gateway API leads to; its pods are in the namespaces of its parents. */
function listBackends(object: AnalyzedObject): Target[] {
  const { rules, parentRefs } = toMap(object.manifest.spec);
  const parents = toMaps(parentRefs).map(({ namespace }) => toText(namespace) || object.namespace);
  return toMaps(rules).flatMap((rule, index) =>
    toMaps(rule.backendRefs).flatMap(({ name, namespace, port, kind }, at) => {
      if ((kind ?? "Service") !== "Service") return [];
      const host = computeServiceHost(toText(namespace) || object.namespace, toText(name));
      const path = ["spec", "rules", index, "backendRefs", at, "port"];
      return [{ object, path, host, port: port as unknown, subset: "", callers: parents, isAtGateway: true }];
    }),
  );
}

/** Hosts that a BackendTLSPolicy makes TLS for. */
function listSecured({ list }: RuleContext): ReadonlySet<string> {
  const policies = list("gateway.networking.k8s.io/BackendTLSPolicy");
  return new Set(
    policies.flatMap(({ manifest, namespace }) =>
      toMaps(toMap(manifest.spec).targetRefs).map(({ name }) => computeServiceHost(namespace, formatValue(name))),
    ),
  );
}

function listOnlyPort(known: readonly KnownHost[]): readonly number[] {
  const ports = [...new Set(known.flatMap((one) => one.ports))];
  return ports.length === 1 ? ports : [];
}

/** Whether a DestinationRule makes TLS of what goes to a port, or to it in a subset. */
function originates({ object }: SeenRule, { number, subset }: { number: number; subset: string }): boolean {
  const labels = toMaps(toMap(object.manifest.spec).subsets).find(({ name }) => name === subset)?.labels as unknown;
  return listTlsSettings(object).some(({ tls, port, otherPorts, labels: ofSubset }) => {
    if (tls.mode !== "SIMPLE" && tls.mode !== "MUTUAL") return false;
    if (ofSubset !== undefined && formatLabels(ofSubset) !== formatLabels(toMap(labels))) return false;
    return port === undefined ? !otherPorts.includes(number) : toPort(port) === number;
  });
}

import { findSections, nameHost } from "../../mesh/gateway/gateway-sections.js";
import type { Manifest } from "../../kubernetes/manifest.js";
import type { Surroundings } from "../contexts.js";
import { adaptRoutes, adaptTcpRoute } from "../exposure/exposed-routes.js";
import type { Exposed } from "../exposure/exposures.js";
import { identifyGateway } from "../exposure/gateways.js";
import { convertToGrpc } from "./grpc-rule.js";
import { groupBy } from "../group-by.js";
import { createHostLabel } from "../exposure/host-label.js";
import { computeBackend, type BackendPlace } from "./backend.js";
import { checkConverted, reportUnnamed } from "./findings.js";
import { checkOrder, type OrderedRoute } from "./precedence.js";
import { convertRoute, type KubernetesRule } from "./rule.js";
import { renderReferenceGrants } from "./reference-grants.js";
import type { ServiceRoutes } from "../routes/service-routes.js";

type RoutesOf = (exposed: Exposed) => ServiceRoutes;

/** What is exposed of one host by one service at the same listeners, with its rules. */
interface Attached {
  own: [Exposed, ...Exposed[]];
  rules: KubernetesRule[];
}

/** How many an HTTPRoute or GRPCRoute takes. */
const mostRules = 16;
const longestName = 253;

/**
 * The routes of what is exposed at gateways of the Gateway API: each in its service's namespace, which the listeners take, with the
 * ReferenceGrants for Services of others.
 */
export function renderKubernetesExposures(
  all: readonly Exposed[],
  surroundings: Surroundings,
  routesOf: RoutesOf,
): Manifest[] {
  const byHost = new Map([...surroundings.services.values()].map((service) => [service.host, service]));
  const placeOf = ({ service, port }: Exposed): BackendPlace => ({ service, port, byHost });
  const ofHttp = all.filter(({ family }) => family === "HTTP");
  const routes = [
    ...groupBy(ofHttp, ({ gateway, host }) => [identifyGateway(gateway), host]).flatMap((own) => {
      const ordered: OrderedRoute[] = [];
      const attached = groupBy(own, keyOfRoute).map((group): Attached => {
        const rules = group
          .toSorted((a, b) => b.path.length - a.path.length)
          .flatMap((one) => convertExposed(one, { surroundings, place: placeOf(one), routesOf, ordered }));
        return { own: group, rules };
      });
      checkOrder(ordered);
      return renderHost(attached);
    }),
    ...all
      .filter(({ family }) => family !== "HTTP")
      .map((one) => renderBytes(one, routesOf(one), { ...placeOf(one), services: surroundings.services })),
  ];
  return [...routes, ...renderReferenceGrants(routes)];
}

/** A route has one service, and one list of listeners that it attaches to. */
function keyOfRoute({ service, listeners }: Exposed): string[] {
  return [service.namespace, service.name, ...listeners.map(({ name }) => name)];
}

interface Conversion {
  surroundings: Surroundings;
  place: BackendPlace;
  routesOf: RoutesOf;
  ordered: OrderedRoute[];
}

/** The rules of a path of a host. */
function convertExposed(one: Exposed, { surroundings, place, routesOf, ordered }: Conversion): KubernetesRule[] {
  const { services, mesh } = surroundings;
  const report = (message: string, remedy: string) => one.report("MESH0206", message, remedy);
  const adapted = adaptRoutes(routesOf(one).routes, { ...one, only: [], services, report });
  return adapted.flatMap((route) => {
    const converted = convertRoute(route, place, mesh.hasRouteRetries === true);
    checkConverted(converted, { route, exposed: one, surroundings });
    const matches = converted.rules.flatMap((rule) => rule.matches);
    ordered.push({ name: route.name ?? "", exposed: one, matches });
    return converted.rules;
  });
}

/** GRPCRoute where all that is exposed of the host is gRPC and it can say all of it: the two kinds may not share a host. */
function renderHost(attached: readonly Attached[]): Manifest[] {
  const isGrpc = attached.every(({ own }) => own.every(speaksGrpc));
  const ofGrpc = attached.map(({ rules }) => (isGrpc ? convertToGrpc(rules) : undefined));
  const kind = ofGrpc.every((rules) => rules !== undefined) ? "GRPCRoute" : "HTTPRoute";
  return attached.map(({ own, rules }, index) => {
    const [{ host, report }] = own;
    if (rules.length > mostRules) {
      const message = `the routes come to ${rules.length} rules for ${host}, and ${kind} takes ${mostRules}`;
      report("MESH0253", message, "expose fewer paths, or have fewer routes");
    }
    const spec = {
      hostnames: [host],
      rules: ofGrpc[index] !== undefined && kind === "GRPCRoute" ? ofGrpc[index] : rules,
    };
    const beside = attached.filter((other) => other.own[0].service === own[0].service);
    return createRoute(kind, own[0], { spec, isAlone: beside.length === 1 });
  });
}

function speaksGrpc({ service, port }: Exposed): boolean {
  return service.ports.some(({ number, protocol }) => number === port && protocol === "grpc");
}

/** TLS that the service ends, or a port of TCP. */
function renderBytes(
  one: Exposed,
  { tcpRoutes }: ServiceRoutes,
  place: BackendPlace & Pick<Surroundings, "services">,
): Manifest {
  const { route } = adaptTcpRoute(tcpRoutes, place);
  const backendRefs = route.flatMap(({ destination, weight }) => {
    const backend = computeBackend(destination, place);
    if ("port" in backend) return [{ ...backend, ...(weight === undefined ? {} : { weight }) }];
    reportUnnamed(backend, one);
    return [];
  });
  const rules = [{ backendRefs }];
  const isTls = one.family === "TLS";
  const spec = isTls ? { hostnames: [one.host], rules } : { rules };
  return createRoute(isTls ? "TLSRoute" : "TCPRoute", one, { spec, isAlone: isTls });
}

/** @param isAlone whether no other route is for the same host and service */
function createRoute(kind: string, one: Exposed, { spec, isAlone }: { spec: object; isAlone: boolean }): Manifest {
  const { gateway, listeners, host, service } = one;
  // What a listener redirects it answers itself.
  const serving = listeners.filter(({ httpsRedirect = false }) => !httpsRedirect);
  const parentRefs = serving.flatMap(({ name: listener, hosts }) =>
    findSections(listener, hosts, host).map(({ name: sectionName }) => {
      return { namespace: gateway.namespace, name: gateway.name, sectionName };
    }),
  );
  const listener = isAlone ? [] : [serving.map(({ name }) => name).join(".")];
  const ofHost = host === "*" ? [] : [nameHost(host)];
  const name = [service.name, ...ofHost, ...listener, gateway.name, gateway.namespace].join(".");
  const metadata = { name: name.length > longestName ? createHostLabel(name) : name, namespace: service.namespace };
  return { apiVersion: "gateway.networking.k8s.io/v1", kind, metadata, spec: { parentRefs, ...spec } };
}

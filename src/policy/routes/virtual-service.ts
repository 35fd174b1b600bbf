import type { Manifest } from "../../kubernetes/manifest.js";
import { dropUndefined } from "../../text/drop-undefined.js";
import { isApplicable } from "../effective.js";
import type { HttpRoute, PolicyKind, ServiceContext } from "../kind.js";
import type { Route } from "../kinds/routes.js";
import { splitByPath } from "./path-rewrites.js";
import { splitRedirect } from "./redirects.js";
import { renderRoutes } from "./rendered-routes.js";
import { routeKinds } from "./route-kinds.js";
import { computeDestinations, checkRoutes } from "./route-problems.js";
import { computeTcpRoutes, type TcpRoute } from "./tcp-routes.js";

/** Annotation of a VirtualService whose weights someone else changes; it is written once and then left alone. */
export const weightsOwnedBy = "pulumi-istio/weights-owned-by";

/** Contexts of one service: `of(kind)` reports at that kind's place in the document that it is from. */
export interface ServiceContexts {
  of: (key: string) => ServiceContext;
  /** The same, for the value that a route has itself. */
  ofRoute: (index: number, key: string) => ServiceContext;
}

/** What a route of a document becomes. */
export interface RenderedRoute {
  routes: HttpRoute[];
  /** The VirtualService that the routes delegate to. */
  delegate?: Manifest;
  /** What kinds make beside the routes. */
  objects?: Manifest[];
}

/** The HTTP routes of a service with all that applies to them, the default one too; none where it has only TCP. */
export function renderHttpRoutes(contexts: ServiceContexts): RenderedRoute[] {
  const context = contexts.of("routes");
  const { ports } = context.service;
  const given = (context.values.routes ?? []) as readonly Route[];
  checkRoutes(given, context);
  const isHttp = ports.length === 0 || ports.some(({ protocol }) => protocol !== "tcp");
  return isHttp ? addDefault(given).map((route, index) => computeRoute(route, index, contexts)) : [];
}

/** The routes of a service's TCP ports, where its document has any. */
export function renderTcpRoutes(contexts: ServiceContexts): TcpRoute[] {
  const context = contexts.of("routes");
  const given = context.values.routes as readonly Route[] | undefined;
  return given === undefined ? [] : computeTcpRoutes(addDefault(given), context);
}

/** The VirtualService of a service, and one for each route whose weights are owned by someone else. */
export function renderVirtualServices(
  contexts: ServiceContexts,
  rendered: readonly RenderedRoute[],
  tcp: readonly TcpRoute[],
): Manifest[] {
  const context = contexts.of("routes");
  const { service, values } = context;
  const given = values.routes as readonly Route[] | undefined;
  const applied = (routeKinds as readonly PolicyKind[]).filter(
    (kind) => values[kind.key] !== undefined && isApplicable(kind, service),
  );
  if (given === undefined && applied.length === 0) return [];
  return [
    createVirtualService(service, service.name, {
      hosts: [service.host],
      ...(rendered.length === 0 ? {} : { http: rendered.flatMap(({ routes }) => renderRoutes(routes)) }),
      ...(tcp.length === 0 ? {} : { tcp }),
    }),
    ...rendered.flatMap(({ delegate, objects = [] }) => [...(delegate === undefined ? [] : [delegate]), ...objects]),
  ];
}

/** Where every route asks for something, the rest goes to the service itself, as it would without a VirtualService. */
function addDefault(routes: readonly Route[]): Route[] {
  return routes.some(({ match }) => match === undefined) ? [...routes] : [...routes, { name: "default" }];
}

function computeRoute(route: Route, index: number, contexts: ServiceContexts): RenderedRoute {
  const { name, match, rewrite, redirect, directResponse, headers, corsPolicy } = route;
  const context = contexts.of("routes");
  const isForwarded = redirect === undefined && directResponse === undefined;
  const response = directResponse && {
    status: directResponse.status,
    ...(directResponse.body === undefined ? {} : { body: { string: directResponse.body } }),
  };
  const destinations = isForwarded ? computeDestinations(route, [index, "to"], context) : undefined;
  const common = { directResponse: response, headers, corsPolicy, route: destinations };
  const parts = redirect === undefined ? splitByPath(match, rewrite) : splitRedirect(match, redirect);
  const bases: HttpRoute[] = parts.map((part) => dropUndefined({ name, ...part, ...common }));
  if (!isForwarded) return { routes: bases };
  const applied = listApplied(route, index, contexts);
  const routes = applied.reduce<HttpRoute[]>(
    (before, { kind, value, context: own }) =>
      before.flatMap((one) => (one.route === undefined ? [one] : (kind.toRoutes?.(value, one, own) ?? [one]))),
    bases,
  );
  const split = route.weightsOwnedBy === undefined ? { routes } : delegate(routes, destinations ?? [], route, context);
  const objects = applied.flatMap(
    ({ kind, value, context: own }) => kind.toRouteObjects?.(value, split.routes, own) ?? [],
  );
  return { ...split, objects };
}

/** The kinds that a route has a value of, its own or the service's. */
function listApplied(route: Route, index: number, contexts: ServiceContexts) {
  const own = route as Record<string, unknown>;
  return (routeKinds as readonly PolicyKind[]).flatMap((kind) => {
    const context = own[kind.key] === undefined ? contexts.of(kind.key) : contexts.ofRoute(index, kind.key);
    const value = own[kind.key] ?? context.values[kind.key];
    return value === undefined || !isApplicable(kind, context.service) ? [] : [{ kind, value, context }];
  });
}

/**
 * Moves the destinations to a VirtualService of their own; Istio adds to them what stands at the route here. A route that a
 * kind has sent elsewhere stays there, and the weights stay as they are meanwhile.
 */
function delegate(
  routes: HttpRoute[],
  destinations: NonNullable<HttpRoute["route"]>,
  { name, weightsOwnedBy: owner }: Route,
  { service }: ServiceContext,
) {
  const delegateName = `${service.name}.${name}`;
  const manifest = createVirtualService(service, delegateName, { http: [{ name, route: destinations }] });
  manifest.metadata.annotations = { [weightsOwnedBy]: owner ?? "" };
  const target = { name: delegateName, namespace: service.namespace };
  return {
    routes: routes.map((one) =>
      one.route === destinations ? dropUndefined({ ...one, route: undefined, delegate: target }) : one,
    ),
    delegate: manifest,
  };
}

function createVirtualService(service: { namespace: string }, name: string, spec: object): Manifest {
  const metadata = { name, namespace: service.namespace };
  return { apiVersion: "networking.istio.io/v1", kind: "VirtualService", metadata, spec };
}

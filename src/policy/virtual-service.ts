import type { Manifest } from "../manifest.js";
import { isApplicable } from "./effective.js";
import type { HttpRoute, PolicyKind, ServiceContext } from "./kind.js";
import type { Route } from "./kinds/routes.js";
import { routeKinds } from "./route-kinds.js";
import { computeDestinations, findRouteProblems } from "./route-problems.js";
import { computeTcpRoutes } from "./tcp-routes.js";

/** Annotation of a VirtualService whose weights someone else changes; it is written once and then left alone. */
export const weightsOwnedBy = "pulumi-istio/weights-owned-by";

/** Contexts of one service: `of(kind)` reports at that kind's place in the document that it is from. */
export interface ServiceContexts {
  of: (key: string) => ServiceContext;
  /** The same, for the value that a route has itself. */
  ofRoute: (index: number, key: string) => ServiceContext;
}

/** The VirtualService of a service, and one for each route whose weights are owned by someone else. */
export function renderVirtualServices(contexts: ServiceContexts): Manifest[] {
  const context = contexts.of("routes");
  const { service, values } = context;
  const given = values.routes as readonly Route[] | undefined;
  const applied = (routeKinds as readonly PolicyKind[]).filter(
    (kind) => values[kind.key] !== undefined && isApplicable(kind, service),
  );
  if (given === undefined && applied.length === 0) return [];
  if (given !== undefined) findRouteProblems(given, context);
  const all = addDefault(given ?? []);
  const tcp = given === undefined ? [] : computeTcpRoutes(all, context);
  const isHttp = service.ports.length === 0 || service.ports.some(({ protocol }) => protocol !== "tcp");
  const rendered = isHttp ? all.map((route, index) => renderRoute(route, index, contexts)) : [];
  return [
    createVirtualService(service, service.name, {
      hosts: [service.host],
      ...(rendered.length === 0 ? {} : { http: rendered.flatMap(({ routes }) => routes) }),
      ...(tcp.length === 0 ? {} : { tcp }),
    }),
    ...rendered.flatMap(({ delegate }) => delegate ?? []),
  ];
}

/** Where every route asks for something, the rest goes to the service itself, as it would without a VirtualService. */
function addDefault(routes: readonly Route[]): Route[] {
  return routes.some(({ match }) => match === undefined) ? [...routes] : [...routes, { name: "default" }];
}

function renderRoute(
  route: Route,
  index: number,
  contexts: ServiceContexts,
): { routes: HttpRoute[]; delegate?: Manifest } {
  const { name, match, rewrite, redirect, directResponse, headers, corsPolicy } = route;
  const context = contexts.of("routes");
  const isForwarded = redirect === undefined && directResponse === undefined;
  const response = directResponse && {
    status: directResponse.status,
    ...(directResponse.body === undefined ? {} : { body: { string: directResponse.body } }),
  };
  const destinations = isForwarded ? computeDestinations(route, [index, "to"], context) : undefined;
  const base = dropUndefined({
    name,
    match,
    rewrite,
    redirect,
    directResponse: response,
    headers,
    corsPolicy,
    route: destinations,
  });
  if (!isForwarded) return { routes: [base] };
  const routes = applyKinds(base, route, index, contexts);
  return route.weightsOwnedBy === undefined ? { routes } : delegate(routes, route, context);
}

function applyKinds(base: HttpRoute, route: Route, index: number, contexts: ServiceContexts): HttpRoute[] {
  const own = route as Record<string, unknown>;
  return (routeKinds as readonly PolicyKind[]).reduce<HttpRoute[]>(
    (routes, kind) => {
      const context = own[kind.key] === undefined ? contexts.of(kind.key) : contexts.ofRoute(index, kind.key);
      const value = own[kind.key] ?? context.values[kind.key];
      if (value === undefined || !isApplicable(kind, context.service)) return routes;
      return routes.flatMap((one) =>
        one.route === undefined ? [one] : (kind.toRoutes?.(value, one, context) ?? [one]),
      );
    },
    [base],
  );
}

/** Moves the destinations to a VirtualService of their own; Istio adds to them what stands at the route here. */
function delegate(routes: HttpRoute[], { name, weightsOwnedBy: owner }: Route, { service }: ServiceContext) {
  const delegateName = `${service.name}.${name}`;
  const route = routes.find((one) => one.route !== undefined)?.route;
  const manifest = createVirtualService(service, delegateName, { http: [{ name, route }] });
  manifest.metadata.annotations = { [weightsOwnedBy]: owner ?? "" };
  return {
    routes: routes.map((one) =>
      dropUndefined({ ...one, route: undefined, delegate: { name: delegateName, namespace: service.namespace } }),
    ),
    delegate: manifest,
  };
}

function createVirtualService(service: { namespace: string }, name: string, spec: object): Manifest {
  const metadata = { name, namespace: service.namespace };
  return { apiVersion: "networking.istio.io/v1", kind: "VirtualService", metadata, spec };
}

function dropUndefined(value: Record<string, unknown>): HttpRoute {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined));
}

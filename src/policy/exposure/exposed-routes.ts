import { combineMatches, type HttpMatch } from "../routes/http-match.js";
import type { Destination, HttpRoute } from "../kind.js";
import type { Service } from "../service/service.js";
import type { TcpRoute } from "../routes/tcp-routes.js";

/** Where routes of the mesh are used a second time. */
export interface ExposedPlace {
  host: string;
  path: string;
  service: Service;
  /** Port of the service; undefined where it is not known. */
  port?: number;
  services: ReadonlyMap<string, Service>;
  /** Ports of the gateway, where it is not at all that the host is reached by. */
  only: readonly HttpMatch[];
  report: (message: string, remedy: string) => void;
}

/** The routes of a service, as they are in the mesh, for one path of a host of a gateway. */
export function adaptRoutes(routes: readonly HttpRoute[], place: ExposedPlace): HttpRoute[] {
  const { service, report } = place;
  return routes.flatMap((route) => {
    const name = `${service.namespace}/${service.name}/${route.name ?? ""}`;
    const match = adaptMatch(route, name, place);
    if (match.length === 0) return [];
    if (route.delegate !== undefined && service.ports.length > 1) {
      const message = `route ${name} has weightsOwnedBy, and what it delegates to names no port; the service has several`;
      report(message, "expose a service with one port");
    }
    return [setPorts({ ...route, name, match }, place)];
  });
}

/** Where bytes for one host or port go: TCP cannot be told apart by more than port and caller, so the first route counts. */
export function adaptTcpRoute(
  routes: readonly TcpRoute[],
  place: Pick<ExposedPlace, "service" | "port" | "services">,
): { route: TcpRoute["route"] } {
  const isMeant = (match: HttpMatch) => isFromOutside(match) && [place.port, undefined].includes(match.port);
  const meant = routes.find(({ match }) => match === undefined || match.some(isMeant));
  const { route = [] } = setPorts({ route: meant?.route ?? [{ destination: { host: place.service.host } }] }, place);
  return { route };
}

function adaptMatch({ match }: HttpRoute, name: string, { path, port, only, report }: ExposedPlace): HttpMatch[] {
  const below = path === "/" ? [{ uri: { prefix: "/" } }] : [{ uri: { exact: path } }, { uri: { prefix: `${path}/` } }];
  if (match === undefined) return combineMatches(below, only);
  const alternatives = (match as HttpMatch[]).filter(
    (one) => isFromOutside(one) && [port, undefined].includes(one.port),
  );
  if (alternatives.length === 0) return [];
  if (path !== "/" && alternatives.some(({ uri }) => uri?.regex !== undefined)) {
    const message = `route ${name} asks for a path by regex, which cannot be limited to ${path}`;
    report(message, "ask for it by prefix or exact, or expose the service at /");
  }
  return combineMatches(combineMatches(below, alternatives.map(dropPort)), only);
}

function dropPort(match: HttpMatch): HttpMatch {
  return Object.fromEntries(Object.entries(match).filter(([field]) => field !== "port"));
}

/** Routes for certain callers in the mesh are not for those who come by a gateway. */
function isFromOutside({ sourceLabels, sourceNamespace }: HttpMatch): boolean {
  return sourceLabels === undefined && sourceNamespace === undefined;
}

/** Names the port in every destination that has a choice; in the mesh it is the one that the caller asks for. */
function setPorts(route: HttpRoute, { port: number, services }: Pick<ExposedPlace, "port" | "services">): HttpRoute {
  if (number === undefined) return route;
  const byHost = new Map([...services.values()].map((service) => [service.host, service]));
  const setPort = (destination: Destination): Destination =>
    destination.port !== undefined || byHost.get(destination.host)?.ports.length === 1
      ? destination
      : { ...destination, port: { number } };
  const { route: destinations, mirror, mirrors } = route as HttpRoute & Mirrors;
  return {
    ...route,
    ...(destinations && { route: destinations.map((one) => ({ ...one, destination: setPort(one.destination) })) }),
    ...(mirror && { mirror: setPort(mirror) }),
    ...(mirrors && { mirrors: mirrors.map((one) => ({ ...one, destination: setPort(one.destination) })) }),
  };
}

interface Mirrors {
  mirror?: Destination;
  mirrors?: { destination: Destination }[];
}

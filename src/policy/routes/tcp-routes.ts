import type { HttpRoute, ServiceContext } from "../kind.js";
import type { HttpMatch } from "./http-match.js";
import type { Route } from "../kinds/routes.js";
import { computeDestinations } from "./route-problems.js";

/** TCPRoute of Istio's API. */
export interface TcpRoute {
  match?: HttpMatch[];
  route: NonNullable<HttpRoute["route"]>;
}

const tcpMatchFields = ["port", "sourceLabels", "sourceNamespace"];
const tcpRouteFields = ["name", "match", "to"];

/**
 * The routes of a service's TCP ports: TCPRoute of Istio's API knows ports, callers and weights. What it does not know is
 * reported where the service has nothing but TCP; beside HTTP ports such routes are for those alone.
 */
export function computeTcpRoutes(routes: readonly Route[], context: ServiceContext): TcpRoute[] {
  const { ports } = context.service;
  if (!ports.some(({ protocol }) => protocol === "tcp")) return [];
  const isAllTcp = ports.every(({ protocol }) => protocol === "tcp");
  return routes.flatMap((route, index) => {
    const unknown = findHttpOnly(route, index);
    if (unknown.length > 0) {
      if (isAllTcp) unknown.forEach((path) => reportHttpOnly(path, context));
      return [];
    }
    const destinations = computeDestinations(route, [index, "to"], context);
    return [{ ...(route.match === undefined ? {} : { match: route.match }), route: destinations }];
  });
}

function findHttpOnly(route: Route, index: number): PropertyKey[][] {
  const fields = Object.keys(route).filter((field) => !tcpRouteFields.includes(field));
  const matches = (route.match ?? []).flatMap((match: HttpMatch, position) =>
    Object.keys(match)
      .filter((field) => !tcpMatchFields.includes(field))
      .map((field) => [index, "match", position, field]),
  );
  const destinations = Object.entries(route.to ?? {})
    .filter(([, given]) => typeof given !== "number" && given.headers !== undefined)
    .map(([name]) => [index, "to", name, "headers"]);
  return [...fields.map((field) => [index, field]), ...matches, ...destinations];
}

function reportHttpOnly(path: PropertyKey[], { report, service }: ServiceContext): void {
  const field = String(path.at(-1));
  const message = `${field} works for HTTP and gRPC, and service ${service.namespace}/${service.name} has only TCP ports`;
  const remedy = `remove it, or name a port's protocol by appProtocol; TCP routes know ${tcpMatchFields.join(", ")} and weights`;
  report(path, "MESH0204", message, remedy);
}

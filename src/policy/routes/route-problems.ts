import type { ValuePath } from "../../findings/place.js";
import { combineMatches } from "./http-match.js";
import type { HttpRoute, ServiceContext } from "../kind.js";
import type { Route } from "../kinds/routes.js";
import { findReplaced } from "./path-rewrites.js";
import { listUnprefixed } from "./redirects.js";
import { routeKinds } from "./route-kinds.js";
import { checkNamespaceSlip } from "../known-namespaces.js";

/** Reports what a list of routes says against itself. Paths are those within `routes`. */
export function checkRoutes(routes: readonly Route[], context: ServiceContext): void {
  const first = routes.findIndex(({ match }) => match === undefined);
  routes.forEach((route, index) => {
    const { name } = route;
    if (first !== -1 && index > first) {
      const message = `route "${name}" is never reached: route "${routes[first]?.name ?? ""}" before it has no match`;
      context.report([index], "MESH0206", message, "put the route without match last");
    }
    if (routes.findIndex((other) => other.name === name) < index) {
      context.report([index, "name"], "MESH0206", `two routes have the name "${name}"`, "give each its own");
    }
    checkContradictions(route, index, context);
    checkRewrite(route, index, context);
    checkFault(route, index, context);
    checkPorts(route, index, context);
    checkNamespaces(route, index, context);
  });
}

function checkContradictions(route: Route, index: number, { report }: ServiceContext): void {
  const { name, to, redirect, directResponse, weightsOwnedBy } = route;
  const endings = Object.entries({ to, redirect, directResponse }).filter(([, value]) => value !== undefined);
  const ending = endings[0]?.[0];
  if (endings.length > 1) {
    const given = endings.map(([key]) => key).join(" and ");
    report([index], "MESH0206", `route "${name}" has ${given}`, "keep one of them");
  } else if (ending !== undefined && ending !== "to") {
    // What is answered here is sent nowhere, so there is nothing to rewrite, to wait for or to try again.
    for (const key of ["rewrite", ...routeKinds.map((kind) => kind.key)]) {
      if ((route as Record<string, unknown>)[key] === undefined) continue;
      report([index, key], "MESH0206", `route "${name}" has ${ending} and ${key}`, "keep one of them");
    }
  }
  if (weightsOwnedBy !== undefined && (to === undefined || Object.keys(to).length < 2)) {
    const message = `route "${name}" has weightsOwnedBy, but no two destinations`;
    report([index, "weightsOwnedBy"], "MESH0206", message, "name both versions in `to`");
  }
}

/** What a new path is not for. */
function checkRewrite(route: Route, index: number, { report, service }: ServiceContext): void {
  const { name, match = [], rewrite, redirect, directResponse } = route;
  const isAllTcp = service.ports.length > 0 && service.ports.every(({ protocol }) => protocol === "tcp");
  const isSent = (redirect ?? directResponse) === undefined;
  const [field, uri] = isSent ? ["rewrite.uri", rewrite?.uri] : ["redirect.prefixRewrite", redirect?.prefixRewrite];
  if (uri === undefined || isAllTcp) return;
  if (match.every((one) => findReplaced(one) === "") && uri === "/") {
    const message = `route "${name}" is for every path; ${field} / changes nothing`;
    const remedy = isSent ? undefined : "name the prefix to replace by uri.prefix in the route's `match`, or remove it";
    report([index, ...field.split(".")], "MESH0260", message, remedy);
  }
  if (!isSent) {
    for (const position of listUnprefixed(match)) {
      const message = `route "${name}" has redirect.prefixRewrite, and this match has no prefix that it could replace`;
      report([index, "match", position, "uri"], "MESH0206", message, "match by prefix, or use redirect.uri");
    }
  }
  match.forEach(({ uri: path }, position) => {
    const prefix = path?.prefix;
    if (prefix === undefined || !/[-._~=:;,@+]$/.test(prefix)) return;
    const message = `route "${name}" rewrites the path, so the prefix ${prefix} is for ${prefix} and what is below ${prefix}/, not for longer segments`;
    const remedy = isSent ? undefined : "end the prefix with a whole segment";
    report([index, "match", position, "uri", "prefix"], "MESH0261", message, remedy);
  });
}

/** The service's fault need not reach every route; a route's own must reach that route. */
function checkFault({ name, match = [], fault }: Route, index: number, { report }: ServiceContext): void {
  const wanted = fault?.match ?? [];
  if (wanted.length === 0 || combineMatches(match, wanted).length > 0) return;
  const message = `no request takes route "${name}" and matches this too`;
  report([index, "fault", "match"], "MESH0209", message, "remove what contradicts the route's own match");
}

function checkPorts({ match = [] }: Route, index: number, { service, report }: ServiceContext): void {
  const ports = service.ports.map(({ number }) => number);
  match.forEach(({ port }, position) => {
    if (port === undefined || ports.length === 0 || ports.includes(port)) return;
    const message = `${service.namespace}/${service.name} has no port ${port}; its ports are ${ports.join(", ")}`;
    report([index, "match", position, "port"], "MESH0203", message, "name one of them");
  });
}

function checkNamespaces({ match = [] }: Route, index: number, context: ServiceContext): void {
  match.forEach(({ sourceNamespace }, position) => {
    if (sourceNamespace === undefined) return;
    checkNamespaceSlip(sourceNamespace, [index, "match", position, "sourceNamespace"], context);
  });
}

/** The destinations of a route; without `to`, the service itself. @param path of `to` */
export function computeDestinations(
  { to }: Pick<Route, "to">,
  path: ValuePath,
  { service, resolve, report }: ServiceContext,
): NonNullable<HttpRoute["route"]> {
  if (to === undefined) return [{ destination: { host: service.host } }];
  const destinations = Object.entries(to).map(([name, given]) => {
    return { name, ...(typeof given === "number" ? { weight: given, headers: undefined } : given) };
  });
  const sum = destinations.reduce((total, { weight }) => total + weight, 0);
  if (sum !== 100) report(path, "MESH0206", `the weights add up to ${sum}`, "make them add up to 100");
  return destinations.flatMap(({ name, weight, headers }) => {
    const destination = resolve(name, [...path, name]);
    return destination === undefined ? [] : [{ destination, weight, ...(headers === undefined ? {} : { headers }) }];
  });
}

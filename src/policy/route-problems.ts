import type { ValuePath } from "../schema-problems.js";
import type { HttpRoute, ServiceContext } from "./kind.js";
import type { Route } from "./kinds/routes.js";

/** Reports what a list of routes says against itself. Paths are those within `routes`. */
export function findRouteProblems(routes: readonly Route[], { report }: ServiceContext): void {
  const first = routes.findIndex(({ match }) => match === undefined);
  routes.forEach((route, index) => {
    const { name, to, redirect, directResponse, rewrite, weightsOwnedBy } = route;
    if (first !== -1 && index > first) {
      const message = `route "${name}" is never reached: route "${routes[first]?.name ?? ""}" before it has no match`;
      report([index], "MESH0206", message, "put the route without match last");
    }
    if (routes.findIndex((other) => other.name === name) < index) {
      report([index, "name"], "MESH0206", `two routes have the name "${name}"`, "give each its own");
    }
    const endings = Object.entries({ to, redirect, directResponse }).filter(([, value]) => value !== undefined);
    if (endings.length > 1) {
      const given = endings.map(([key]) => key).join(" and ");
      report([index], "MESH0206", `route "${name}" has ${given}`, "keep one of them");
    }
    if (redirect !== undefined && rewrite !== undefined) {
      report([index, "rewrite"], "MESH0206", `route "${name}" has redirect and rewrite`, "keep one of them");
    }
    if (weightsOwnedBy !== undefined && (to === undefined || Object.keys(to).length < 2)) {
      const message = `route "${name}" has weightsOwnedBy, but no two destinations`;
      report([index, "weightsOwnedBy"], "MESH0206", message, "name both versions in `to`");
    }
  });
}

/** The destinations of a route; without `to`, the service itself. @param path of `to` */
export function computeDestinations(
  { to }: Pick<Route, "to">,
  path: ValuePath,
  { service, resolve, report }: ServiceContext,
): NonNullable<HttpRoute["route"]> {
  if (to === undefined) return [{ destination: { host: service.host } }];
  const sum = Object.values(to).reduce((total, weight) => total + weight, 0);
  if (sum !== 100) report(path, "MESH0206", `the weights add up to ${sum}`, "make them add up to 100");
  return Object.entries(to).flatMap(([name, weight]) => {
    const destination = resolve(name, [...path, name]);
    return destination === undefined ? [] : [{ destination, weight }];
  });
}

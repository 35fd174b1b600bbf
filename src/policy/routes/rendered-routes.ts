import type { HttpRoute } from "../kind.js";
import { renderRoute } from "./path-rewrites.js";
import { renderRedirect } from "./redirects.js";

/** Routes as Istio's API has them, with what becomes of paths. */
export function renderRoutes(routes: readonly HttpRoute[]): HttpRoute[] {
  return routes.flatMap(renderRedirect).map(renderRoute);
}

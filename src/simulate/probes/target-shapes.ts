import type { MeshReader } from "../../mesh/objects.js";
import { listAccessShapes } from "./access-shapes.js";
import { combineShapes, dropSameShapes, type RequestShape } from "./request-shape.js";
import { listRouteShapes } from "./route-shapes.js";
import { createTargetPolicies } from "./target-policies.js";
import type { Target } from "./targets.js";

/** More requests of one host, or rules of one kind, are not tried. */
const mostShapes = 48;
const mostRules = 16;

const usualMethods = ["GET", "POST", "PUT", "DELETE", "PATCH"];

/** Requests that the rules of a target tell apart: a plain one, one for each match and each rule, those of both, and one that none names. */
export function listTargetShapes(reader: MeshReader, target: Target): RequestShape[] {
  const routes = target.routes.flatMap((route) => [route.object, ...route.delegates]);
  const ofRoutes = dropSameShapes([{}, ...routes.flatMap(listRouteShapes)]).slice(0, mostRules);
  const ofAccess = listAccessShapes(reader.ask(createTargetPolicies)(target)).slice(0, mostRules);
  const alone = [...ofRoutes, ...ofAccess];
  const methods = new Set(alone.flatMap(({ method }) => method ?? []));
  const all = [...alone, ...combineShapes(ofRoutes, ofAccess)];
  if (methods.size === 0) return dropSameShapes(all).slice(0, mostShapes);
  // Without a method of its own a request is a GET, which a rule may name.
  const other = usualMethods.find((method) => !methods.has(method));
  const named = all.map((shape) => ({ method: "GET", ...shape }));
  // The last one, where only the first requests of each host are sent, is that which rules say the least of.
  return [...dropSameShapes(named).slice(0, mostShapes), ...(other === undefined ? [] : [{ method: other }])];
}

import { toMap, toMaps } from "../../text/read.js";
import type { ValuePath } from "../../findings/place.js";
import type { RuleContext } from "../rule.js";
import type { AnalyzedObject, ObjectKind } from "../../mesh/objects.js";

/** The kinds of routes. */
export const routeKinds = [
  "gateway.networking.k8s.io/GRPCRoute",
  "gateway.networking.k8s.io/HTTPRoute",
  "gateway.networking.k8s.io/TCPRoute",
  "gateway.networking.k8s.io/TLSRoute",
  "gateway.networking.k8s.io/UDPRoute",
] as const satisfies readonly ObjectKind[];

/** All routes. Reads `routeKinds`. */
export function listRoutes({ list }: RuleContext): readonly AnalyzedObject[] {
  return routeKinds.flatMap((kind) => list(kind));
}

/** A map within an object, and where. */
export interface Part {
  value: Record<string, any>;
  path: ValuePath;
}

/** The maps in a list of an object. */
export function listParts(list: unknown, path: ValuePath): Part[] {
  return toMaps(list).map((value, index) => ({ value, path: [...path, index] }));
}

/** The rules of a route. */
export function listRules({ manifest }: AnalyzedObject): Part[] {
  return listParts(toMap(manifest.spec).rules, ["spec", "rules"]);
}

/** What a rule does to requests: for all of its backends, and for single ones. */
export function listFilters({ value, path }: Part): Part[] {
  const own = listParts(value.filters, [...path, "filters"]);
  const ofBackends = listParts(value.backendRefs, [...path, "backendRefs"]).flatMap((backend) =>
    listParts(backend.value.filters, [...backend.path, "filters"]),
  );
  return [...own, ...ofBackends];
}

/** Where the requests of a rule go, and copies of them. */
export function listBackends(rule: Part): Part[] {
  const mirrors = listFilters(rule).flatMap(({ value, path }) =>
    value.requestMirror === undefined
      ? []
      : [{ value: toMap(toMap(value.requestMirror).backendRef), path: [...path, "requestMirror", "backendRef"] }],
  );
  return [...listParts(rule.value.backendRefs, [...rule.path, "backendRefs"]), ...mirrors];
}

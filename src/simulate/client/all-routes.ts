import type { MeshReader } from "../../mesh/objects.js";
import { file } from "../../mesh/selection.js";
import { createConnectionRoutes } from "./gateway-api/connection-routes.js";
import { createHttpRoutes } from "./gateway-api/http-routes.js";
import { compareAge } from "../../mesh/object-age.js";
import { createVirtualServices, findNearness, type RouteSet } from "./route-sets.js";

/** The route sets of both APIs by who uses them, `mesh` or a gateway's name; the oldest first. */
function createRouteIndex(reader: MeshReader): ReadonlyMap<string, readonly RouteSet[]> {
  const all = [
    ...reader.ask(createVirtualServices),
    ...reader.ask(createHttpRoutes),
    ...reader.ask(createConnectionRoutes),
  ];
  const index = new Map<string, RouteSet[]>();
  for (const set of all.toSorted((a, b) => compareAge(a.object, b.object))) {
    for (const name of new Set(set.gateways)) file(index, name, set);
  }
  return index;
}

/**
 * Asks for the route sets of a gateway, or of the mesh, that proxies of a namespace see, the first to be asked first: by nearness, then
 * by age; those of the Gateway API in the proxies' own namespace go before others of the same nearness.
 * Source: `SelectVirtualServices` in istio pilot/pkg/model/virtualservice.go, `VirtualServicesForGateway` in push_context.go.
 */
export function createRouteLists(reader: MeshReader): (gateway: string, namespace: string) => readonly RouteSet[] {
  const index = reader.ask(createRouteIndex);
  const known = new Map<string, readonly RouteSet[]>();
  return (gateway, namespace) => {
    const key = `${namespace} ${gateway}`;
    const found = known.get(key) ?? sortFor(index.get(gateway) ?? [], namespace);
    known.set(key, found);
    return found;
  };
}

/** The place of a route set among those that proxies of a namespace see; undefined where they do not see it. */
export function rankRoutes(set: RouteSet, namespace: string): number | undefined {
  const nearness = findNearness(set, namespace);
  if (nearness === undefined) return undefined;
  return nearness * 2 + (set.isGatewayApi && set.object.namespace === namespace ? 0 : 1);
}

function sortFor(all: readonly RouteSet[], namespace: string): readonly RouteSet[] {
  const ranked = all.flatMap((set): [number, RouteSet][] => {
    const rank = rankRoutes(set, namespace);
    return rank === undefined ? [] : [[rank, set]];
  });
  return ranked.toSorted(([a], [b]) => a - b).map(([, set]) => set);
}

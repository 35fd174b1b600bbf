import type { MeshReader } from "../../mesh/objects.js";
import { createVirtualServices, findNearness, type RouteSet } from "./route-sets.js";

/**
 * Asks for the route sets that sidecars of a namespace see, the first to be asked first: by nearness, then by age; those of the
 * Gateway API in the caller's own namespace go before others of the same nearness.
 * Source: `SelectVirtualServices` in istio pilot/pkg/model/virtualservice.go.
 */
export function createMeshRoutes(reader: MeshReader): (namespace: string) => readonly RouteSet[] {
  const all = reader.ask(createVirtualServices).filter(({ gateways }) => gateways.includes("mesh"));
  const known = new Map<string, readonly RouteSet[]>();
  return (namespace) => {
    const found = known.get(namespace) ?? sortFor(all, namespace);
    known.set(namespace, found);
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

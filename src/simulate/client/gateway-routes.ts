import type { MeshReader } from "../../mesh/objects.js";
import { rankRoutes } from "./mesh-routes.js";
import { createVirtualServices, type RouteSet } from "./route-sets.js";
import { file } from "../../mesh/selection.js";

/** The route sets of all gateways, by `namespace/name`. */
function createGatewayIndex(reader: MeshReader): ReadonlyMap<string, readonly RouteSet[]> {
  const index = new Map<string, RouteSet[]>();
  for (const set of reader.ask(createVirtualServices)) for (const name of set.gateways) file(index, name, set);
  return index;
}

/**
 * The route sets of a gateway that its pods see, the first to be asked first.
 * Source: `VirtualServicesForGateway` in istio pilot/pkg/model/push_context.go.
 */
export function listGatewayRoutes(reader: MeshReader, gateway: string, namespace: string): readonly RouteSet[] {
  const all = reader.ask(createGatewayIndex).get(gateway) ?? [];
  const ranked = all.flatMap((set): [number, RouteSet][] => {
    const rank = rankRoutes(set, namespace);
    return rank === undefined ? [] : [[rank, set]];
  });
  return ranked.toSorted(([a], [b]) => a - b).map(([, set]) => set);
}

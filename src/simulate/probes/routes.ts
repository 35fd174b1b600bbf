import { toFqdn } from "../../mesh/host-names.js";
import type { AnalyzedObject, MeshReader } from "../../mesh/objects.js";
import { file } from "../../mesh/selection.js";
import { listDestinations, resolveGateway } from "../../mesh/virtual-service.js";
import { toMap, toMaps, toText, toTexts } from "../../text/read.js";

/** An object that decides the way of requests to some hosts. */
export interface Route {
  object: AnalyzedObject;
  /** Full hosts, which may begin with `*`; empty for a route of the Gateway API that takes those of its gateway. */
  hosts: readonly string[];
  /** `networking.istio.io/namespace/name`, or with the Gateway API's group; `mesh` for calls in the mesh. */
  gateways: readonly string[];
  /** Delegates, which decide too. */
  delegates: readonly AnalyzedObject[];
  /** Full hosts that it sends requests to. */
  leadsTo: readonly string[];
}

/** All VirtualServices with hosts, and all routes of the Gateway API. */
export function listRoutes(reader: MeshReader): readonly Route[] {
  const kinds = ["HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute"] as const;
  return [
    ...reader.list("networking.istio.io/VirtualService").flatMap((object) => readVirtualService(object, reader)),
    ...kinds.flatMap((kind) => reader.list(`gateway.networking.k8s.io/${kind}`).map(readGatewayRoute)),
  ];
}

/** How a Gateway is named here. */
export function nameGateway({ manifest, namespace }: AnalyzedObject): string {
  return `${manifest.apiVersion.split("/", 1)[0] ?? ""}/${namespace}/${manifest.metadata.name}`;
}

function readVirtualService(object: AnalyzedObject, { find }: MeshReader): Route[] {
  const { namespace } = object;
  const { hosts, gateways, http } = toMap(object.manifest.spec);
  const own = toTexts(hosts).map((host) => toFqdn(host.toLowerCase(), namespace));
  if (own.length === 0) return [];
  const named = toTexts(gateways).map((name) => {
    if (name === "mesh") return name;
    const gateway = resolveGateway(name, namespace);
    return `networking.istio.io/${gateway.namespace}/${gateway.name}`;
  });
  const delegates = toMaps(http).flatMap(({ delegate }) => {
    const { name, namespace: other } = toMap(delegate);
    return find("networking.istio.io/VirtualService", toText(other) || namespace, toText(name)) ?? [];
  });
  const leadsTo = [object, ...delegates].flatMap((one) =>
    listDestinations(one).map(({ host }) => toFqdn(host, one.namespace)),
  );
  return [{ object, hosts: own, gateways: named.length === 0 ? ["mesh"] : named, delegates, leadsTo }];
}

function readGatewayRoute(object: AnalyzedObject): Route {
  const { namespace } = object;
  const { hostnames, parentRefs, rules } = toMap(object.manifest.spec);
  const parents = toMaps(parentRefs).map((ref) => ({ ...ref, namespace: toText(ref.namespace) || namespace }));
  const services = parents.filter(({ kind }: Record<string, unknown>) => kind === "Service" || kind === "ServiceEntry");
  const leadsTo = toMaps(rules).flatMap(({ backendRefs }) =>
    toMaps(backendRefs).map(({ name, namespace: other }) => toFqdn(toText(name), toText(other) || namespace)),
  );
  const gateways = parents.map((ref: Record<string, any>) =>
    services.includes(ref as never) ? "mesh" : `gateway.networking.k8s.io/${toText(ref.namespace)}/${toText(ref.name)}`,
  );
  const ofServices = services.map(({ name, namespace: other }: Record<string, any>) =>
    toFqdn(toText(name), toText(other)),
  );
  const hosts = ofServices.length > 0 ? ofServices : toTexts(hostnames);
  return { object, hosts, gateways: [...new Set(gateways)], delegates: [], leadsTo };
}

/** By the name of a gateway, or `mesh`, the routes of it. */
export function createRoutesByGateway(reader: MeshReader): ReadonlyMap<string, readonly Route[]> {
  const routes = new Map<string, Route[]>();
  for (const route of reader.ask(listRoutes)) for (const gateway of route.gateways) file(routes, gateway, route);
  return routes;
}

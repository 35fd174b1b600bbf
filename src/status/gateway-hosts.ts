import type { Manifest } from "../kubernetes/manifest.js";
import { toMaps, toText, toTexts } from "../text/read.js";

const routeKinds = ["HTTPRoute", "GRPCRoute", "TLSRoute"];

/** Asks for the hosts of the routes that name a gateway, in alphabetical order. */
export function createHostsOf(routing: readonly Manifest[]): (gateway: Manifest) => string[] {
  const hosts = new Map<string, Set<string>>();
  const add = (key: string, names: readonly string[]) => {
    const known = hosts.get(key) ?? new Set();
    hosts.set(key, known);
    for (const name of names) known.add(name);
  };
  for (const { kind, metadata, spec } of routing) {
    const { namespace: own = "default" } = metadata;
    if (kind === "VirtualService") {
      for (const gateway of toTexts(spec?.gateways)) {
        add(`istio ${gateway.includes("/") ? gateway : `${own}/${gateway}`}`, toTexts(spec?.hosts));
      }
    } else if (routeKinds.includes(kind)) {
      for (const { kind: parent = "Gateway", namespace = own, name } of toMaps(spec?.parentRefs)) {
        if (parent === "Gateway") add(`kubernetes ${toText(namespace)}/${toText(name)}`, toTexts(spec?.hostnames));
      }
    }
  }
  return ({ apiVersion, metadata: { namespace = "default", name } }) => {
    const api = apiVersion.startsWith("networking.istio.io/") ? "istio" : "kubernetes";
    return [...(hosts.get(`${api} ${namespace}/${name}`) ?? [])].sort();
  };
}

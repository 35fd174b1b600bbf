import { listBoundServers } from "../../bound-servers.js";
import { findRouteKind, type GatewayServer } from "../../../mesh/gateway/gateway-servers.js";
import { formatValue, toMap, toMaps, toText, toTexts } from "../../../text/read.js";
import { formatGateway, listRouteGateways } from "../../../mesh/route-callers.js";
import type { Rule } from "../../rule.js";
import { resolveGateway } from "../../../mesh/virtual-service.js";

const kinds = ["http", "tls", "tcp"] as const;
const remedies = {
  http: "make http routes, or let the server hand TLS on by mode PASSTHROUGH",
  tls: "make tls routes with sniHosts, or let the server end TLS by mode SIMPLE",
  tcp: "make tcp routes, or give the server protocol HTTP or HTTPS",
};

/** Source: `buildGatewayListeners` in istio pilot/pkg/networking/core/gateway.go. */
export const routeProtocols: Rule = {
  name: "route-protocols",
  codes: ["MESH0348"],
  reads: ["networking.istio.io/VirtualService", "networking.istio.io/Gateway"],
  check: ({ list, find, report }) => {
    for (const object of list("networking.istio.io/VirtualService")) {
      const spec = toMap(object.manifest.spec);
      for (const name of toTexts(spec.gateways)) {
        const resolved = resolveGateway(name, object.namespace);
        const gateway = find("networking.istio.io/Gateway", resolved.namespace, resolved.name);
        if (name === "mesh" || gateway === undefined) continue;
        const servers = listBoundServers(gateway, object);
        const wanted = new Set(servers.map(findRouteKind));
        const given = kinds.filter((kind) =>
          toMaps(spec[kind]).some((route) => listRouteGateways(object, route).includes(name)),
        );
        wanted.delete(undefined);
        const [kind] = given;
        if (kind === undefined || wanted.size === 0 || given.some((one) => wanted.has(one))) continue;
        const [server] = servers.filter((one) => wanted.has(findRouteKind(one)));
        const needed = (server && findRouteKind(server)) ?? "http";
        const message = `${formatServer(server)} of Gateway ${formatGateway(name, object.namespace)} serves ${needed} routes, but this has only ${given.join(" and ")} routes`;
        report(object, { code: "MESH0348", path: ["spec", kind], message, remedy: remedies[needed] });
      }
    }
  },
};

function formatServer(server: GatewayServer | undefined): string {
  const mode = toText(server?.tls.mode);
  return `port ${formatValue(server?.port)} (${server?.protocol ?? ""}${mode === "" ? "" : `, TLS ${mode}`})`;
}

import { listOffered, listServers, type GatewayServer } from "../mesh/gateway/gateway-servers.js";
import { shareHosts } from "../mesh/host-names.js";
import { toMap, toTexts } from "../text/read.js";
import type { AnalyzedObject } from "../mesh/objects.js";

/** The servers of a Gateway that take a host of a VirtualService. */
export function listBoundServers(gateway: AnalyzedObject, object: AnalyzedObject): GatewayServer[] {
  const hosts = toTexts(toMap(object.manifest.spec).hosts);
  return listServers(gateway).filter((server) =>
    listOffered(server, gateway.namespace, object.namespace).some((offered) =>
      hosts.some((host) => shareHosts(host, offered)),
    ),
  );
}

import { listServers } from "../../mesh/gateway/gateway-servers.js";
import { coversHost } from "../../mesh/host-names.js";
import type { AnalyzedObject, MeshReader } from "../../mesh/objects.js";
import { toPort } from "../../mesh/ports.js";
import { isTls, parseProtocol } from "../../mesh/protocols.js";
import { createWorkloads, gatewayNameLabel, type MeshWorkload } from "../../mesh/workloads.js";
import { toMap, toMaps, toText } from "../../text/read.js";
import { toConcreteHost } from "./host-patterns.js";
import { createRoutesByGateway, nameGateway, type Route } from "./routes.js";

/** A host that clients outside of the cluster call at a gateway. */
export interface GatewayHost {
  /** The gateway's pods. */
  workload: MeshWorkload;
  gateway: AnalyzedObject;
  host: string;
  port: number;
  scheme: "http" | "https";
  routes: readonly Route[];
}

/** A port of a gateway, with the hosts that it is for. */
interface Listener {
  port: number;
  scheme: "http" | "https";
  hosts: readonly string[];
}

/** The hosts of all gateways: those of their routes, and those that they name themselves. */
export function listGatewayHosts(reader: MeshReader): readonly GatewayHost[] {
  const { select } = reader.ask(createWorkloads);
  const ofIstio = reader.list("networking.istio.io/Gateway").flatMap((gateway) => {
    const pods = select(toMap(toMap(gateway.manifest.spec).selector));
    const declared = pods.filter(({ object }) => !object.isAssumed);
    const [workload] = declared.length > 0 ? declared : pods;
    return workload === undefined ? [] : expand(reader, { gateway, workload, listeners: listIstioListeners(gateway) });
  });
  const ofGatewayApi = reader.list("gateway.networking.k8s.io/Gateway").flatMap((gateway) => {
    const [workload] = select({ [gatewayNameLabel]: gateway.manifest.metadata.name }, gateway.namespace);
    return workload === undefined ? [] : expand(reader, { gateway, workload, listeners: listListeners(gateway) });
  });
  return [...ofIstio, ...ofGatewayApi];
}

function expand(
  reader: MeshReader,
  { gateway, workload, listeners }: { gateway: AnalyzedObject; workload: MeshWorkload; listeners: readonly Listener[] },
): GatewayHost[] {
  const routes = reader.ask(createRoutesByGateway).get(nameGateway(gateway)) ?? [];
  return listeners.flatMap(({ port, scheme, hosts }) => {
    const found = new Map<string, Route[]>();
    for (const host of hosts) if (!host.startsWith("*")) found.set(host, []);
    for (const route of routes) {
      for (const host of meet(route.hosts, hosts)) found.set(host, [...(found.get(host) ?? []), route]);
    }
    return [...found].map(([host, own]) => ({
      workload,
      gateway,
      host: toConcreteHost(host),
      port,
      scheme,
      routes: own,
    }));
  });
}

/** The hosts that both stand for: the narrower of each two. A route without hosts takes all of its listener. */
function meet(ofRoute: readonly string[], ofListener: readonly string[]): string[] {
  if (ofRoute.length === 0) return [...ofListener];
  const both = ofRoute.flatMap((one) =>
    ofListener.flatMap((other) => (coversHost(other, one) ? one : coversHost(one, other) ? other : [])),
  );
  return [...new Set(both)];
}

function listIstioListeners(gateway: AnalyzedObject): Listener[] {
  return listServers(gateway).flatMap(({ port: given, protocol, hosts, tls }) => {
    const port = toPort(given);
    const isSecure = isTls(parseProtocol(protocol)) || protocol === "HTTPS" || tls.mode !== undefined;
    return port === undefined ? [] : [{ port, scheme: isSecure ? "https" : "http", hosts }];
  });
}

function listListeners({ manifest }: AnalyzedObject): Listener[] {
  return toMaps(toMap(manifest.spec).listeners).flatMap(({ port: given, protocol, hostname }) => {
    const port = toPort(given);
    const scheme = ["HTTPS", "TLS"].includes(toText(protocol)) ? "https" : "http";
    return port === undefined ? [] : [{ port, scheme, hosts: [toText(hostname) || "*"] }];
  });
}

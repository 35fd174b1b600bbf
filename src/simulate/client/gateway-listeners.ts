import { listServers } from "../../mesh/gateway/gateway-servers.js";
import type { AnalyzedObject, MeshReader } from "../../mesh/objects.js";
import { toPort } from "../../mesh/ports.js";
import { isHttp, parseProtocol } from "../../mesh/protocols.js";
import { matchesPolicySelector } from "../../mesh/selectors.js";
import type { MeshWorkload } from "../../mesh/workloads.js";
import { toMap } from "../../text/read.js";
import type { Source } from "./http-rule.js";
import { compareAge } from "./object-age.js";

/** What pods of a gateway listen for: a server of a Gateway of Istio's API, or a listener of one of the Gateway API. */
export interface GatewayListener {
  object: AnalyzedObject;
  source: Source;
  /** By which routes name it: `namespace/name`, of the Gateway API with the listener's name too. */
  gateway: string;
  /** As it is written, which is how routes know it. */
  port: number;
  /** HTTP that it reads, HTTP after its own end of TLS, TLS that it passes through, or connections that it does not read. */
  kind: "http" | "https" | "passthrough" | "tcp";
  /** ServerTLSSettings of Istio's API. */
  tls: Readonly<Record<string, any>>;
  /** In lower case; `namespace/host` where only routes of that namespace count. */
  hosts: readonly string[];
}

/** Whether pods listen by it at a port of theirs, which a Service may give another number. */
export type IsAtPort = (listener: GatewayListener) => boolean;

/**
 * The servers of the Gateways that select a gateway's pods, the oldest first.
 * Source: `mergeGateways` in istio pilot/pkg/model/push_context.go and gateway.go; without a selector a Gateway is for all gateways.
 */
export function listIstioListeners({ list }: MeshReader, { labels }: MeshWorkload): GatewayListener[] {
  return list("networking.istio.io/Gateway")
    .filter(({ manifest }) => matchesPolicySelector(toMap(toMap(manifest.spec).selector), labels))
    .toSorted(compareAge)
    .flatMap(readServers);
}

function readServers(object: AnalyzedObject): GatewayListener[] {
  const { namespace, manifest } = object;
  return listServers(object).flatMap((server): GatewayListener[] => {
    const port = toPort(server.port);
    if (port === undefined) return [];
    return [
      {
        ...{ object, port, tls: server.tls },
        source: { object, path: server.path },
        gateway: `${namespace}/${manifest.metadata.name}`,
        kind: findKind(server.protocol, server.tls),
        hosts: server.scopedHosts.map((host) => scopeHost(host.toLowerCase(), namespace)),
      },
    ];
  });
}

/** Source: istio pkg/config/gateway/gateway.go. */
function findKind(protocol: string, { mode }: Record<string, any>): GatewayListener["kind"] {
  if (isHttp(parseProtocol(protocol))) return "http";
  if (mode === "PASSTHROUGH" || mode === "AUTO_PASSTHROUGH") return "passthrough";
  return protocol === "HTTPS" ? "https" : "tcp";
}

/** Source: `sanitizeServerHostNamespace` in istio pilot/pkg/model/gateway.go. */
function scopeHost(host: string, namespace: string): string {
  if (host.startsWith("./")) return `${namespace}${host.slice(1)}`;
  return host.startsWith("*/") ? host.slice(2) : host;
}

/** The hosts of a listener for routes of a namespace. Source: `NamesForNamespace` in istio pkg/config/host. */
export function listHostsFor({ hosts }: GatewayListener, namespace: string): string[] {
  return hosts.flatMap((host) => {
    const [scope = "", name] = host.split(/\/(.*)/s);
    if (name === undefined) return [host];
    return scope === namespace ? [name] : [];
  });
}

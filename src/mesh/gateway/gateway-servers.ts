import type { ValuePath } from "../../findings/place.js";
import { isHttp, parseProtocol } from "../protocols.js";
import { toMap, toMaps, toText, toTexts } from "../../text/read.js";
import type { AnalyzedObject } from "../objects.js";

/** A server of a Gateway. */
export interface GatewayServer {
  path: ValuePath;
  /** In capitals. */
  protocol: string;
  port: unknown;
  tls: Record<string, any>;
  /** Without the namespaces of the VirtualServices that it is for. */
  hosts: readonly string[];
  /** The same as they are written: `host`, `namespace/host`, `./host` or `*\/host`. */
  scopedHosts: readonly string[];
  /** Whether the gateway itself ends TLS here, with a certificate of its own. */
  endsTls: boolean;
}

const ending = new Set<unknown>(["SIMPLE", "MUTUAL", "OPTIONAL_MUTUAL"]);

/** The servers of a Gateway of Istio's. */
export function listServers({ manifest }: AnalyzedObject): GatewayServer[] {
  return toMaps(manifest.spec?.servers).map((server, index) => {
    const { protocol, number } = toMap(server.port);
    const tls = toMap(server.tls);
    return {
      path: ["spec", "servers", index],
      protocol: toText(protocol).toUpperCase(),
      port: number as unknown,
      tls,
      hosts: toTexts(server.hosts).map((host) => host.slice(host.indexOf("/") + 1)),
      scopedHosts: toTexts(server.hosts),
      endsTls: ending.has(tls.mode),
    };
  });
}

/** The Secrets that a server's certificates are in. */
export function listCredentialNames({ tls }: GatewayServer): readonly string[] {
  return [...toTexts([tls.credentialName]), ...toTexts(tls.credentialNames)].filter((name) => name !== "");
}

/** The hosts of a Gateway's server for VirtualServices of a namespace. */
export function listOffered({ scopedHosts }: GatewayServer, gatewayNamespace: string, namespace: string): string[] {
  return scopedHosts.flatMap((host) => {
    const [scope = "", name] = host.split(/\/(.*)/s);
    if (name === undefined) return [host];
    return scope === "*" || (scope === "." ? gatewayNamespace : scope) === namespace ? [name] : [];
  });
}

/**
 * The routes of a VirtualService that a server goes by; undefined where it goes by none: it only redirects, or finds its way by itself.
 * Source: pkg/config/gateway/gateway.go and pilot/pkg/networking/core/gateway.go in istio.
 */
export function findRouteKind({ protocol, tls }: GatewayServer): "http" | "tls" | "tcp" | undefined {
  if (isHttp(parseProtocol(protocol))) return tls.httpsRedirect === true ? undefined : "http";
  if (tls.mode === "AUTO_PASSTHROUGH") return undefined;
  if (tls.mode === "PASSTHROUGH") return "tls";
  return protocol === "HTTPS" ? "http" : "tcp";
}

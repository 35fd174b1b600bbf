import type { ValuePath } from "../text/schema-problems.js";
import { toMap, toMaps, toText, toTexts } from "../text/read.js";
import type { AnalyzedObject } from "./rule.js";

/** A server of a Gateway. */
export interface GatewayServer {
  path: ValuePath;
  /** In capitals. */
  protocol: string;
  port: unknown;
  tls: Record<string, any>;
  /** Without the namespaces of the VirtualServices that it is for. */
  hosts: readonly string[];
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
      endsTls: ending.has(tls.mode),
    };
  });
}

/** The Secrets that a server's certificates are in. */
export function listCredentialNames({ tls }: GatewayServer): readonly string[] {
  return [...toTexts([tls.credentialName]), ...toTexts(tls.credentialNames)].filter((name) => name !== "");
}

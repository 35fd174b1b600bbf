import type { MeshRequest } from "../request.js";
import type { ClientProxy } from "../routed.js";
import type { AnalyzedObject } from "../../mesh/objects.js";

/** What a proxy has a cluster for. */
export interface Upstream {
  service: AnalyzedObject;
  port: number;
}

/** A request as a proxy reads it, and the proxy's names in rules. */
export interface Flow {
  request: MeshRequest;
  /** After the proxy's normalization; without the query. */
  path: string;
  /** The host header, with the port where the client wrote one. */
  authority: string;
  proxy: ClientProxy;
  /** `mesh` for sidecars; for a gateway the one that the asked server is of, `namespace/name`. */
  gateway: string;
  /** The port that rules match: of the called Service, or of the gateway's server. */
  port: number;
  /**
   * The Service or ServiceEntry of exactly that host, and its port; undefined where the proxy has no cluster for it. Without a port that of the
   * called Service, or at gateways the only one.
   */
  findUpstream: (host: string, port: number | undefined) => Upstream | undefined;
  /** The mesh configuration. */
  config: Readonly<Record<string, any>>;
  /** The claims of a token that the proxy has checked: only gateways do so before they choose a route. @default - it checks none */
  claims?: Readonly<Record<string, unknown>>;
}

/** The host header that a client writes: without the port that its scheme has anyway. Source: RFC 9110, 4.2.3 and 7.2. */
export function computeAuthority({ scheme, host, port }: Pick<MeshRequest, "scheme" | "host" | "port">): string {
  return port === (scheme === "https" ? 443 : 80) ? host : `${host}:${port}`;
}

/** The path with the query, as it stands in the request. */
export function joinQuery(path: string, query: string): string {
  return query === "" ? path : `${path}?${query}`;
}

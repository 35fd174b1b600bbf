import type { Identity } from "../../mesh/identities.js";
import type { MeshWorkload } from "../../mesh/workloads.js";
import type { End } from "../routed.js";
import type { Step } from "../answer.js";
import type { MeshRequest } from "../request.js";
import type { Doubt } from "../truth.js";

/** How bytes come to a port: as they are, in mutual TLS of the mesh, or in any other TLS. */
export type Transport = "plain" | "mutual" | "tls";

/** Who shows a certificate of the mesh. */
export interface Peer extends Identity {
  trustDomain: string;
}

/** A request as it comes to the proxy of a workload. */
export interface Arrival {
  workload: MeshWorkload;
  /** Of the pods; undefined where it is not known. */
  port: number | undefined;
  /** Whether the proxy sees the request, and not a connection alone. */
  isHttp: boolean;
  /** Whose certificate the caller shows; undefined where it shows none. */
  peer: Peer | Doubt | undefined;
  /** The server name of the TLS handshake; empty without TLS. */
  sni: string | Doubt;
  /** Of the connection. */
  address: string | Doubt;
  /** Of the client, as the proxy makes it out of headers and connection. */
  clientAddress: string | Doubt;
  request: MeshRequest;
  /** The request's path after normalization. */
  path: string;
  /** The host header, with the port where the client wrote one. */
  authority: string;
  /** Claims of a token that the proxy has checked. @default none */
  claims?: Readonly<Record<string, unknown>>;
}

/** What a proxy does with what arrives: it goes on, or ends here. */
export interface Passage {
  steps: readonly Step[];
  /** Undefined where it goes on. */
  end?: End;
}

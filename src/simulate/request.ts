import type { Peer } from "../mesh/identities.js";
import type { MeshWorkload } from "../mesh/workloads.js";
import type { Doubt } from "./truth.js";

/** Who sends a request. */
export type Caller = WorkloadCaller | PlainCaller | OutsideCaller;

/** Pods of the mesh's objects. Whether they have a proxy says the workload. */
export interface WorkloadCaller {
  kind: "workload";
  workload: MeshWorkload;
}

/** A pod that no object of the mesh makes: without a proxy, and with no identity. */
export interface PlainCaller {
  kind: "plain";
  namespace: string;
}

/** A client outside of the cluster, who comes to the pods of a gateway. */
export interface OutsideCaller {
  kind: "outside";
  /** The gateway's pods: of a Deployment, or those that Istio makes for a Gateway of the Gateway API. */
  gateway: MeshWorkload;
  /** As the gateway sees it. @default - not known */
  address?: string;
  /** Whose certificate of the mesh the client shows, where it is a proxy of the mesh. @default none */
  peer?: Peer | Doubt;
}

/** An HTTP request, as the application writes it. A call by gRPC is a POST to `/<package>.<Service>/<Method>`. */
export interface MeshRequest {
  caller: Caller;
  /** Whether the client itself speaks TLS. To a service of the mesh it usually does not: its proxy does. */
  scheme: "http" | "https";
  /** In lower case, without a port. A short name is looked up in the caller's namespace, as Kubernetes' DNS does. */
  host: string;
  port: number;
  /** In upper case. */
  method: string;
  /** Begins with `/`; without the query. */
  path: string;
  /** Without `?`; empty where there is none. */
  query: string;
  /** By name in lower case. */
  headers: Readonly<Record<string, string>>;
  /** The claims of a valid token that the request carries, `iss` among them. @default - no token */
  claims?: Readonly<Record<string, unknown>>;
  /** The server name of the client's own TLS. @default - the host, where the scheme is https */
  sni?: string;
}

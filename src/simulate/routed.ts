import type { AnalyzedObject } from "../mesh/objects.js";
import type { MeshWorkload } from "../mesh/workloads.js";
import type { Answered, Broken, Delivery, Outcome, Reached, Step, Unknown } from "./answer.js";
import type { MeshRequest } from "./request.js";

/** The proxy that sends a request on: a sidecar, or a gateway's; undefined where the caller has none. */
export interface ClientProxy {
  workload: MeshWorkload;
  isGateway: boolean;
}

/** Where a caller's proxy sends a share of requests, or what it answers by itself. */
export type Routed = { share: number; steps: readonly Step[] } & ({ target: Target } | { end: End });

/** What ends a request before it gets to a workload. */
export type End =
  Omit<Answered, "share" | "steps"> | Omit<Broken, "share" | "steps"> | Omit<Unknown, "share" | "steps">;

/** Where a request goes, and how. */
export interface Target {
  /** Full host of a Service or ServiceEntry. */
  host: string;
  /** Of that Service or ServiceEntry. */
  port: number;
  /** Empty where the route names none. */
  subset: string;
  /** The Service or ServiceEntry; undefined for a host that nobody declares, where outbound traffic may go anywhere. */
  service?: AnalyzedObject;
  /** As it leaves the route: path, query and headers after rewrites. Its host and port stay what the client called. */
  request: MeshRequest;
  /** The host header as it leaves the route, with the port where the client wrote one. */
  authority: string;
  /**
   * The proxy that sends it on by what the mesh says of the host. Undefined where the caller has none, or where it lets the connection
   * through as it is: then no DestinationRule counts, no mutual TLS is added, and Kubernetes chooses the pod.
   */
  proxy?: ClientProxy;
  /** Whether it goes on as a connection whose requests, and whose own TLS, nobody has read. @default - a proxy has read the request */
  isOpaque?: true;
  delivery: Delivery;
  mirrors: Reached["mirrors"];
  delay?: string;
}

/** What a workload's side makes of a target: shares of 1 among themselves. */
export type Delivered = readonly Outcome[];

import type { Finding } from "../findings/finding.js";

// What `mesh status` says, as JSON has it and the console's page shows it.

export interface ControlPlaneStatus {
  namespace: string;
  name: string;
  revision: string;
  version?: string;
  ready: number;
  replicas: number;
  /** ISO date of the last day of support, where it is known. */
  endOfLife?: string;
  /** Days until the root certificate expires. */
  rootDays?: number;
}

export interface WebhookStatus {
  kind: string;
  name: string;
  revision: string;
  failurePolicy: string;
  /** `namespace/name`, or that it is called by a URL. */
  service: string;
  /** Ready addresses of the Service, where it has one and they are known. */
  endpoints?: number;
  /** Days until its caBundle expires. */
  caDays?: number;
}

export interface GatewayListenerStatus {
  port: number;
  protocol: string;
  hosts: readonly string[];
  certificates: readonly { secret: string; days?: number }[];
}

export interface GatewayStatus {
  api: "istio" | "kubernetes";
  namespace: string;
  name: string;
  addresses: readonly string[];
  listeners: readonly GatewayListenerStatus[];
  /** Hosts of the routes that name it. */
  hosts: readonly string[];
}

export interface NamespaceStatus {
  name: string;
  /** `revision default`, `ambient`, `disabled`, `none`, or `no webhook injects`. */
  injection: string;
  pods: number;
  sidecars: number;
}

export interface WorkloadStatus {
  kind: string;
  namespace: string;
  name: string;
  pods: number;
  sidecars: number;
  /** Versions of their sidecars, where they are known. */
  versions: readonly string[];
  revisions: readonly string[];
}

/** A Service of the cluster, and how many of the problems are about it or its pods. */
export interface ServiceStatus {
  namespace: string;
  name: string;
  problems: number;
}

export interface ProxiesStatus {
  connected: number;
  inStep: number;
  late: readonly string[];
  rejecting: readonly { proxy: string; reason: string }[];
  /** Proxies that run, and that no istiod has a connection to. */
  notConnected: readonly string[];
}

/** How a mesh is. `partial`: nothing is wrong in what could be read, and not all could. */
export type MeshState = "healthy" | "partial" | "problems";

export interface StatusReport {
  /** ISO 8601. */
  time: string;
  /** URL of the API server. */
  server: string;
  state: MeshState;
  kubernetes?: string;
  controlPlanes: readonly ControlPlaneStatus[];
  webhooks: readonly WebhookStatus[];
  gateways: readonly GatewayStatus[];
  /** Those that take part in the mesh. */
  namespaces: readonly NamespaceStatus[];
  /** Those with sidecars, or that should have them. */
  workloads: readonly WorkloadStatus[];
  proxies: ProxiesStatus;
  /** Those with problems. */
  services: readonly ServiceStatus[];
  /** Objects that the stack's policies become; undefined without a stack. */
  policies?: { declared: number; missing: number; changed: number };
  /** What could not be read, and why. */
  unread: readonly { what: string; reason: string }[];
  /** All that is wrong, the worst first. */
  problems: readonly Finding[];
}

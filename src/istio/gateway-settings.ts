import type { Profile } from "./profiles.js";
import type { Autoscaling, ImagePullPolicy, ResourceRequirements } from "./settings.js";

/** The direction of a gateway's traffic. */
export const GatewayKind = {
  /** Into the mesh. */
  Ingress: "ingress",
  /** Out of the mesh. */
  Egress: "egress",
} as const;
export type GatewayKind = (typeof GatewayKind)[keyof typeof GatewayKind];

/** Kubernetes' type of a Service. */
export const ServiceType = { LoadBalancer: "LoadBalancer", NodePort: "NodePort", ClusterIP: "ClusterIP" } as const;
export type ServiceType = (typeof ServiceType)[keyof typeof ServiceType];

/** One port of a gateway's Service. */
export interface GatewayPort {
  /** Names the protocol first, as in `http2` or `tls-kafka`. */
  name: string;
  port: number;
  /**
   * Port of the gateway's pods.
   * @default - `port`
   */
  targetPort?: number;
  /**
   * TCP or UDP.
   * @default "TCP"
   */
  protocol?: string;
}

/** One gateway by Istio's `gateway` chart. Plain values, because they decide which objects exist. */
export interface GatewaySettings {
  /**
   * Direction of the traffic.
   * @default "ingress"
   */
  kind?: GatewayKind;
  /**
   * The control plane's profile; demo makes gateways smaller and opens more ports of an ingress.
   * @default "default"
   */
  profile?: Profile;
  /**
   * Revision of the control plane that injects the proxy. The chart's `revision`.
   * @default - none: the default control plane
   */
  revision?: string;
  /**
   * Labels of all objects and pods; `app` and `istio` change the selector too. The chart's `labels`.
   * @default - app: the gateway's name; istio: the same without "istio-"
   */
  labels?: Record<string, string>;
  /**
   * Fixed number of replicas, at least 1; excludes `autoscaling`. The chart's `replicaCount`.
   * @default - autoscaled, and 1 with demo
   */
  replicas?: number;
  /**
   * Excludes `replicas`. The chart's `autoscaling`.
   * @default - 1 to 5 replicas, and off with demo
   */
  autoscaling?: Autoscaling;
  /**
   * Pull policy of the proxy's image, which the injection webhook does not decide. The chart's `imagePullPolicy`.
   * @default - Kubernetes' own for the placeholder `auto`: Always
   */
  imagePullPolicy?: ImagePullPolicy;
  /**
   * Resources of the proxy. The chart's `resources`.
   * @default - the profile's
   */
  resources?: ResourceRequirements;
  /**
   * The chart's `service.type`.
   * @default - LoadBalancer for ingress, ClusterIP for egress
   */
  serviceType?: ServiceType;
  /**
   * Annotations of the Service, by which clouds configure their load balancer. The chart's `service.annotations`.
   * @default {}
   */
  serviceAnnotations?: Record<string, string>;
  /**
   * All ports of the Service. The chart's `service.ports`.
   * @default - 15021 (status), 80, 443; 31400 and 15443 too for an ingress with demo
   */
  ports?: GatewayPort[];
  /**
   * Values for the chart, for whatever has no setting of its own. They win over everything above.
   * @default {}
   */
  values?: Record<string, any>;
}

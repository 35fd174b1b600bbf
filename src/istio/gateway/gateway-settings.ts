import type { GatewayApiChoice } from "../../mesh/gateway/listener-choices.js";
import type { AwsLoadBalancer } from "../load-balancer/aws-load-balancer.js";
import type { PodDisruptionBudget, TopologySpread } from "../control-plane/disruption.js";
import type { GatewayListener } from "./listener-settings.js";
import type { Profile } from "../control-plane/profiles.js";
import type { Autoscaling, ImagePullPolicy, ResourceRequirements } from "../control-plane/settings.js";

/** The direction of a gateway's traffic. */
export const GatewayKind = {
  /** Into the mesh. */
  Ingress: "ingress",
  /** Out of the mesh. */
  Egress: "egress",
  /** From clusters of the mesh in other networks. */
  EastWest: "eastwest",
} as const;
export type GatewayKind = (typeof GatewayKind)[keyof typeof GatewayKind];

/** Kubernetes' type of a Service. */
export const ServiceType = { LoadBalancer: "LoadBalancer", NodePort: "NodePort", ClusterIP: "ClusterIP" } as const;
export type ServiceType = (typeof ServiceType)[keyof typeof ServiceType];

/** Which pods get what comes from outside. Kubernetes' `externalTrafficPolicy`. */
export const ExternalTrafficPolicy = {
  /** Those of all nodes; what the proxy sees as the client is a node. */
  Cluster: "Cluster",
  /** Those of the node it came to; the client's address is kept. */
  Local: "Local",
} as const;
export type ExternalTrafficPolicy = (typeof ExternalTrafficPolicy)[keyof typeof ExternalTrafficPolicy];

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
  /**
   * Port of every node, 30000-32767; not for ClusterIP.
   * @default - Kubernetes chooses one, where the type has node ports
   */
  nodePort?: number;
}

/** One gateway. Chart: Istio's `gateway`. Plain values, because they decide which objects exist. */
export interface GatewaySettings {
  /**
   * By which API it and what is exposed at it are written: Istio's, with Istio's gateway chart, or the Kubernetes Gateway API, where
   * istiod makes the pods. For ingress alone; docs/gateways.md says what the latter cannot express.
   * @default "istio"
   */
  api?: GatewayApiChoice;
  /**
   * Whether the stack takes over a gateway of this name that somebody else has installed; without it a preview refuses that.
   * @default false
   */
  adopt?: boolean;
  /**
   * Direction of the traffic.
   * @default "ingress"
   */
  kind?: GatewayKind;
  /**
   * Network of this cluster's pods, for kind eastwest. The chart's `networkGateway`.
   * @default - the control plane's
   */
  network?: string;
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
   * @default - app: the gateway's name; istio: the same without "istio-", and eastwestgateway for that kind
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
   * @default - LoadBalancer, and ClusterIP for egress
   */
  serviceType?: ServiceType;
  /**
   * Annotations of the Service, by which clouds configure their load balancer. The chart's `service.annotations`.
   * @default {}
   */
  serviceAnnotations?: Record<string, string>;
  /**
   * All ports of the Service. The chart's `service.ports`.
   * @default - 15021 (status), 80, 443; 31400 and 15443 too for an ingress with demo; 15021, 15443, 15012, 15017 for eastwest
   */
  ports?: GatewayPort[];
  /**
   * What the gateway listens for, by name: where policy documents expose services.
   * @default - `http`: HTTP on port 80, for all hosts and namespaces
   */
  listeners?: Record<string, GatewayListener>;
  /**
   * A network load balancer of AWS; for LoadBalancer only.
   * @default - whatever the cluster makes of a LoadBalancer
   */
  awsLoadBalancer?: AwsLoadBalancer;
  /**
   * Ranges of addresses that clients may have, as in `203.0.113.0/24`; for LoadBalancer only. The chart's `service.loadBalancerSourceRanges`.
   * @default - all
   */
  sourceRanges?: string[];
  /**
   * Which pods get what comes from outside; not for ClusterIP. The chart's `service.externalTrafficPolicy`.
   * @default - Kubernetes' own: Cluster
   */
  externalTrafficPolicy?: ExternalTrafficPolicy;
  /**
   * Whether ports without a `nodePort` get one too; for LoadBalancer only. The chart's `service.allocateLoadBalancerNodePorts`.
   * @default - Kubernetes' own: true
   */
  allocateNodePorts?: boolean;
  /**
   * How many pods may go at a time; for two or more. The chart's `podDisruptionBudget`.
   * @default - none
   */
  podDisruptionBudget?: PodDisruptionBudget;
  /**
   * Spreads the pods over zones or nodes. The chart's `topologySpreadConstraints`.
   * @default - Kubernetes' own
   */
  topologySpreadConstraints?: TopologySpread[];
  /**
   * Values for the chart, for whatever has no setting of its own. They win over everything above.
   * @default {}
   */
  values?: Record<string, any>;
}

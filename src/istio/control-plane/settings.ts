import type { Profile } from "./profiles.js";

/** When the kubelet pulls an image. Kubernetes' `imagePullPolicy`. */
export const ImagePullPolicy = { Always: "Always", IfNotPresent: "IfNotPresent", Never: "Never" } as const;
export type ImagePullPolicy = (typeof ImagePullPolicy)[keyof typeof ImagePullPolicy];

/** How Envoy writes a line of the access log. Istio's `meshConfig.accessLogEncoding`. */
export const AccessLogEncoding = { Text: "TEXT", Json: "JSON" } as const;
export type AccessLogEncoding = (typeof AccessLogEncoding)[keyof typeof AccessLogEncoding];

/** Amounts as Kubernetes writes them. */
export interface ResourceQuantities {
  /**
   * As in `500m` or `2`.
   * @default - the chart's
   */
  cpu?: string;
  /**
   * As in `512Mi`.
   * @default - the chart's
   */
  memory?: string;
}

/** Kubernetes' `resources` of a container. What is left out keeps the chart's or the profile's value. */
export interface ResourceRequirements {
  /**
   * What the scheduler sets aside.
   * @default - the chart's
   */
  requests?: ResourceQuantities;
  /**
   * What the container may not exceed.
   * @default - the chart's
   */
  limits?: ResourceQuantities;
}

/** A HorizontalPodAutoscaler. Giving it switches autoscaling on, whatever the profile says. */
export interface Autoscaling {
  /**
   * False = a fixed number of replicas.
   * @default true
   */
  enabled?: boolean;
  /**
   * At least 1.
   * @default 1
   */
  minReplicas?: number;
  /**
   * Not below `minReplicas`.
   * @default 5
   */
  maxReplicas?: number;
  /**
   * Average CPU use that the autoscaler aims at, in percent of the requests.
   * @default 80
   */
  targetCPUUtilizationPercentage?: number;
}

/** Envoy's access log of all proxies. Giving it switches the log on. */
export interface AccessLog {
  /**
   * Where to write; "" switches the log off. Istio's `meshConfig.accessLogFile`.
   * @default "/dev/stdout"
   */
  file?: string;
  /**
   * Istio's `meshConfig.accessLogEncoding`.
   * @default "TEXT"
   */
  encoding?: AccessLogEncoding;
  /**
   * Envoy's format string; with JSON encoding a JSON object as text. Istio's `meshConfig.accessLogFormat`.
   * @default - Istio's own format
   */
  format?: string;
}

/** Distributed tracing of all proxies. */
export interface Tracing {
  /**
   * Requests to trace, in percent, 0-100. The charts' `pilot.traceSampling`.
   * @default 1
   */
  sampling?: number;
  /**
   * Name of an entry of `meshConfig.extensionProviders` that gets all traces. Istio's `meshConfig.defaultProviders.tracing`.
   * @default - none; a Telemetry object chooses one
   */
  provider?: string;
}

/** Where a control plane's cluster stands among others. https://istio.io/latest/docs/setup/install/multicluster/ */
export interface MultiCluster {
  /**
   * Name of the mesh, the same in all of its clusters. The charts' `global.meshID`.
   * @default - the trust domain
   */
  meshID?: string;
  /**
   * Name of this cluster, another one in each. The charts' `global.multiCluster.clusterName`.
   * @default "Kubernetes"
   */
  clusterName?: string;
  /**
   * Network of this cluster's pods, the same in clusters whose pods reach each other directly. The charts' `global.network`, and the
   * label `topology.istio.io/network` of the control plane's namespace.
   * @default - none
   */
  network?: string;
}

/** How the control plane is installed. Everything here is a plain value, because it decides which objects exist. */
export interface ControlPlaneSettings {
  /**
   * Set of components and settings to start from.
   * @default "default"
   */
  profile?: Profile;
  /**
   * Release of Istio, of the charts and of the images.
   * @default "1.31.4"
   */
  version?: string;
  /**
   * Namespace of the control plane, the mesh's root namespace. The charts' `global.istioNamespace`.
   * @default "istio-system"
   */
  namespace?: string;
  /**
   * Name of this control plane where several run side by side, a DNS label such as `1-31-1`. The charts' `revision`.
   * @default - none: the only, or the default, control plane
   */
  revision?: string;
  /**
   * Registry and path of all images. The charts' `global.hub`.
   * @default "docker.io/istio"
   */
  hub?: string;
  /**
   * Tag of all images. The charts' `global.tag`.
   * @default - `version`
   */
  tag?: string;
  /**
   * Pull policy of all images. The charts' `global.imagePullPolicy`.
   * @default - Kubernetes' own
   */
  imagePullPolicy?: ImagePullPolicy;
  /**
   * Access log of all proxies.
   * @default - the profile's: off, and /dev/stdout with demo
   */
  accessLog?: AccessLog;
  /**
   * Tracing of all proxies.
   * @default - the profile's: 1 % sampled, and 100 % with demo
   */
  tracing?: Tracing;
  /**
   * Any other field of Istio's MeshConfig. https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
   * @default - the profile's
   */
  meshConfig?: Record<string, any>;
  /**
   * Resources of istiod. The charts' `pilot.resources`.
   * @default - the profile's
   */
  resources?: ResourceRequirements;
  /**
   * Resources of the sidecars. The charts' `global.proxy.resources`.
   * @default - the profile's
   */
  proxyResources?: ResourceRequirements;
  /**
   * Fixed number of istiod's replicas, at least 1; excludes `autoscaling`. The charts' `pilot.replicaCount`.
   * @default - autoscaled, and 1 with demo
   */
  replicas?: number;
  /**
   * Autoscaling of istiod; excludes `replicas`. The charts' `pilot.autoscale…`.
   * @default - 1 to 5 replicas, and off with demo
   */
  autoscaling?: Autoscaling;
  /**
   * Whether istiod takes the taint `cni.istio.io/not-ready` off nodes whose CNI agent is ready; for clusters that give new nodes
   * this taint, and profiles with that agent. From Istio 1.29 on. The charts' `pilot.taint`.
   * @default false
   */
  untaintNodes?: boolean;
  /**
   * Where this cluster stands among others.
   * @default - it is the only one
   */
  multiCluster?: MultiCluster;
  /**
   * Environment variables of istiod. The charts' `pilot.env`.
   * @default - the profile's
   */
  env?: Record<string, string>;
  /**
   * Chart (`base`, `istiod`, `cni` or `ztunnel`) -> values for it, for whatever has no setting of its own. They win over the
   * profile and over all settings above.
   * @default {}
   */
  values?: Record<string, any>;
}

import type { PodTemplate } from "./pods.js";
import type { Manifest } from "../kubernetes/manifest.js";
import type { FindingResource } from "../findings/finding.js";
import type { Place, ValuePath } from "../findings/place.js";
import type { GatewayApiRelease } from "./gateway/gateway-api-release.js";
import type { LoadBalancerClasses } from "./load-balancer-classes.js";

/** The kinds that are read of a mesh: `<group>/<Kind>`, without group for Kubernetes' core. */
export const objectKinds = [
  "ConfigMap",
  "Namespace",
  "Node",
  "Pod",
  "Secret",
  "Service",
  "ServiceAccount",
  "apps/DaemonSet",
  "apps/Deployment",
  "apps/ReplicaSet",
  "apps/StatefulSet",
  "argoproj.io/Rollout",
  "autoscaling/HorizontalPodAutoscaler",
  "batch/CronJob",
  "batch/Job",
  "admissionregistration.k8s.io/MutatingWebhookConfiguration",
  "admissionregistration.k8s.io/ValidatingWebhookConfiguration",
  "apiextensions.k8s.io/CustomResourceDefinition",
  "networking.k8s.io/Ingress",
  "bitnami.com/SealedSecret",
  "cert-manager.io/Certificate",
  "external-secrets.io/ExternalSecret",
  "extensions.istio.io/WasmPlugin",
  "networking.istio.io/DestinationRule",
  "networking.istio.io/EnvoyFilter",
  "networking.istio.io/Gateway",
  "networking.istio.io/ProxyConfig",
  "networking.istio.io/ServiceEntry",
  "networking.istio.io/Sidecar",
  "networking.istio.io/VirtualService",
  "networking.istio.io/WorkloadEntry",
  "networking.istio.io/WorkloadGroup",
  "security.istio.io/AuthorizationPolicy",
  "security.istio.io/PeerAuthentication",
  "security.istio.io/RequestAuthentication",
  "telemetry.istio.io/Telemetry",
  "gateway.networking.k8s.io/BackendTLSPolicy",
  "gateway.networking.k8s.io/GRPCRoute",
  "gateway.networking.k8s.io/Gateway",
  "gateway.networking.k8s.io/GatewayClass",
  "gateway.networking.k8s.io/HTTPRoute",
  "gateway.networking.k8s.io/ListenerSet",
  "gateway.networking.k8s.io/ReferenceGrant",
  "gateway.networking.k8s.io/TCPRoute",
  "gateway.networking.k8s.io/TLSRoute",
  "gateway.networking.k8s.io/UDPRoute",
] as const;
export type ObjectKind = (typeof objectKinds)[number];

/** An object, and where its values stand. */
export interface AnalyzedObject {
  manifest: Manifest;
  /** The namespace that it is in; empty for one that is cluster-scoped. */
  namespace: string;
  locate: (path: ValuePath) => Place;
  /** Whether it only stands for what every installation has; nothing is said of it. */
  isAssumed: boolean;
}

/** How findings name an object. */
export function identifyObject({ manifest: { kind, metadata }, namespace }: AnalyzedObject): FindingResource {
  return { kind, name: metadata.name, ...(namespace === "" ? {} : { namespace }) };
}

/** The pods that an object makes, by their labels; the object itself where it is a Pod. */
export interface Workload extends PodTemplate {
  object: AnalyzedObject;
  namespace: string;
}

/** The kinds that `workloads` reads. */
export const workloadKinds = [
  "Pod",
  "apps/DaemonSet",
  "apps/Deployment",
  "apps/ReplicaSet",
  "apps/StatefulSet",
  // Argo's, which takes a Deployment's place: https://argo-rollouts.readthedocs.io/en/stable/features/specification/
  "argoproj.io/Rollout",
  "batch/CronJob",
  "batch/Job",
] as const satisfies readonly ObjectKind[];

/** Two objects of one kind, namespace and name. */
export interface Duplicate {
  first: AnalyzedObject;
  other: AnalyzedObject;
}

/** What is known of the program that reads the objects. */
export interface IstiodKnowledge {
  /** Release of Istio, as in `1.31.4`. */
  version: string;
  /** Its environment variables. */
  env: Readonly<Record<string, string>>;
}

/** What is known of the mesh beside its objects. */
export interface MeshKnowledge {
  /** Namespace of the control plane. */
  rootNamespace: string;
  /** The mesh configuration; empty where it is not known. */
  config: Readonly<Record<string, any>>;
  /** Where the values of the configuration stand, where it comes from a file: then that file is looked at, too. */
  locateConfig?: (path: ValuePath) => Place;
  /** istiod; undefined where nothing is known of it. */
  istiod?: IstiodKnowledge;
  /** The Gateway API's definitions; undefined where they are not known. */
  gatewayApi?: GatewayApiRelease;
  /** Who makes the load balancers of the cluster; undefined where it is not known. */
  loadBalancers?: LoadBalancerClasses;
  /** When certificates must be valid. */
  now: Date;
  /** `networks` of the mesh networks' configuration; undefined where it is not given. */
  networks?: Readonly<Record<string, any>>;
  /** Objects of the other clusters of the mesh, by the names of these; undefined where it has none, or nothing is known of them. */
  otherClusters?: Readonly<Record<string, readonly Manifest[]>>;
}

/** The objects of a mesh, and what is known beside them. */
export interface MeshReader {
  mesh: MeshKnowledge;
  /** Objects of a kind, in the order of namespace and name. */
  list: (kind: ObjectKind) => readonly AnalyzedObject[];
  /** The object with that name. Undefined if it does not exist. */
  find: (kind: ObjectKind, namespace: string, name: string) => AnalyzedObject | undefined;
  /**
   * Pods and what makes pods: Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob, Rollout. Those of a namespace where one is
   * given. Needs the kinds of `workloadKinds`.
   */
  workloads: (namespace?: string) => readonly Workload[];
  /** What a function finds in the whole mesh. It is computed once for all that ask. */
  ask: <Fact>(compute: (reader: MeshReader) => Fact) => Fact;
}

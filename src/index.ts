export { analyze, type AnalysisInput } from "./analysis/analyze.js";
export type { MeshKnowledge } from "./analysis/rule.js";
export type { Suppression } from "./analysis/suppression.js";
export { Application, type ApplicationArgs } from "./components/application.js";
export { ControlPlane, type ControlPlaneArgs } from "./components/control-plane.js";
export { ExistingCluster, type ExistingClusterArgs } from "./components/existing-cluster.js";
export { Gateway, type GatewayArgs } from "./components/gateway.js";
export { LocalCluster, type LocalClusterArgs } from "./components/local-cluster.js";
export {
  Mesh,
  type MeshArgs,
  type MeshControlPlane,
  type MeshGateway,
  type MeshNamespaceSettings,
} from "./components/mesh.js";
export { MeshNamespace, NamespaceMode, type MeshNamespaceArgs } from "./components/mesh-namespace.js";
export { TrafficPolicies, type PolicyGateway, type TrafficPoliciesArgs } from "./components/traffic-policies.js";
export { clusterCharts } from "./folders.js";
export type { Finding, FindingResource, Level } from "./finding.js";
export type { ChartSource } from "./istio/charts.js";
export { GatewayKind, ServiceType, type GatewayPort, type GatewaySettings } from "./istio/gateway-settings.js";
export { Injection } from "./istio/injection.js";
export { Profile } from "./istio/profiles.js";
export {
  AccessLogEncoding,
  ImagePullPolicy,
  type AccessLog,
  type Autoscaling,
  type ControlPlaneSettings,
  type ResourceQuantities,
  type ResourceRequirements,
  type Tracing,
} from "./istio/settings.js";
export { loadManifests, type LoadedManifests } from "./manifest-text.js";
export type { Manifest } from "./manifest.js";
export { policy, type Policy } from "./policy/policy.js";
export type { Place, ValuePath } from "./schema-problems.js";

export { analyze, type AnalysisInput } from "./analysis/analyze.js";
export type { MeshKnowledge } from "./mesh/objects.js";
export type { Suppression } from "./analysis/suppression.js";
export { Application, type ApplicationArgs } from "./components/application.js";
export { ControlPlane, renderDefinitions, type ControlPlaneArgs } from "./components/control-plane.js";
export { ExistingCluster, type ExistingClusterArgs } from "./components/existing-cluster.js";
export { Gateway, type GatewayArgs } from "./components/gateway.js";
export { GatewayApi, type GatewayApiArgs } from "./components/gateway-api.js";
export { loadGatewayApi } from "./components/gateway-api-manifest.js";
export type { CertManagerCertificate, GatewayCertificate } from "./components/gateway-certificates.js";
export { LocalCluster, type LocalClusterArgs } from "./components/local-cluster.js";
export {
  Mesh,
  type MeshArgs,
  type MeshControlPlane,
  type MeshGateway,
  type MeshNamespaceSettings,
} from "./components/mesh.js";
export { MeshNamespace, NamespaceMode, type MeshNamespaceArgs } from "./components/mesh-namespace.js";
export { TrafficPolicies, type TrafficPoliciesArgs } from "./components/traffic-policies.js";
export { clusterCharts, clusterGatewayApi } from "./folders.js";
export { FailOn, type Finding, type FindingResource, type Level } from "./findings/finding.js";
export type { ChartSource } from "./istio/versions/charts.js";
export { GatewayApiChannel, GatewayApiMode, type GatewayApiSettings } from "./istio/gateway-api/settings.js";
export type { GatewayListener, ListenerTls } from "./istio/gateway/listener-settings.js";
export * from "./istio/load-balancer/aws-load-balancer.js";
export { WhenUnsatisfiable, type PodDisruptionBudget, type TopologySpread } from "./istio/control-plane/disruption.js";
export * from "./istio/gateway/gateway-settings.js";
export { Injection } from "./istio/control-plane/injection.js";
export type { PropagationSettings } from "./istio/control-plane/propagation.js";
export { Profile } from "./istio/control-plane/profiles.js";
export * from "./istio/control-plane/settings.js";
export { GatewayApiChoice, ListenerProtocol, ListenerTlsMode, TlsVersion } from "./mesh/gateway/listener-choices.js";
export { loadManifests, type LoadedManifests } from "./text/manifest-text.js";
export type { Manifest } from "./kubernetes/manifest.js";
export type { MeshListener, MeshListenerTls } from "./policy/kind.js";
export { policy, type Policy } from "./policy/policy.js";
export type { AnalysisSettings, PolicyGateway, PolicyPlanArgs } from "./plan/policy-plan.js";
export type { Place, ValuePath } from "./findings/place.js";

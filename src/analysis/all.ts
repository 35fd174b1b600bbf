import type { Rule } from "./rule.js";
import { accessPatterns } from "./rules/authorization-policy/access-patterns.js";
import { ambientMtls } from "./rules/peer-authentication/ambient-mtls.js";
import { ambientPolicies } from "./rules/authorization-policy/ambient-policies.js";
import { ambientRoutes } from "./rules/virtual-service/ambient-routes.js";
import { ambientWorkloads } from "./rules/workload/ambient-workloads.js";
import { istioAnnotations } from "./rules/workload/annotations.js";
import { applicationUid } from "./rules/workload/application-uid.js";
import { authorizationPolicies } from "./rules/authorization-policy/authorization-policies.js";
import { autoModeServices } from "./rules/service/auto-mode-services.js";
import { backendTlsPolicies } from "./rules/gateway-api/backend-tls-policies.js";
import { broadGatewayHosts } from "./rules/gateway/broad-gateway-hosts.js";
import { callerProxies } from "./rules/destination-rule/caller-proxies.js";
import { catchAllPatterns } from "./rules/authorization-policy/catch-all-patterns.js";
import { clientAddresses } from "./rules/authorization-policy/client-addresses.js";
import { clusterServices } from "./rules/service/cluster-services.js";
import { conflictingGateways } from "./rules/gateway/conflicting-gateways.js";
import { customProviders } from "./rules/authorization-policy/custom-providers.js";
import { defaultInjection } from "./rules/workload/default-injection.js";
import { delegates } from "./rules/virtual-service/delegates.js";
import { deprecatedFields } from "./rules/object/deprecated-fields.js";
import { destinationHosts } from "./rules/destination-rule/destination-hosts.js";
import { destinationMtls } from "./rules/destination-rule/destination-mtls.js";
import { destinationRuleHosts } from "./rules/destination-rule/destination-rule-hosts.js";
import { destinationRuleOverlaps } from "./rules/destination-rule/destination-rule-overlaps.js";
import { destinationRuleTls } from "./rules/destination-rule/destination-rule-tls.js";
import { destinationSubsets } from "./rules/destination-rule/destination-subsets.js";
import { disabledMtls } from "./rules/peer-authentication/disabled-mtls.js";
import { doubledObjects } from "./rules/object/doubled-objects.js";
import { earlyFields } from "./rules/object/early-fields.js";
import { envoyFilterPatches } from "./rules/envoy-filter/envoy-filter-patches.js";
import { evadablePaths } from "./rules/authorization-policy/evadable-paths.js";
import { excludedPorts } from "./rules/peer-authentication/excluded-ports.js";
import { exportNamespaces } from "./rules/object/export-namespaces.js";
import { externalControlPlane } from "./rules/mesh/external-control-plane.js";
import { gatewayApiDefinitions } from "./rules/gateway-api/gateway-api-definitions.js";
import { gatewayCertificates } from "./rules/gateway/gateway-certificates.js";
import { gatewayRoutes } from "./rules/gateway/gateway-routes.js";
import { gatewaySecrets } from "./rules/gateway/gateway-secrets.js";
import { gatewayWorkloads } from "./rules/gateway/gateway-workloads.js";
import { idleSettings } from "./rules/destination-rule/idle-settings.js";
import { imageAuto } from "./rules/workload/image-auto.js";
import { impossibleMatches } from "./rules/virtual-service/impossible-matches.js";
import { ingressSubsets } from "./rules/destination-rule/ingress-subsets.js";
import { injectionWebhooks } from "./rules/workload/injection-webhooks.js";
import { jwksFetches } from "./rules/request-authentication/jwks-fetches.js";
import { jwtClaimRoutes } from "./rules/request-authentication/jwt-claim-routes.js";
import { kubernetesGatewayCertificates } from "./rules/gateway-api/kubernetes-gateway-certificates.js";
import { kubernetesGatewayListeners } from "./rules/gateway-api/kubernetes-gateway-listeners.js";
import { kubernetesGatewaySelectors } from "./rules/gateway-api/kubernetes-gateway-selectors.js";
import { kubernetesRouteBackends } from "./rules/gateway-api/kubernetes-route-backends.js";
import { kubernetesRouteHeaders } from "./rules/gateway-api/kubernetes-route-headers.js";
import { kubernetesRouteParents } from "./rules/gateway-api/kubernetes-route-parents.js";
import { kubernetesRouteWeights } from "./rules/gateway-api/kubernetes-route-weights.js";
import { meshConfiguration } from "./rules/mesh/mesh-configuration.js";
import { meshGatewayHosts } from "./rules/virtual-service/mesh-gateway-hosts.js";
import { meshHardening } from "./rules/mesh/mesh-hardening.js";
import { meshNetworks } from "./rules/mesh/mesh-networks.js";
import { misplacedLabels } from "./rules/workload/misplaced-labels.js";
import { missingMutualTls } from "./rules/peer-authentication/missing-mutual-tls.js";
import { namespaceInjection } from "./rules/workload/namespace-injection.js";
import { outlierDetections } from "./rules/destination-rule/outlier-detections.js";
import { peerAuthentications } from "./rules/peer-authentication/peer-authentications.js";
import { plainHttpRoutes } from "./rules/virtual-service/plain-http-routes.js";
import { policyCallers } from "./rules/authorization-policy/policy-callers.js";
import { policyMtls } from "./rules/authorization-policy/policy-mtls.js";
import { policyOperations } from "./rules/authorization-policy/policy-operations.js";
import { policySelectors } from "./rules/object/policy-selectors.js";
import { portNames } from "./rules/service/port-names.js";
import { portSettings } from "./rules/destination-rule/port-settings.js";
import { prefixRewrites } from "./rules/virtual-service/prefix-rewrites.js";
import { proxyImages } from "./rules/workload/proxy-images.js";
import { proxyVersionLengths } from "./rules/envoy-filter/proxy-version-lengths.js";
import { routeDestinations } from "./rules/virtual-service/route-destinations.js";
import { routeProtocols } from "./rules/virtual-service/route-protocols.js";
import { routeTimeouts } from "./rules/virtual-service/route-timeouts.js";
import { routeWeights } from "./rules/virtual-service/route-weights.js";
import { serverCertificates } from "./rules/gateway/server-certificates.js";
import { serverProtocols } from "./rules/gateway/server-protocols.js";
import { schemaValidation } from "./rules/object/schema-validation.js";
import { serviceAssociations } from "./rules/service/service-associations.js";
import { serviceEntryAddresses } from "./rules/service-entry/service-entry-addresses.js";
import { serviceEntryProtocols } from "./rules/service-entry/service-entry-protocols.js";
import { serviceTargets } from "./rules/service/service-targets.js";
import { severalProviders } from "./rules/authorization-policy/several-providers.js";
import { sidecarSelectors } from "./rules/sidecar/sidecar-selectors.js";
import { sidecarSettings } from "./rules/sidecar/sidecar-settings.js";
import { strictEntrances } from "./rules/peer-authentication/strict-entrances.js";
import { strictProbes } from "./rules/peer-authentication/strict-probes.js";
import { stringValues } from "./rules/object/string-values.js";
import { tcpAccess } from "./rules/authorization-policy/tcp-access.js";
import { telemetryProviders } from "./rules/telemetry/telemetry-providers.js";
import { telemetrySelectors } from "./rules/telemetry/telemetry-selectors.js";
import { uncheckedTokens } from "./rules/request-authentication/unchecked-tokens.js";
import { uncoveredWorkloads } from "./rules/authorization-policy/uncovered-workloads.js";
import { unknownZones } from "./rules/destination-rule/unknown-zones.js";
import { untakenDestinationRules } from "./rules/destination-rule/untaken-destination-rules.js";
import { unneededTokens } from "./rules/request-authentication/unneeded-tokens.js";
import { unreachableRoutes } from "./rules/virtual-service/unreachable-routes.js";
import { unusedSubsets } from "./rules/destination-rule/unused-subsets.js";
import { unverifiedServers } from "./rules/destination-rule/unverified-servers.js";
import { virtualServiceExports } from "./rules/virtual-service/virtual-service-exports.js";
import { virtualServiceGateways } from "./rules/virtual-service/virtual-service-gateways.js";
import { waypointCallers } from "./rules/workload/waypoint-callers.js";
import { workloadGroups } from "./rules/service-entry/workload-groups.js";

/** Every rule. */
export const rules: readonly Rule[] = [
  accessPatterns,
  ambientMtls,
  ambientPolicies,
  ambientRoutes,
  ambientWorkloads,
  istioAnnotations,
  applicationUid,
  authorizationPolicies,
  autoModeServices,
  backendTlsPolicies,
  broadGatewayHosts,
  callerProxies,
  catchAllPatterns,
  clientAddresses,
  clusterServices,
  conflictingGateways,
  customProviders,
  defaultInjection,
  delegates,
  deprecatedFields,
  destinationHosts,
  destinationMtls,
  destinationRuleHosts,
  destinationRuleOverlaps,
  destinationRuleTls,
  destinationSubsets,
  disabledMtls,
  doubledObjects,
  earlyFields,
  envoyFilterPatches,
  evadablePaths,
  excludedPorts,
  exportNamespaces,
  externalControlPlane,
  gatewayApiDefinitions,
  gatewayCertificates,
  gatewayRoutes,
  gatewaySecrets,
  gatewayWorkloads,
  idleSettings,
  imageAuto,
  impossibleMatches,
  ingressSubsets,
  injectionWebhooks,
  jwksFetches,
  jwtClaimRoutes,
  kubernetesGatewayCertificates,
  kubernetesGatewayListeners,
  kubernetesGatewaySelectors,
  kubernetesRouteBackends,
  kubernetesRouteHeaders,
  kubernetesRouteParents,
  kubernetesRouteWeights,
  meshConfiguration,
  meshGatewayHosts,
  meshHardening,
  meshNetworks,
  misplacedLabels,
  missingMutualTls,
  namespaceInjection,
  outlierDetections,
  peerAuthentications,
  plainHttpRoutes,
  policyCallers,
  policyMtls,
  policyOperations,
  policySelectors,
  portNames,
  portSettings,
  prefixRewrites,
  proxyImages,
  proxyVersionLengths,
  routeDestinations,
  routeProtocols,
  routeTimeouts,
  routeWeights,
  serverCertificates,
  serverProtocols,
  schemaValidation,
  serviceAssociations,
  serviceEntryAddresses,
  serviceEntryProtocols,
  serviceTargets,
  severalProviders,
  sidecarSelectors,
  sidecarSettings,
  strictEntrances,
  strictProbes,
  stringValues,
  tcpAccess,
  telemetryProviders,
  telemetrySelectors,
  uncheckedTokens,
  uncoveredWorkloads,
  unknownZones,
  untakenDestinationRules,
  unneededTokens,
  unreachableRoutes,
  unusedSubsets,
  unverifiedServers,
  virtualServiceExports,
  virtualServiceGateways,
  waypointCallers,
  workloadGroups,
];

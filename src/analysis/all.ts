import type { Rule } from "./rule.js";
import { accessPatterns } from "./rules/access-patterns.js";
import { ambientMtls } from "./rules/ambient-mtls.js";
import { ambientPolicies } from "./rules/ambient-policies.js";
import { ambientRoutes } from "./rules/ambient-routes.js";
import { ambientWorkloads } from "./rules/ambient-workloads.js";
import { istioAnnotations } from "./rules/annotations.js";
import { applicationUid } from "./rules/application-uid.js";
import { authorizationPolicies } from "./rules/authorization-policies.js";
import { autoModeServices } from "./rules/auto-mode-services.js";
import { backendTlsPolicies } from "./rules/backend-tls-policies.js";
import { broadGatewayHosts } from "./rules/broad-gateway-hosts.js";
import { callerProxies } from "./rules/caller-proxies.js";
import { catchAllPatterns } from "./rules/catch-all-patterns.js";
import { clientAddresses } from "./rules/client-addresses.js";
import { clusterServices } from "./rules/cluster-services.js";
import { conflictingGateways } from "./rules/conflicting-gateways.js";
import { customProviders } from "./rules/custom-providers.js";
import { defaultInjection } from "./rules/default-injection.js";
import { delegates } from "./rules/delegates.js";
import { deprecatedFields } from "./rules/deprecated-fields.js";
import { destinationHosts } from "./rules/destination-hosts.js";
import { destinationMtls } from "./rules/destination-mtls.js";
import { destinationRuleHosts } from "./rules/destination-rule-hosts.js";
import { destinationRuleOverlaps } from "./rules/destination-rule-overlaps.js";
import { destinationRuleTls } from "./rules/destination-rule-tls.js";
import { destinationSubsets } from "./rules/destination-subsets.js";
import { disabledMtls } from "./rules/disabled-mtls.js";
import { doubledObjects } from "./rules/doubled-objects.js";
import { earlyFields } from "./rules/early-fields.js";
import { envoyFilterPatches } from "./rules/envoy-filter-patches.js";
import { evadablePaths } from "./rules/evadable-paths.js";
import { excludedPorts } from "./rules/excluded-ports.js";
import { exportNamespaces } from "./rules/export-namespaces.js";
import { externalControlPlane } from "./rules/external-control-plane.js";
import { gatewayApiDefinitions } from "./rules/gateway-api-definitions.js";
import { gatewayCertificates } from "./rules/gateway-certificates.js";
import { gatewayRoutes } from "./rules/gateway-routes.js";
import { gatewaySecrets } from "./rules/gateway-secrets.js";
import { gatewayWorkloads } from "./rules/gateway-workloads.js";
import { idleSettings } from "./rules/idle-settings.js";
import { imageAuto } from "./rules/image-auto.js";
import { impossibleMatches } from "./rules/impossible-matches.js";
import { ingressSubsets } from "./rules/ingress-subsets.js";
import { injectionWebhooks } from "./rules/injection-webhooks.js";
import { jwksFetches } from "./rules/jwks-fetches.js";
import { jwtClaimRoutes } from "./rules/jwt-claim-routes.js";
import { kubernetesGatewayCertificates } from "./rules/kubernetes-gateway-certificates.js";
import { kubernetesGatewayListeners } from "./rules/kubernetes-gateway-listeners.js";
import { kubernetesGatewaySelectors } from "./rules/kubernetes-gateway-selectors.js";
import { kubernetesRouteBackends } from "./rules/kubernetes-route-backends.js";
import { kubernetesRouteHeaders } from "./rules/kubernetes-route-headers.js";
import { kubernetesRouteParents } from "./rules/kubernetes-route-parents.js";
import { kubernetesRouteWeights } from "./rules/kubernetes-route-weights.js";
import { meshConfiguration } from "./rules/mesh-configuration.js";
import { meshGatewayHosts } from "./rules/mesh-gateway-hosts.js";
import { meshHardening } from "./rules/mesh-hardening.js";
import { meshNetworks } from "./rules/mesh-networks.js";
import { misplacedLabels } from "./rules/misplaced-labels.js";
import { missingMutualTls } from "./rules/missing-mutual-tls.js";
import { namespaceInjection } from "./rules/namespace-injection.js";
import { outlierDetections } from "./rules/outlier-detections.js";
import { peerAuthentications } from "./rules/peer-authentications.js";
import { plainHttpRoutes } from "./rules/plain-http-routes.js";
import { policyCallers } from "./rules/policy-callers.js";
import { policyMtls } from "./rules/policy-mtls.js";
import { policyOperations } from "./rules/policy-operations.js";
import { policySelectors } from "./rules/policy-selectors.js";
import { portNames } from "./rules/port-names.js";
import { portSettings } from "./rules/port-settings.js";
import { prefixRewrites } from "./rules/prefix-rewrites.js";
import { proxyImages } from "./rules/proxy-images.js";
import { proxyVersionLengths } from "./rules/proxy-version-lengths.js";
import { routeDestinations } from "./rules/route-destinations.js";
import { routeProtocols } from "./rules/route-protocols.js";
import { routeTimeouts } from "./rules/route-timeouts.js";
import { routeWeights } from "./rules/route-weights.js";
import { serverCertificates } from "./rules/server-certificates.js";
import { serverProtocols } from "./rules/server-protocols.js";
import { schemaValidation } from "./rules/schema-validation.js";
import { serviceAssociations } from "./rules/service-associations.js";
import { serviceEntryAddresses } from "./rules/service-entry-addresses.js";
import { serviceEntryProtocols } from "./rules/service-entry-protocols.js";
import { serviceTargets } from "./rules/service-targets.js";
import { severalProviders } from "./rules/several-providers.js";
import { sidecarSelectors } from "./rules/sidecar-selectors.js";
import { sidecarSettings } from "./rules/sidecar-settings.js";
import { strictEntrances } from "./rules/strict-entrances.js";
import { strictProbes } from "./rules/strict-probes.js";
import { stringValues } from "./rules/string-values.js";
import { tcpAccess } from "./rules/tcp-access.js";
import { telemetryProviders } from "./rules/telemetry-providers.js";
import { telemetrySelectors } from "./rules/telemetry-selectors.js";
import { uncheckedTokens } from "./rules/unchecked-tokens.js";
import { uncoveredWorkloads } from "./rules/uncovered-workloads.js";
import { unknownZones } from "./rules/unknown-zones.js";
import { untakenDestinationRules } from "./rules/untaken-destination-rules.js";
import { unneededTokens } from "./rules/unneeded-tokens.js";
import { unreachableRoutes } from "./rules/unreachable-routes.js";
import { unusedSubsets } from "./rules/unused-subsets.js";
import { unverifiedServers } from "./rules/unverified-servers.js";
import { virtualServiceExports } from "./rules/virtual-service-exports.js";
import { virtualServiceGateways } from "./rules/virtual-service-gateways.js";
import { waypointCallers } from "./rules/waypoint-callers.js";
import { workloadGroups } from "./rules/workload-groups.js";

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

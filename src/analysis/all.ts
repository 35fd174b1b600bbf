import type { Rule } from "./rule.js";
import { istioAnnotations } from "./rules/annotations.js";
import { applicationUid } from "./rules/application-uid.js";
import { authorizationPolicies } from "./rules/authorization-policies.js";
import { broadGatewayHosts } from "./rules/broad-gateway-hosts.js";
import { conflictingGateways } from "./rules/conflicting-gateways.js";
import { defaultInjection } from "./rules/default-injection.js";
import { deprecatedFields } from "./rules/deprecated-fields.js";
import { destinationHosts } from "./rules/destination-hosts.js";
import { destinationRuleHosts } from "./rules/destination-rule-hosts.js";
import { destinationRuleTls } from "./rules/destination-rule-tls.js";
import { destinationSubsets } from "./rules/destination-subsets.js";
import { envoyFilterPatches } from "./rules/envoy-filter-patches.js";
import { externalControlPlane } from "./rules/external-control-plane.js";
import { gatewayApiDefinitions } from "./rules/gateway-api-definitions.js";
import { gatewayCertificates } from "./rules/gateway-certificates.js";
import { gatewaySecrets } from "./rules/gateway-secrets.js";
import { gatewayWorkloads } from "./rules/gateway-workloads.js";
import { imageAuto } from "./rules/image-auto.js";
import { ingressSubsets } from "./rules/ingress-subsets.js";
import { injectionWebhooks } from "./rules/injection-webhooks.js";
import { jwksFetches } from "./rules/jwks-fetches.js";
import { jwtClaimRoutes } from "./rules/jwt-claim-routes.js";
import { kubernetesGatewaySelectors } from "./rules/kubernetes-gateway-selectors.js";
import { meshGatewayHosts } from "./rules/mesh-gateway-hosts.js";
import { meshNetworks } from "./rules/mesh-networks.js";
import { namespaceInjection } from "./rules/namespace-injection.js";
import { policyCallers } from "./rules/policy-callers.js";
import { portNames } from "./rules/port-names.js";
import { proxyVersionLengths } from "./rules/proxy-version-lengths.js";
import { routeTimeouts } from "./rules/route-timeouts.js";
import { routeWeights } from "./rules/route-weights.js";
import { serviceAssociations } from "./rules/service-associations.js";
import { serviceEntryAddresses } from "./rules/service-entry-addresses.js";
import { serviceEntryProtocols } from "./rules/service-entry-protocols.js";
import { sidecarSelectors } from "./rules/sidecar-selectors.js";
import { telemetryProviders } from "./rules/telemetry-providers.js";
import { telemetrySelectors } from "./rules/telemetry-selectors.js";
import { unneededTokens } from "./rules/unneeded-tokens.js";
import { unreachableRoutes } from "./rules/unreachable-routes.js";
import { unusedSubsets } from "./rules/unused-subsets.js";
import { virtualServiceGateways } from "./rules/virtual-service-gateways.js";

/** Every rule. */
export const rules: readonly Rule[] = [
  istioAnnotations,
  applicationUid,
  authorizationPolicies,
  broadGatewayHosts,
  conflictingGateways,
  defaultInjection,
  deprecatedFields,
  destinationHosts,
  destinationRuleHosts,
  destinationRuleTls,
  destinationSubsets,
  envoyFilterPatches,
  externalControlPlane,
  gatewayApiDefinitions,
  gatewayCertificates,
  gatewaySecrets,
  gatewayWorkloads,
  imageAuto,
  ingressSubsets,
  injectionWebhooks,
  jwksFetches,
  jwtClaimRoutes,
  kubernetesGatewaySelectors,
  meshGatewayHosts,
  meshNetworks,
  namespaceInjection,
  policyCallers,
  portNames,
  proxyVersionLengths,
  routeTimeouts,
  routeWeights,
  serviceAssociations,
  serviceEntryAddresses,
  serviceEntryProtocols,
  sidecarSelectors,
  telemetryProviders,
  telemetrySelectors,
  unneededTokens,
  unreachableRoutes,
  unusedSubsets,
  virtualServiceGateways,
];

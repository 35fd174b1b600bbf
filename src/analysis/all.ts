import type { Rule } from "./rule.js";
import { istioAnnotations } from "./rules/annotations.js";
import { applicationUid } from "./rules/application-uid.js";
import { conflictingGateways } from "./rules/conflicting-gateways.js";
import { defaultInjection } from "./rules/default-injection.js";
import { deprecatedFields } from "./rules/deprecated-fields.js";
import { destinationHosts } from "./rules/destination-hosts.js";
import { destinationRuleHosts } from "./rules/destination-rule-hosts.js";
import { destinationRuleTls } from "./rules/destination-rule-tls.js";
import { destinationSubsets } from "./rules/destination-subsets.js";
import { externalControlPlane } from "./rules/external-control-plane.js";
import { gatewayCertificates } from "./rules/gateway-certificates.js";
import { gatewaySecrets } from "./rules/gateway-secrets.js";
import { gatewayWorkloads } from "./rules/gateway-workloads.js";
import { imageAuto } from "./rules/image-auto.js";
import { ingressSubsets } from "./rules/ingress-subsets.js";
import { injectionWebhooks } from "./rules/injection-webhooks.js";
import { jwtClaimRoutes } from "./rules/jwt-claim-routes.js";
import { meshGatewayHosts } from "./rules/mesh-gateway-hosts.js";
import { meshNetworks } from "./rules/mesh-networks.js";
import { namespaceInjection } from "./rules/namespace-injection.js";
import { portNames } from "./rules/port-names.js";
import { routeTimeouts } from "./rules/route-timeouts.js";
import { routeWeights } from "./rules/route-weights.js";
import { serviceAssociations } from "./rules/service-associations.js";
import { serviceEntryAddresses } from "./rules/service-entry-addresses.js";
import { serviceEntryProtocols } from "./rules/service-entry-protocols.js";
import { sidecarSelectors } from "./rules/sidecar-selectors.js";
import { unreachableRoutes } from "./rules/unreachable-routes.js";
import { unusedSubsets } from "./rules/unused-subsets.js";
import { virtualServiceGateways } from "./rules/virtual-service-gateways.js";

/** Every rule. */
export const rules: readonly Rule[] = [
  istioAnnotations,
  applicationUid,
  conflictingGateways,
  defaultInjection,
  deprecatedFields,
  destinationHosts,
  destinationRuleHosts,
  destinationRuleTls,
  destinationSubsets,
  externalControlPlane,
  gatewayCertificates,
  gatewaySecrets,
  gatewayWorkloads,
  imageAuto,
  ingressSubsets,
  injectionWebhooks,
  jwtClaimRoutes,
  meshGatewayHosts,
  meshNetworks,
  namespaceInjection,
  portNames,
  routeTimeouts,
  routeWeights,
  serviceAssociations,
  serviceEntryAddresses,
  serviceEntryProtocols,
  sidecarSelectors,
  unreachableRoutes,
  unusedSubsets,
  virtualServiceGateways,
];

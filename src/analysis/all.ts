import type { Rule } from "./rule.js";
import { istioAnnotations } from "./rules/annotations.js";
import { applicationUid } from "./rules/application-uid.js";
import { conflictingGateways } from "./rules/conflicting-gateways.js";
import { defaultInjection } from "./rules/default-injection.js";
import { deprecatedFields } from "./rules/deprecated-fields.js";
import { externalControlPlane } from "./rules/external-control-plane.js";
import { gatewayCertificates } from "./rules/gateway-certificates.js";
import { gatewaySecrets } from "./rules/gateway-secrets.js";
import { gatewayWorkloads } from "./rules/gateway-workloads.js";
import { imageAuto } from "./rules/image-auto.js";
import { ingressSubsets } from "./rules/ingress-subsets.js";
import { injectionWebhooks } from "./rules/injection-webhooks.js";
import { meshNetworks } from "./rules/mesh-networks.js";
import { namespaceInjection } from "./rules/namespace-injection.js";
import { portNames } from "./rules/port-names.js";
import { serviceAssociations } from "./rules/service-associations.js";
import { sidecarSelectors } from "./rules/sidecar-selectors.js";

/** Every rule. */
export const rules: readonly Rule[] = [
  istioAnnotations,
  applicationUid,
  conflictingGateways,
  defaultInjection,
  deprecatedFields,
  externalControlPlane,
  gatewayCertificates,
  gatewaySecrets,
  gatewayWorkloads,
  imageAuto,
  ingressSubsets,
  injectionWebhooks,
  meshNetworks,
  namespaceInjection,
  portNames,
  serviceAssociations,
  sidecarSelectors,
];

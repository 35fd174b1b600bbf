import type { Rule } from "./rule.js";
import { conflictingGateways } from "./rules/conflicting-gateways.js";
import { deprecatedFields } from "./rules/deprecated-fields.js";
import { gatewayCertificates } from "./rules/gateway-certificates.js";
import { gatewaySecrets } from "./rules/gateway-secrets.js";
import { gatewayWorkloads } from "./rules/gateway-workloads.js";

/** Every rule. */
export const rules: readonly Rule[] = [
  deprecatedFields,
  conflictingGateways,
  gatewayCertificates,
  gatewaySecrets,
  gatewayWorkloads,
];

import * as pulumi from "@pulumi/pulumi";
import { placeProblems } from "../findings/problem.js";
import { formatFinding } from "../findings/finding.js";
import { bundleVersion, gatewayDefinition } from "../mesh/gateway/gateway-api-release.js";
import { findClusterProblems } from "../istio/gateway-api/definitions.js";
import type { GatewaySettings } from "../istio/gateway/gateway-settings.js";
import { GatewayApiChoice } from "../mesh/gateway/listener-choices.js";
import { fetchDefinitionAnnotations } from "./cluster-api.js";
import { catchKnown } from "./known-value.js";

/** What is known of a gateway. */
interface CheckedGateway extends Pick<GatewaySettings, "api" | "listeners"> {
  kubeconfig: pulumi.Input<string>;
  gatewayApiVersion?: pulumi.Input<string>;
}

/**
 * A hook that looks at the Gateway API's definitions of the cluster, in a preview too, where a gateway is by that API and the stack
 * installs none: without them nothing can be made, and istiod passes over old ones without a word.
 */
export function createDefinitionCheck(name: string, gateway: CheckedGateway): pulumi.ResourceHook[] {
  const { api, gatewayApiVersion, listeners } = gateway;
  if (api !== GatewayApiChoice.GatewayApi || gatewayApiVersion !== undefined) return [];
  const cluster = catchKnown(pulumi.output(gateway.kubeconfig));
  const check = async () => {
    const known = await cluster();
    if (known === undefined) return;
    const there = await fetchDefinitionAnnotations(known, gatewayDefinition);
    const version = there && (there[bundleVersion] ?? "").replace(/^v/, "");
    const findings = placeProblems(findClusterProblems(version, listeners));
    if (findings.length > 0) throw new Error(findings.map(formatFinding).join("\n"));
  };
  return [new pulumi.ResourceHook(`Gateway/${name}-definitions`, check, { onDryRun: true })];
}

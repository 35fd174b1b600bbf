import { createWorkloads, gatewayNameLabel } from "../../../mesh/workloads.js";
import { toMap } from "../../../text/read.js";
import type { Rule } from "../../rule.js";
import { formatLabels } from "../../../mesh/selectors.js";

const policyKinds = [
  "extensions.istio.io/WasmPlugin",
  "security.istio.io/AuthorizationPolicy",
  "security.istio.io/RequestAuthentication",
  "telemetry.istio.io/Telemetry",
] as const;

// Source: ShouldAttachPolicy in istio pilot/pkg/model/policyattachment.go.
const caveat = "waypoints ignore selectors, and so do others if ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY is off";

/** Source: istio pkg/config/analysis/analyzers/k8sgateway/workloadselector.go. */
export const kubernetesGatewaySelectors: Rule = {
  name: "kubernetes-gateway-selectors",
  codes: ["IST0166"],
  reads: policyKinds,
  check: (context) => {
    const workloads = context.ask(createWorkloads);
    for (const object of policyKinds.flatMap((kind) => context.list(kind))) {
      const { selector, targetRef, targetRefs } = toMap(object.manifest.spec);
      const labels = toMap(toMap(selector).matchLabels);
      const wanted = formatLabels(labels);
      if (wanted === "" || targetRef !== undefined || targetRefs !== undefined) continue;
      const selected = workloads.select(labels, object.namespace);
      const names = new Set(selected.map((workload) => workload.labels[gatewayNameLabel]).filter(isName));
      if (names.size === 0) continue;
      const gateways = [...names].sort().join(", ");
      const path = ["spec", "selector"];
      const message = `${wanted} selects pods of the Gateway ${gateways} of the Gateway API; ${caveat}`;
      const remedy = `use targetRefs instead: group gateway.networking.k8s.io, kind Gateway, name ${gateways}`;
      context.report(object, { code: "IST0166", path, message, remedy });
    }
  },
};

function isName(name: unknown): name is string {
  return typeof name === "string";
}

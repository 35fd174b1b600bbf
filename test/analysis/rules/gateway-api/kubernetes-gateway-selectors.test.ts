// Does not prove how istiod is set.
import { expect, it } from "vitest";
import { kubernetesGatewaySelectors } from "../../../../src/analysis/rules/gateway-api/kubernetes-gateway-selectors.js";
import { analyzeFixture } from "../../analyze-text.js";

it("names policies that select pods of Kubernetes Gateways", () => {
  expect(analyzeFixture(kubernetesGatewaySelectors, "good")).toEqual([]);
  expect(analyzeFixture(kubernetesGatewaySelectors, "bad")).toEqual([
    "mesh.yaml:17:9: warning IST0166: gateway.networking.k8s.io/gateway-name=public selects pods of the Gateway public of the Gateway API; waypoints ignore selectors, and so do others if ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY is off; use targetRefs instead: group gateway.networking.k8s.io, kind Gateway, name public",
    "mesh.yaml:22:9: warning IST0166: tier=edge selects pods of the Gateway private of the Gateway API; waypoints ignore selectors, and so do others if ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY is off; use targetRefs instead: group gateway.networking.k8s.io, kind Gateway, name private",
    "mesh.yaml:27:9: warning IST0166: gateway.networking.k8s.io/gateway-name=public selects pods of the Gateway public of the Gateway API; waypoints ignore selectors, and so do others if ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY is off; use targetRefs instead: group gateway.networking.k8s.io, kind Gateway, name public",
    "mesh.yaml:33:3: warning IST0166: gateway.networking.k8s.io/gateway-name=public selects pods of the Gateway public of the Gateway API; waypoints ignore selectors, and so do others if ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY is off; use targetRefs instead: group gateway.networking.k8s.io, kind Gateway, name public",
  ]);
});

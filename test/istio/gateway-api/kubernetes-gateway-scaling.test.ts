// Does not prove that pods are scaled: test/e2e/policy/gateway-settings.test.ts does.
import { expect, it } from "vitest";
import type { GatewaySettings } from "../../../src/istio/gateway/gateway-settings.js";
import { computeGatewayValues } from "../../../src/istio/gateway/gateway-values.js";
import { renderScaling } from "../../../src/istio/gateway-api/kubernetes-gateway-scaling.js";
import { resolveGateway } from "../../../src/istio/gateway/resolve.js";

const render = (settings: GatewaySettings) =>
  renderScaling(
    { name: "public", namespace: "ingress" },
    computeGatewayValues(resolveGateway({ api: "gateway-api", ...settings })),
  );

const metadata = { name: "public-istio", namespace: "ingress" };
const autoscaler = (minReplicas: number, maxReplicas: number, averageUtilization: number) => ({
  apiVersion: "autoscaling/v2",
  kind: "HorizontalPodAutoscaler",
  metadata,
  spec: {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "public-istio" },
    minReplicas,
    maxReplicas,
    metrics: [{ type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization } } }],
  },
});
const budget = {
  apiVersion: "policy/v1",
  kind: "PodDisruptionBudget",
  metadata,
  spec: { maxUnavailable: 1, selector: { matchLabels: { "gateway.networking.k8s.io/gateway-name": "public" } } },
};
const podDisruptionBudget = { maxUnavailable: 1 };

it.each<[GatewaySettings, object[]]>([
  [{}, [autoscaler(1, 5, 80)]],
  [{ profile: "demo" }, []],
  [{ replicas: 2 }, []],
  [{ autoscaling: { enabled: false } }, []],
  [{ replicas: 2, podDisruptionBudget }, [budget]],
  [
    { autoscaling: { minReplicas: 2, maxReplicas: 3, targetCPUUtilizationPercentage: 70 }, podDisruptionBudget },
    [autoscaler(2, 3, 70), budget],
  ],
])("%j", (settings, expected) => {
  expect(render(settings)).toEqual(expected);
});

import { nameGatewayService } from "../../mesh/gateway/gateway-sections.js";
import type { Manifest } from "../../kubernetes/manifest.js";
import { isValues, type Values } from "../merge.js";

/** Label of the pods that istiod makes for a Gateway; the Deployment's selector has it too. */
const gatewayLabel = "gateway.networking.k8s.io/gateway-name";

/**
 * The autoscaler and the disruption budget of a gateway by the Gateway API, with the chart's defaults. istiod would make them too, from its
 * parameters, but it never removes one that is asked for no more: a gateway that got a fixed number of pods would go on being scaled.
 * @param values as the chart gets them
 */
export function renderScaling({ name, namespace }: { name: string; namespace: string }, values: Values): Manifest[] {
  const metadata = { name: nameGatewayService(name), namespace };
  const autoscaler = computeAutoscaler(values);
  const { podDisruptionBudget: budget } = values;
  const scaleTargetRef = { apiVersion: "apps/v1", kind: "Deployment", name: metadata.name };
  const selector = { matchLabels: { [gatewayLabel]: name } };
  return [
    ...(autoscaler === undefined
      ? []
      : [
          {
            apiVersion: "autoscaling/v2",
            kind: "HorizontalPodAutoscaler",
            metadata,
            spec: { scaleTargetRef, ...autoscaler },
          },
        ]),
    ...(isValues(budget)
      ? [{ apiVersion: "policy/v1", kind: "PodDisruptionBudget", metadata, spec: { ...budget, selector } }]
      : []),
  ];
}

function computeAutoscaler({ autoscaling }: Values): Values | undefined {
  const given: Values = isValues(autoscaling) ? autoscaling : {};
  const { enabled = true, minReplicas = 1, maxReplicas = 5, targetCPUUtilizationPercentage = 80 } = given;
  if (enabled === false) return undefined;
  const target = { type: "Utilization", averageUtilization: Number(targetCPUUtilizationPercentage) };
  const metrics = [{ type: "Resource", resource: { name: "cpu", target } }];
  return { minReplicas: Number(minReplicas), maxReplicas: Number(maxReplicas), metrics };
}

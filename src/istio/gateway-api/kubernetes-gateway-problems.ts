import { createSettingProblem, type Problem } from "../../findings/problem.js";
import { GatewayKind, type GatewaySettings } from "../gateway/gateway-settings.js";

/** How many the Gateway API's `infrastructure.labels` takes. */
const mostLabels = 8;

/** What neither the Gateway API nor istiod's own parameters can express of a gateway's settings. */
export function findKubernetesGatewayProblems({ kind, values, labels = {} }: GatewaySettings): Problem[] {
  const all = new Set([...Object.keys(labels), "app", "istio"]);
  return [
    ...(kind === GatewayKind.Egress
      ? [
          createSettingProblem(
            ["kind"],
            "MESH0138",
            'is "egress", but named external hosts are led through a gateway of Istio\'s API alone',
            'set its `api` to "istio"',
          ),
        ]
      : []),
    ...(kind === GatewayKind.EastWest
      ? [
          createSettingProblem(
            ["kind"],
            "MESH0138",
            'is "eastwest", but sidecars of other networks are led through a gateway of Istio\'s API alone',
            'set its `api` to "istio"',
          ),
        ]
      : []),
    ...(values === undefined
      ? []
      : [
          createSettingProblem(
            ["values"],
            "MESH0138",
            'are for Istio\'s gateway chart, and with `api: "gateway-api"` istiod makes the gateway without it',
            "remove them, or use the settings that have a name",
          ),
        ]),
    ...(all.size <= mostLabels
      ? []
      : [
          createSettingProblem(
            ["labels"],
            "MESH0138",
            `come to ${all.size} with app and istio, and a Gateway takes ${mostLabels}`,
            "keep the ones that are needed",
          ),
        ]),
  ];
}

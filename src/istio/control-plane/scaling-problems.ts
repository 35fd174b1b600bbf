import { createFinding } from "../../findings/codes.js";
import type { Finding } from "../../findings/finding.js";
import type { Autoscaling } from "./settings.js";

/** What istiod and the gateways have in common. */
export interface ScalingSettings {
  replicas?: number;
  autoscaling?: Autoscaling;
}

/** Numbers of replicas that Istio's charts cannot express: they take 0 for "not set". */
export function findScalingProblems({ replicas, autoscaling }: ScalingSettings): Finding[] {
  const { enabled = true, minReplicas, maxReplicas, targetCPUUtilizationPercentage } = autoscaling ?? {};
  const findings = [
    ...findUncountable("replicas", replicas),
    ...findUncountable("autoscaling.minReplicas", minReplicas),
    ...findUncountable("autoscaling.maxReplicas", maxReplicas),
    ...findUncountable("autoscaling.targetCPUUtilizationPercentage", targetCPUUtilizationPercentage),
  ];
  if (replicas !== undefined && autoscaling !== undefined && enabled) {
    const remedy = "remove `autoscaling`, or remove `replicas` and use `autoscaling.minReplicas`";
    findings.push(createFinding("MESH0109", `\`replicas\` is ${replicas}, but \`autoscaling\` is on`, remedy));
  }
  // 1 and 5 are the charts' defaults.
  const [min, max] = [minReplicas ?? 1, maxReplicas ?? 5];
  if (autoscaling !== undefined && min > max) {
    const message = `\`autoscaling.minReplicas\` (${min}) is above \`autoscaling.maxReplicas\` (${max})`;
    findings.push(createFinding("MESH0108", message, "raise `maxReplicas` or lower `minReplicas`"));
  }
  return findings;
}

function findUncountable(setting: string, value: number | undefined): Finding[] {
  if (value === undefined || (Number.isInteger(value) && value >= 1)) return [];
  return [createFinding("MESH0108", `\`${setting}\` is ${value}, but must be an integer of at least 1`)];
}

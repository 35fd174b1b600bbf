import { createSettingProblem, type Problem } from "../../findings/problem.js";
import type { ValuePath } from "../../findings/place.js";
import type { Autoscaling } from "./settings.js";

/** What istiod and the gateways have in common. */
export interface ScalingSettings {
  replicas?: number;
  autoscaling?: Autoscaling;
}

/** Numbers of replicas that Istio's charts cannot express: they take 0 for "not set". */
export function findScalingProblems({ replicas, autoscaling }: ScalingSettings): Problem[] {
  const { enabled = true, minReplicas, maxReplicas, targetCPUUtilizationPercentage } = autoscaling ?? {};
  const problems = [
    ...findUncountable(["replicas"], replicas),
    ...findUncountable(["autoscaling", "minReplicas"], minReplicas),
    ...findUncountable(["autoscaling", "maxReplicas"], maxReplicas),
    ...findUncountable(["autoscaling", "targetCPUUtilizationPercentage"], targetCPUUtilizationPercentage),
  ];
  if (replicas !== undefined && autoscaling !== undefined && enabled) {
    const remedy = "remove `autoscaling`, or remove `replicas` and use `autoscaling.minReplicas`";
    problems.push(createSettingProblem(["replicas"], "MESH0109", `is ${replicas}, but \`autoscaling\` is on`, remedy));
  }
  // 1 and 5 are the charts' defaults.
  const [min, max] = [minReplicas ?? 1, maxReplicas ?? 5];
  if (autoscaling !== undefined && min > max) {
    const message = `(${min}) is above \`autoscaling.maxReplicas\` (${max})`;
    const remedy = "raise `maxReplicas` or lower `minReplicas`";
    problems.push(createSettingProblem(["autoscaling", "minReplicas"], "MESH0108", message, remedy));
  }
  return problems;
}

function findUncountable(path: ValuePath, value: number | undefined): Problem[] {
  if (value === undefined || (Number.isInteger(value) && value >= 1)) return [];
  return [createSettingProblem(path, "MESH0108", `is ${value}, but must be an integer of at least 1`)];
}

import { cniTaint } from "./node-plan.js";
import type { ValuePath } from "../findings/place.js";
import { createSettingProblem, type Problem } from "../findings/problem.js";
import { findChoiceProblems } from "./problem.js";
import { TaintEffect, type EksTaint } from "./node-settings.js";

const name = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const prefix = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;
// The kubelet may not set these itself, and EKS keeps its own.
const reserved = /(?:^|\.)(?:kubernetes\.io|k8s\.io|eks\.amazonaws\.com)$/;

/** Whether Kubernetes takes it as the key of a label or a taint. */
export function isLabelKey(key: string): boolean {
  const [first = "", second, ...more] = key.split("/");
  return second === undefined ? name.test(first) : more.length === 0 && prefix.test(first) && name.test(second);
}

/** Whether Kubernetes takes it as the value of a label or a taint. */
export function isLabelValue(value: string): boolean {
  return value === "" || name.test(value);
}

/** EKS's limits are tighter than those of Kubernetes: keys are counted with their prefix, and a label's value may not be empty. */
const longestKey = 63;

/** What EKS refuses of a label of nodes. */
export function findLabelProblems(at: readonly string[], key: string, value: string): Problem[] {
  const domain = key.includes("/") ? (key.split("/")[0] ?? "") : "";
  const isReserved = reserved.test(domain) && domain !== "node.kubernetes.io";
  return [
    ...(isLabelKey(key) ? [] : [createSettingProblem(at, "MESH0413", "is not a key of a label")]),
    ...(isReserved ? [createSettingProblem(at, "MESH0413", `begins with ${domain}, which is reserved`)] : []),
    ...findLongKey(at, "MESH0413", key),
    ...(value === "" ? [createSettingProblem(at, "MESH0413", "is empty, which EKS refuses", "give it a value")] : []),
    ...(isLabelValue(value)
      ? []
      : [createSettingProblem(at, "MESH0413", `is "${value}", which is not a value of a label`)]),
  ];
}

function findLongKey(at: ValuePath, code: "MESH0413" | "MESH0414", key: string): Problem[] {
  if (key.length <= longestKey) return [];
  return [
    createSettingProblem(
      at,
      code,
      `has a key of ${key.length} characters, but EKS takes ${longestKey}, with the prefix`,
    ),
  ];
}

/** What EKS refuses of the taints of a group. */
export function findTaintProblems(at: readonly string[], taints: readonly EksTaint[]): Problem[] {
  const seen = new Set<string>();
  return taints.flatMap(({ key, value = "", effect }, index) => {
    const place = [...at, index];
    const identity = `${key}:${effect}`;
    const isDouble = seen.has(identity);
    seen.add(identity);
    return [
      ...findChoiceProblems([...place, "effect"], effect, TaintEffect),
      ...(isLabelKey(key)
        ? []
        : [createSettingProblem(place, "MESH0414", `has the key "${key}", which is not a valid label key`)]),
      ...findLongKey(place, "MESH0414", key),
      ...(isLabelValue(value)
        ? []
        : [createSettingProblem(place, "MESH0414", `has the value "${value}", which is not a valid label value`)]),
      ...(isDouble ? [createSettingProblem(place, "MESH0414", `is ${identity}, which is there before`)] : []),
      ...(key === cniTaint.key
        ? [createSettingProblem(place, "MESH0414", `is Istio's own ${key}`, "set `cniTaint` of the cluster instead")]
        : []),
    ];
  });
}

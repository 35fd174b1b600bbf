import { createSettingProblem, type Problem } from "../../findings/problem.js";
import { findUnknownChoice } from "../choices.js";

/** How many pods may go at a time when nodes are drained: one of the two. Kubernetes' PodDisruptionBudget. */
export interface PodDisruptionBudget {
  /**
   * Pods that must stay, at least 1.
   * @default - not limited by it
   */
  minAvailable?: number;
  /**
   * Pods that may be gone, at least 1.
   * @default - not limited by it
   */
  maxUnavailable?: number;
}

/** What is done with a pod that no place is even enough for. */
export const WhenUnsatisfiable = { DoNotSchedule: "DoNotSchedule", ScheduleAnyway: "ScheduleAnyway" } as const;
export type WhenUnsatisfiable = (typeof WhenUnsatisfiable)[keyof typeof WhenUnsatisfiable];

/** Spreads a gateway's pods evenly. Kubernetes' `topologySpreadConstraints`; the pods that count are those of one rollout of the gateway. */
export interface TopologySpread {
  /** Label of the nodes whose values are the places, as in `topology.kubernetes.io/zone`. */
  topologyKey: string;
  /**
   * How many more pods one place may have than another, at least 1.
   * @default 1
   */
  maxSkew?: number;
  /**
   * What is done with a pod that cannot be placed so.
   * @default "ScheduleAnyway"
   */
  whenUnsatisfiable?: WhenUnsatisfiable;
}

/**
 * Kubernetes' form of them. Without a selector they would count no pod at all; an empty one with the keys of labels counts those that are
 * like the pod itself: of the same gateway and the same rollout, so that the old pods of a rollout do not push the new ones together.
 */
export function computeTopologySpread(constraints: readonly TopologySpread[]) {
  return constraints.map(({ topologyKey, maxSkew = 1, whenUnsatisfiable = WhenUnsatisfiable.ScheduleAnyway }) => ({
    maxSkew,
    topologyKey,
    whenUnsatisfiable,
    labelSelector: {},
    matchLabelKeys: ["app", "pod-template-hash"],
  }));
}

/** What Kubernetes would refuse of them. */
export function findSpreadProblems(constraints: readonly TopologySpread[]): Problem[] {
  return constraints.flatMap(({ topologyKey, maxSkew = 1, whenUnsatisfiable }, index) => {
    const at = (key: string) => ["topologySpreadConstraints", index, key];
    const before = constraints.slice(0, index).some((other) => other.topologyKey === topologyKey);
    return [
      ...findUnknownChoice(at("whenUnsatisfiable"), whenUnsatisfiable, Object.values(WhenUnsatisfiable)),
      ...(Number.isInteger(maxSkew) && maxSkew >= 1
        ? []
        : [createSettingProblem(at("maxSkew"), "MESH0108", `is ${maxSkew}, but must be an integer of at least 1`)]),
      ...(topologyKey === ""
        ? [createSettingProblem(at("topologyKey"), "MESH0135", "is empty", "name a label of the nodes")]
        : []),
      ...(before && topologyKey !== ""
        ? [
            createSettingProblem(
              at("topologyKey"),
              "MESH0135",
              `is "${topologyKey}" a second time`,
              "keep one of the two",
            ),
          ]
        : []),
    ];
  });
}

/**
 * Budgets that say nothing, or that let no pod go: a node with such a pod could never be drained.
 * @param replicas how many pods there are at least
 */
export function findBudgetProblems(budget: PodDisruptionBudget, replicas: number): Problem[] {
  const { minAvailable, maxUnavailable } = budget;
  const create = (message: string, remedy: string, ...below: string[]) => [
    createSettingProblem(["podDisruptionBudget", ...below], "MESH0133", message, remedy),
  ];
  if ((minAvailable === undefined) === (maxUnavailable === undefined)) {
    const given = minAvailable === undefined ? "neither" : "both";
    return create(`has ${given} of \`minAvailable\` and \`maxUnavailable\``, "give one of the two");
  }
  const [name, value = 0] =
    minAvailable === undefined ? ["maxUnavailable", maxUnavailable] : ["minAvailable", minAvailable];
  if (!Number.isInteger(value) || value < 1) {
    return create(`is ${value}, but must be an integer of at least 1`, "use 1 or more", name);
  }
  // The chart makes no budget for a single pod: https://github.com/kubernetes/kubernetes/issues/93476
  if (replicas < 2) {
    const message = `has no effect: the gateway may have a single pod (${replicas})`;
    return create(message, "set `replicas` or `autoscaling.minReplicas` to 2 or more");
  }
  if (minAvailable === undefined || minAvailable < replicas) return [];
  const message = `is ${minAvailable}, and the gateway may have ${replicas} pods: none of them could go`;
  return create(message, "lower it, or use `maxUnavailable: 1`", "minAvailable");
}

import { readValue } from "../istio/merge.js";
import { planAddons, tolerationPaths } from "./addon-plan.js";
import type { EksInput } from "./eks-input.js";
import { findInstanceProblems } from "./instance-problems.js";
import { findLabelProblems, findTaintProblems } from "./node-label-problems.js";
import { cniTaint, listNodeGroups } from "./node-plan.js";
import { createSettingProblem, type Problem } from "../findings/problem.js";
import { findChoiceProblems, findNumberProblems } from "./problem.js";
import { CapacityType, NodeSystem, UpdateStrategy, type EksNodeGroup } from "./node-settings.js";

/**
 * What is wrong with the node groups.
 * @param known all instance types, where they are known
 */
export function findNodeProblems(input: EksInput, known?: readonly string[]): Problem[] {
  const { autoMode = false, nodeGroups, cniTaint: isTainted = false } = input;
  const at = ["nodeGroups"];
  if (autoMode) {
    return [
      ...(nodeGroups === undefined ? [] : [createSettingProblem(at, "MESH0417", "is given, and `autoMode` is on")]),
      ...(isTainted
        ? [createSettingProblem(["cniTaint"], "MESH0417", "is on, but nodes of Auto Mode take no taint from here")]
        : []),
    ];
  }
  const groups = listNodeGroups(input);
  const none =
    Object.keys(groups).length > 0
      ? []
      : [createSettingProblem(at, "MESH0412", "is empty: the mesh would have no nodes")];
  return [
    ...none,
    ...Object.entries(groups).flatMap(([key, group]) => findGroupProblems([...at, key], group, known)),
    ...findTooManyTaints(input),
    ...findNoFirstNode(groups),
    ...findHomelessAddons(input),
  ];
}

function findGroupProblems(at: readonly string[], group: EksNodeGroup, known?: readonly string[]): Problem[] {
  const { minSize = 2, desiredSize, labels = {}, taints = [] } = group;
  const maxSize = group.maxSize ?? Math.max(4, minSize);
  const isDesirable = desiredSize === undefined || (minSize <= desiredSize && desiredSize <= maxSize);
  const sizes =
    minSize <= maxSize && isDesirable
      ? []
      : [
          createSettingProblem(
            at,
            "MESH0412",
            `has sizes out of order: ${minSize} <= ${desiredSize ?? minSize} <= ${maxSize} is wanted`,
          ),
        ];
  return [
    ...findInstanceProblems([...at, "instanceTypes"], group.instanceTypes, known),
    ...findChoiceProblems([...at, "system"], group.system, NodeSystem),
    ...findChoiceProblems([...at, "capacityType"], group.capacityType, CapacityType),
    ...findNumberProblems([...at, "minSize"], minSize, { min: 0, max: 450 }),
    ...findNumberProblems([...at, "maxSize"], maxSize, { min: 1, max: 450 }),
    ...sizes,
    ...findNumberProblems([...at, "diskSize"], group.diskSize, { min: 20, max: 16384 }),
    ...findNumberProblems([...at, "maxUnavailablePercentage"], group.maxUnavailablePercentage, { min: 1, max: 100 }),
    ...findReleaseProblems([...at, "releaseVersion"], group.releaseVersion),
    ...findChoiceProblems([...at, "updateStrategy"], group.updateStrategy, UpdateStrategy),
    ...findNumberProblems([...at, "metadataHopLimit"], group.metadataHopLimit, { min: 1, max: 64 }),
    ...Object.entries(labels).flatMap(([key, value]) => findLabelProblems([...at, "labels", key], key, value)),
    ...findTaintProblems([...at, "taints"], taints),
  ];
}

/** What releases are called: https://docs.aws.amazon.com/eks/latest/userguide/eks-linux-ami-versions.html and Bottlerocket's releases. */
function findReleaseProblems(at: readonly string[], release: string | undefined): Problem[] {
  if (release === undefined || release === "latest" || /^\d+\.\d+\.\d+-[0-9a-f]{8}$/.test(release)) return [];
  const message = `is "${release}", but must be latest, or as in 1.35.2-20261120 or 1.52.0-3b0c1a2d`;
  return [createSettingProblem(at, "MESH0412", message, "write `latest`, or leave it out")];
}

/** EKS's limit of a group. */
const mostTaints = 50;

function findTooManyTaints(input: EksInput): Problem[] {
  const own = input.cniTaint === true ? 1 : 0;
  return Object.entries(listNodeGroups(input)).flatMap(([key, { taints = [] }]) => {
    const number = taints.length + own;
    if (number <= mostTaints) return [];
    const counted = own === 0 ? "" : " with Istio's own";
    const message = `has ${number}${counted}, but EKS takes ${mostTaints}`;
    return [createSettingProblem(["nodeGroups", key, "taints"], "MESH0414", message, "leave some out")];
  });
}

/** Where all groups begin empty, add-ons with pods of their own wait for a node that no autoscaler is there yet to make. */
function findNoFirstNode(groups: Readonly<Record<string, EksNodeGroup>>): Problem[] {
  const all = Object.values(groups);
  if (all.length === 0 || all.some(({ minSize = 2, desiredSize = minSize }) => desiredSize > 0)) return [];
  return [
    createSettingProblem(["nodeGroups"], "MESH0439", "all begin without a node: `up` waits for add-ons that have none"),
  ];
}

/** CoreDNS, the EBS driver and others need a node to run on before they count as made. */
function findHomelessAddons(input: EksInput): Problem[] {
  const late = planAddons(input).filter(({ beforeNodes }) => !beforeNodes);
  const given = (name: string) => input.addons?.[name]?.configuration !== undefined;
  const groups = Object.values(listNodeGroups(input));
  const isTainted = ({ taints = [] }: EksNodeGroup) => taints.some(({ effect }) => effect !== "PreferNoSchedule");
  const homeless = late.map(({ name: addon }) => addon).filter((addon) => !given(addon));
  const ofGroups =
    groups.length === 0 || !groups.every(isTainted) || homeless.length === 0
      ? []
      : [
          createSettingProblem(
            ["nodeGroups"],
            "MESH0423",
            `have taints, all of them, and ${homeless.join(" and ")} can run on none`,
          ),
        ];
  if (input.cniTaint !== true) return ofGroups;
  const waiting = late.filter(({ name: addon, configuration }) => {
    const path = tolerationPaths[addon];
    return path === undefined ? !given(addon) : !toleratesCniTaint(readValue(configuration, path));
  });
  return [
    ...ofGroups,
    ...waiting.map(({ name: addon }) => {
      const message = `does not tolerate ${cniTaint.key}, so it would wait for the mesh, and the mesh for it`;
      const remedy = "give it that toleration by its `configuration`, or `configuration: {}` if all its pods have one";
      return createSettingProblem(["addons", addon], "MESH0423", message, remedy);
    }),
  ];
}

/** @param tolerations as Kubernetes has them; one without a key tolerates everything */
function toleratesCniTaint(tolerations: unknown): boolean {
  if (!Array.isArray(tolerations)) return false;
  return tolerations.some((one: { key?: unknown }) => one.key === cniTaint.key || one.key === undefined);
}

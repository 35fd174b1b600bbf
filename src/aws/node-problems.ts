import { formatClosest } from "../text/closest.js";
import { readValue } from "../istio/merge.js";
import { planAddons, tolerationPaths } from "./addon-plan.js";
import type { EksInput } from "./eks-input.js";
import { parseInstanceType } from "./instance-type.js";
import { cniTaint, listNodeGroups } from "./node-plan.js";
import { createProblem, findChoiceProblems, findNumberProblems, type EksProblem } from "./problem.js";
import { CapacityType, NodeSystem, TaintEffect, type EksNodeGroup, type EksTaint } from "./settings.js";

/**
 * What is wrong with the node groups.
 * @param known all instance types, where they are known
 */
export function findNodeProblems(input: EksInput, known?: readonly string[]): EksProblem[] {
  const { autoMode = false, nodeGroups, cniTaint: isTainted = false } = input;
  const at = ["nodeGroups"];
  if (autoMode) {
    return [
      ...(nodeGroups === undefined ? [] : [createProblem(at, "MESH0417", "is given, and `autoMode` is on")]),
      ...(isTainted
        ? [createProblem(["cniTaint"], "MESH0417", "is on, but nodes of Auto Mode take no taint from here")]
        : []),
    ];
  }
  const groups = listNodeGroups(input);
  const none =
    Object.keys(groups).length > 0 ? [] : [createProblem(at, "MESH0412", "is empty: the mesh would have no nodes")];
  return [
    ...none,
    ...Object.entries(groups).flatMap(([key, group]) => findGroupProblems([...at, key], group, known)),
    ...findHomelessAddons(input),
  ];
}

function findGroupProblems(at: readonly string[], group: EksNodeGroup, known?: readonly string[]): EksProblem[] {
  const { minSize = 2, desiredSize, labels = {}, taints = [] } = group;
  const maxSize = group.maxSize ?? Math.max(4, minSize);
  const isDesirable = desiredSize === undefined || (minSize <= desiredSize && desiredSize <= maxSize);
  const sizes =
    minSize <= maxSize && isDesirable
      ? []
      : [
          createProblem(
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
    ...findNumberProblems([...at, "metadataHopLimit"], group.metadataHopLimit, { min: 1, max: 64 }),
    ...Object.entries(labels).flatMap(([key, value]) => findLabelProblems([...at, "labels", key], key, value)),
    ...findTaintProblems([...at, "taints"], taints),
  ];
}

function findInstanceProblems(
  at: readonly string[],
  types: readonly string[] | undefined,
  known: readonly string[] | undefined,
): EksProblem[] {
  if (types === undefined) return [];
  if (types.length === 0) return [createProblem(at, "MESH0411", "is empty")];
  const strange = types.flatMap((type) => {
    if (parseInstanceType(type) === undefined) {
      const meant = formatClosest(type, known ?? []);
      return [createProblem(at, "MESH0411", `has "${type}", which is no instance type${meant}`)];
    }
    if (known === undefined || known.includes(type)) return [];
    const message = `has "${type}", which @pulumi/aws does not know${formatClosest(type, known)}`;
    return [createProblem(at, "MESH0411", message, "correct it, or, if it is a new one, update @pulumi/aws")];
  });
  if (strange.length > 0) return strange;
  const arm = types.filter((type) => parseInstanceType(type)?.architecture === "arm64");
  if (arm.length === 0 || arm.length === types.length) return [];
  const others = types.filter((type) => !arm.includes(type));
  return [createProblem(at, "MESH0411", `mixes arm64 (${arm.join(", ")}) with x86_64 (${others.join(", ")})`)];
}

const name = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const prefix = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;
// The kubelet may not set these itself, and EKS keeps its own.
const reserved = /(?:^|\.)(?:kubernetes\.io|k8s\.io|eks\.amazonaws\.com)$/;

function isQualified(key: string): boolean {
  const [first = "", second, ...more] = key.split("/");
  return second === undefined ? name.test(first) : more.length === 0 && prefix.test(first) && name.test(second);
}

function findLabelProblems(at: readonly string[], key: string, value: string): EksProblem[] {
  const domain = key.includes("/") ? (key.split("/")[0] ?? "") : "";
  const isReserved = reserved.test(domain) && domain !== "node.kubernetes.io";
  return [
    ...(isQualified(key) ? [] : [createProblem(at, "MESH0413", "is no key of a label")]),
    ...(isReserved ? [createProblem(at, "MESH0413", `begins with ${domain}, which is reserved`)] : []),
    ...(value === "" || name.test(value)
      ? []
      : [createProblem(at, "MESH0413", `is "${value}", which is no value of a label`)]),
  ];
}

function findTaintProblems(at: readonly string[], taints: readonly EksTaint[]): EksProblem[] {
  const seen = new Set<string>();
  return taints.flatMap(({ key, value = "", effect }, index) => {
    const place = [...at, index].map(String);
    const identity = `${key}:${effect}`;
    const isDouble = seen.has(identity);
    seen.add(identity);
    return [
      ...findChoiceProblems([...place, "effect"], effect, TaintEffect),
      ...(isQualified(key) ? [] : [createProblem(place, "MESH0414", `has the key "${key}", which is none`)]),
      ...(value === "" || name.test(value)
        ? []
        : [createProblem(place, "MESH0414", `has the value "${value}", which is none`)]),
      ...(isDouble ? [createProblem(place, "MESH0414", `is ${identity}, which is there before`)] : []),
      ...(key === cniTaint.key
        ? [createProblem(place, "MESH0414", `is Istio's own ${key}`, "set `cniTaint` of the cluster instead")]
        : []),
    ];
  });
}

/** CoreDNS, the EBS driver and others need a node to run on before they count as made. */
function findHomelessAddons(input: EksInput): EksProblem[] {
  const late = planAddons(input).filter(({ beforeNodes }) => !beforeNodes);
  const given = (name: string) => input.addons?.[name]?.configuration !== undefined;
  const groups = Object.values(listNodeGroups(input));
  const isTainted = ({ taints = [] }: EksNodeGroup) => taints.some(({ effect }) => effect !== "PreferNoSchedule");
  const homeless = late.map(({ name: addon }) => addon).filter((addon) => !given(addon));
  const ofGroups =
    groups.length === 0 || !groups.every(isTainted) || homeless.length === 0
      ? []
      : [
          createProblem(
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
      return createProblem(["addons", addon], "MESH0423", message, remedy);
    }),
  ];
}

/** @param tolerations as Kubernetes has them; one without a key tolerates everything */
function toleratesCniTaint(tolerations: unknown): boolean {
  if (!Array.isArray(tolerations)) return false;
  return tolerations.some((one: { key?: unknown }) => one.key === cniTaint.key || one.key === undefined);
}

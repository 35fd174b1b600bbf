import { findIdProblems } from "./arn.js";
import {
  NodePool,
  RequirementOperator,
  type EksAutoNodePool,
  type EksNodeClass,
  type EksNodeRequirement,
} from "./auto-mode-settings.js";
import type { EksInput } from "./eks-input.js";
import { isLabelKey, isLabelValue } from "./node-label-problems.js";
import { TaintEffect } from "./node-settings.js";
import { createSettingProblem, type Problem } from "../findings/problem.js";
import { findChoiceProblems, findNumberProblems } from "./problem.js";

/** AWS's own class, which no setting changes. */
const ownClass = "default";

/** What is wrong with classes and pools of nodes that EKS Auto Mode is to make. */
export function findAutoModeProblems(input: EksInput): Problem[] {
  const { autoMode = false, nodeClasses = {}, autoNodePools = {} } = input;
  if (!autoMode) {
    return (["nodeClasses", "autoNodePools"] as const)
      .filter((setting) => input[setting] !== undefined)
      .map((setting) => createSettingProblem([setting], "MESH0417", "is given, and `autoMode` is off"));
  }
  return [
    ...Object.entries(nodeClasses).flatMap(([name, one]) => findClassProblems(["nodeClasses", name], name, one)),
    ...Object.entries(autoNodePools).flatMap(([name, one]) => findPoolProblems(input, name, one)),
    ...findIdleClasses(input),
    ...findUnreached(input),
  ];
}

const create = (at: Problem["path"], message: string, remedy?: string) =>
  createSettingProblem(at, "MESH0490", message, remedy);

function findNameProblems(at: Problem["path"], name: string, kept: readonly string[]): Problem[] {
  if (kept.includes(name)) return [create(at, `has the name ${name}, which AWS uses itself`, "choose another name")];
  if (/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name)) return [];
  return [create(at, "is not a valid name", "use at most 63 lower-case letters, digits and `-`")];
}

function findClassProblems(at: readonly string[], name: string, settings: EksNodeClass): Problem[] {
  const { subnets, securityGroups, storage = {} } = settings;
  return [
    ...findNameProblems(at, name, [ownClass]),
    ...findSelectorProblems([...at, "subnets"], subnets, { prefix: "subnet", ways: ["id", "tags"] }),
    ...findSelectorProblems([...at, "securityGroups"], securityGroups, { prefix: "sg", ways: ["id", "name", "tags"] }),
    ...findNumberProblems([...at, "storage", "size"], storage.size, { min: 20, max: 59000 }),
    ...findNumberProblems([...at, "storage", "iops"], storage.iops, { min: 3000, max: 16000 }),
    ...findNumberProblems([...at, "storage", "throughput"], storage.throughput, { min: 125, max: 1000 }),
  ];
}

function findSelectorProblems(
  at: readonly string[],
  selectors: readonly Partial<Record<"id" | "name" | "tags", unknown>>[] | undefined,
  { prefix, ways }: { prefix: string; ways: readonly ("id" | "name" | "tags")[] },
): Problem[] {
  if (selectors === undefined) return [];
  if (selectors.length === 0) return [create(at, "is empty", "name one, or leave it out")];
  return selectors.flatMap((selector, index) => {
    const place = [...at, index];
    const given = ways.filter((way) => selector[way] !== undefined);
    const isEmpty = typeof selector.tags === "object" && Object.keys(selector.tags ?? {}).length === 0;
    const choices = ways.map((way) => `\`${way}\``).join(" or ");
    return [
      ...(given.length === 1 && !isEmpty
        ? []
        : [
            create(
              place,
              `has ${isEmpty ? "no tags" : given.length === 0 ? "nothing" : given.join(" and ")}`,
              `give ${choices}`,
            ),
          ]),
      ...findIdProblems([...place, "id"], selector.id, prefix),
    ];
  });
}

function findPoolProblems(input: EksInput, name: string, pool: EksAutoNodePool): Problem[] {
  const at = ["autoNodePools", name];
  const { nodeClass, requirements = [], labels = {}, taints = [], limits = {} } = pool;
  return [
    ...findNameProblems(at, name, Object.values(NodePool)),
    ...findUnknownClass([...at, "nodeClass"], nodeClass, input),
    ...requirements.flatMap((one, index) => findRequirementProblems([...at, "requirements", index], one)),
    ...Object.entries(labels).flatMap(([key, value]) =>
      isLabelKey(key) && isLabelValue(value)
        ? []
        : [create([...at, "labels", key], `is "${value}", which is not a valid label`)],
    ),
    ...taints.flatMap(({ key, value = "", effect }, index) => [
      ...findChoiceProblems([...at, "taints", index, "effect"], effect, TaintEffect),
      ...(isLabelKey(key) && isLabelValue(value)
        ? []
        : [create([...at, "taints", index], `is ${key}=${value}, which is not a valid taint`)]),
    ]),
    ...Object.entries(limits)
      .filter(([, value]) => !/^\d+(?:\.\d+)?(?:m|k|[KMGTPE]i?)?$/.test(value))
      .map(([key, value]) =>
        create([...at, "limits", key], `is "${value}", which is not a quantity`, "write it as in 100 or 400Gi"),
      ),
  ];
}

/** AWS creates its own class only with one of its own pools. */
function findUnknownClass(at: Problem["path"], wanted: string, { nodeClasses = {}, nodePools }: EksInput): Problem[] {
  const hasOwn = nodePools === undefined || nodePools.length > 0;
  const known = [...Object.keys(nodeClasses), ...(hasOwn ? [ownClass] : [])];
  if (known.includes(wanted)) return [];
  const there = known.length === 0 ? "no class is defined" : `classes are ${known.join(", ")}`;
  return [create(at, `is "${wanted}", which is not a class: ${there}`, "name one of `nodeClasses`")];
}

function findRequirementProblems(at: Problem["path"], { key, operator, values = [] }: EksNodeRequirement): Problem[] {
  const isNumber = values.length === 1 && /^\d+$/.test(values[0] ?? "");
  const wanted: Readonly<Record<RequirementOperator, [boolean, string]>> = {
    In: [values.length > 0, "one or more"],
    NotIn: [values.length > 0, "one or more"],
    Exists: [values.length === 0, "none"],
    DoesNotExist: [values.length === 0, "none"],
    Gt: [isNumber, "one integer"],
    Lt: [isNumber, "one integer"],
  };
  const [isRight, what] = wanted[operator] ?? [true, ""];
  const listed = values.length === 0 ? "none" : values.join(", ");
  return [
    ...findChoiceProblems([...at, "operator"], operator, RequirementOperator),
    ...(isLabelKey(key) ? [] : [create(at, `has the key "${key}", which is not a label key`)]),
    ...(isRight ? [] : [create([...at, "values"], `are ${listed}, but ${operator} takes ${what}`)]),
  ];
}

/** A class without a pool makes no node. */
function findIdleClasses({ nodeClasses = {}, autoNodePools = {} }: EksInput): Problem[] {
  const used = Object.values(autoNodePools).map(({ nodeClass }) => nodeClass);
  return Object.keys(nodeClasses)
    .filter((name) => !used.includes(name))
    .map((name) =>
      create(
        ["nodeClasses", name],
        "is not used by any pool",
        "name it as `nodeClass` of a pool of `autoNodePools`, or leave it out",
      ),
    );
}

/** AWS's own class cannot be changed, so these settings do not reach nodes of its pools. */
function findUnreached({ nodePools, tags = {}, volumeKeyArn }: EksInput): Problem[] {
  const pools = nodePools ?? Object.values(NodePool);
  const missed = [
    ...(Object.keys(tags).length > 0 ? ["`tags`"] : []),
    ...(volumeKeyArn === undefined ? [] : ["`volumeKeyArn`"]),
  ];
  if (pools.length === 0 || missed.length === 0) return [];
  const message = `has ${pools.join(" and ")}, whose nodes do not get ${missed.join(" and ")}`;
  return [createSettingProblem(["nodePools"], "MESH0491", message)];
}

import { planAddons } from "./addon-plan.js";
import { autoNodesKey, hasAutoNodes } from "./auto-mode-plan.js";
import type { EksInput } from "./eks-input.js";
import { flowLogsKey, hasFlowRole } from "./flow-logs.js";
import { controllerRole, hasControllerRole } from "./load-balancer-policy.js";
import { listNodeGroups } from "./node-plan.js";
import { createSettingProblem, type Problem } from "../findings/problem.js";
import { findTagProblems } from "./tag-problems.js";
import { formatClosest } from "../text/closest.js";

/** Pulumi ends the names that it makes up with `-` and seven digits. */
const suffix = 8;

/** AWS's limits. */
const longest = { cluster: 100, role: 64, nodeGroup: 63 } as const;

/**
 * Names that AWS refuses.
 * @param component the component's name, which Pulumi begins the names of roles and node groups with
 * @param regions all that there are, where they are known
 */
export function findNameProblems(component: string, input: EksInput, regions?: readonly string[]): Problem[] {
  const { clusterName } = input;
  return [
    ...(/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(clusterName) && clusterName.length <= longest.cluster
      ? []
      : [
          createSettingProblem(
            ["clusterName"],
            "MESH0401",
            `is "${clusterName}", but must be 1-${longest.cluster} letters, digits, "-" and "_", and begin with a letter or digit`,
          ),
        ]),
    ...findRegionProblems(input, regions),
    ...findLongNames(component, input),
    ...findTagProblems(input),
  ];
}

function findRegionProblems({ region }: EksInput, regions: readonly string[] | undefined): Problem[] {
  const isSupported = /^[a-z]{2}(?:-gov)?-[a-z]+-\d$/.test(region) && !region.startsWith("cn-");
  if (!isSupported) {
    const remedy =
      "use one as in eu-west-1; those of China, of the European Sovereign Cloud and isolated ones are not supported";
    return [createSettingProblem(["region"], "MESH0401", `is "${region}", which is not a region known here`, remedy)];
  }
  if (regions === undefined || regions.includes(region)) return [];
  const message = `is "${region}", which the installed @pulumi/aws does not know${formatClosest(region, regions)}`;
  return [
    createSettingProblem(["region"], "MESH0401", message, "correct it, or, if it is a new one, update @pulumi/aws"),
  ];
}

function findLongNames(component: string, input: EksInput): Problem[] {
  const roles: (readonly [at: readonly string[], key: string])[] = [
    ...findLongestRole(input),
    ...planAddons(input)
      .filter(({ name, role }) => role !== undefined && input.existingRoles?.addons?.[name] === undefined)
      .map(({ name }) => [["addons", name], name] as const),
    ...Object.entries(input.podRoles ?? {})
      .filter(([, { roleArn }]) => roleArn === undefined)
      .map(([key]) => [["podRoles", key], `pod-${key}`] as const),
  ];
  const groups = Object.keys(listNodeGroups(input)).map((key) => [["nodeGroups", key], `nodes-${key}`] as const);
  const named = [...groups, ...roles.filter(([[setting]]) => setting === "podRoles")].map(([at]) => at);
  return [
    ...roles.flatMap(([at, key]) => findLongName(at, `${component}-${key}`, ["role", longest.role])),
    ...groups.flatMap(([at, key]) => findLongName(at, `${component}-${key}`, ["node group", longest.nodeGroup])),
    ...named
      .filter((at) => !/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(at.at(-1) ?? ""))
      .map((at) =>
        createSettingProblem(at, "MESH0401", "is not a name of a node group or role", "use letters, digits and `-`"),
      ),
  ];
}

/** The longest of the names that do not depend on settings, as far as such a role is made. */
function findLongestRole(input: EksInput): (readonly [at: readonly string[], key: string])[] {
  const { loadBalancerController, cluster, nodes, autoNodes, flowLogs } = input.existingRoles ?? {};
  const keys = [
    ...(hasControllerRole(input) && loadBalancerController === undefined ? [controllerRole] : []),
    ...(cluster === undefined ? ["cluster"] : []),
    ...(hasAutoNodes(input) && autoNodes === undefined ? [autoNodesKey] : []),
    ...(hasFlowRole(input) && flowLogs === undefined ? [flowLogsKey] : []),
    ...(nodes === undefined ? ["nodes"] : []),
  ];
  return keys
    .toSorted((one, other) => other.length - one.length)
    .slice(0, 1)
    .map((key) => [["clusterName"], key] as const);
}

function findLongName(at: readonly string[], name: string, [what, limit]: readonly [string, number]): Problem[] {
  const length = name.length + suffix;
  if (length <= limit) return [];
  const message = `makes a ${what} ${name}, of ${length} characters with Pulumi's suffix, but AWS takes ${limit}`;
  return [createSettingProblem(at, "MESH0401", message, "shorten it, or the component's name")];
}

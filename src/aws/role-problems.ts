import { planAddons } from "./addon-plan.js";
import { findPolicyArnProblems, findRoleArnProblems } from "./arn.js";
import { hasAutoNodes } from "./auto-mode-plan.js";
import type { EksInput } from "./eks-input.js";
import { hasFlowRole } from "./flow-logs.js";
import { hasControllerRole } from "./load-balancer-policy.js";
import { createSettingProblem, type Problem } from "../findings/problem.js";

/** What is wrong with roles that are there already, and with what bounds those that are made. */
export function findRoleProblems(input: EksInput): Problem[] {
  const { region, existingRoles = {}, permissionsBoundary } = input;
  const { addons = {}, ...roles } = existingRoles;
  return [
    ...Object.entries(roles).flatMap(([key, arn]) => findRoleArnProblems(["existingRoles", key], arn, region)),
    ...Object.entries(addons).flatMap(([name, arn]) => {
      return findRoleArnProblems(["existingRoles", "addons", name], arn, region);
    }),
    ...findUselessRoles(input),
    ...findPolicyArnProblems(["permissionsBoundary"], permissionsBoundary, region),
    ...findPathProblems(input),
  ];
}

function findUselessRoles(input: EksInput): Problem[] {
  const { addons = {}, loadBalancerController, autoNodes, flowLogs } = input.existingRoles ?? {};
  const withRole = planAddons(input).flatMap(({ name, role }) => (role === undefined ? [] : [name]));
  const create = (key: readonly string[], what: string) =>
    createSettingProblem(
      ["existingRoles", ...key],
      "MESH0442",
      `is given, but the cluster has ${what}`,
      "leave it out",
    );
  return [
    ...Object.keys(addons)
      .filter((name) => !withRole.includes(name))
      .map((name) => create(["addons", name], "no such add-on with a role")),
    ...(loadBalancerController === undefined || hasControllerRole(input)
      ? []
      : [create(["loadBalancerController"], "no role for the controller")]),
    ...(autoNodes === undefined || hasAutoNodes(input) ? [] : [create(["autoNodes"], "no `nodeClasses`")]),
    ...(flowLogs === undefined || hasFlowRole(input) ? [] : [create(["flowLogs"], "no flow logs in CloudWatch")]),
  ];
}

function findPathProblems({ rolePath }: EksInput): Problem[] {
  if (rolePath === undefined || (/^\/(?:[!-.0-~]+\/)*$/.test(rolePath) && rolePath.length <= 512)) return [];
  const message = `is "${rolePath}", but must begin and end with /`;
  return [createSettingProblem(["rolePath"], "MESH0442", message, "write it as in /teams/shop/")];
}

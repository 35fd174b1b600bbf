import { planAddons } from "./addon-plan.js";
import { findPolicyArnProblems, findRoleArnProblems } from "./arn.js";
import type { EksInput } from "./eks-input.js";
import { controllerAccount } from "./load-balancer-chart.js";
import { hasControllerRole } from "./load-balancer-policy.js";
import { createSettingProblem, type Problem } from "../findings/problem.js";

const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const subdomain = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;

/** What is wrong with roles of pods: EKS takes any text as an account, and one role an account. */
export function findPodRoleProblems(input: EksInput): Problem[] {
  const taken = listTakenAccounts(input);
  return Object.entries(input.podRoles ?? {}).flatMap(([key, { namespace, serviceAccount, policies, roleArn }]) => {
    const at = ["podRoles", key];
    const account = `${namespace}/${serviceAccount}`;
    const before = taken.get(account);
    taken.set(account, `\`podRoles.${key}\``);
    return [
      ...(label.test(namespace)
        ? []
        : [
            createSettingProblem(
              [...at, "namespace"],
              "MESH0437",
              `is "${namespace}", which is not a name of a namespace`,
            ),
          ]),
      ...(subdomain.test(serviceAccount)
        ? []
        : [
            createSettingProblem(
              [...at, "serviceAccount"],
              "MESH0437",
              `is "${serviceAccount}", which is not a name of a service account`,
            ),
          ]),
      ...(before === undefined
        ? []
        : [createSettingProblem(at, "MESH0437", `is for ${account}, which has the role of ${before} already`)]),
      ...findSourceProblems(at, policies, roleArn),
      ...findRoleArnProblems([...at, "roleArn"], roleArn, input.region),
      ...Object.entries(policies ?? {}).flatMap(([name, arn]) =>
        findPolicyArnProblems([...at, "policies", name], arn, input.region),
      ),
    ];
  });
}

/** Accounts that this package binds a role to: `namespace/account` -> whose it is. */
function listTakenAccounts(input: EksInput): Map<string, string> {
  const ofAddons = planAddons(input).flatMap(({ name, role }) =>
    role === undefined ? [] : [[`kube-system/${role.serviceAccount}`, `the add-on ${name}`] as const],
  );
  const { namespace, serviceAccount } = controllerAccount;
  const ofController = [`${namespace}/${serviceAccount}`, "the load balancer controller"] as const;
  return new Map([...ofAddons, ...(hasControllerRole(input) ? [ofController] : [])]);
}

function findSourceProblems(at: readonly string[], policies: unknown, roleArn: unknown): Problem[] {
  if ((policies === undefined) !== (roleArn === undefined)) return [];
  const message = `has ${policies === undefined ? "neither" : "both"} \`policies\` ${policies === undefined ? "nor" : "and"} \`roleArn\``;
  return [
    createSettingProblem(at, "MESH0437", message, "give `policies` for a new role, or `roleArn` of one that is there"),
  ];
}

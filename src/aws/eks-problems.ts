import { findVersionErrors, newestKubernetesMinor, resolveIstioVersion } from "../istio/versions/versions.js";
import { findAccessProblems } from "./access-problems.js";
import { findAddonProblems } from "./addon-problems.js";
import { findArnProblems, findRoleArnProblems } from "./arn.js";
import { findAutoModeProblems } from "./auto-mode-problems.js";
import { NodePool } from "./auto-mode-settings.js";
import type { AwsNames } from "./aws-names.js";
import { findDrainProblems } from "./drain.js";
import type { EksInput } from "./eks-input.js";
import { findFlowLogProblems } from "./flow-logs.js";
import { findControllerProblems } from "./load-balancer-chart.js";
import { findNameProblems } from "./name-problems.js";
import { findNodeProblems } from "./node-problems.js";
import { findPodRoleProblems } from "./pod-role-problems.js";
import { findRoleProblems } from "./role-problems.js";
import { createSettingProblem, moveProblems, type Problem } from "../findings/problem.js";
import { findChoiceProblems } from "./problem.js";
import { ClusterLog, SupportPolicy } from "./settings.js";
import { findStorageProblems } from "./storage-class.js";
import { findNetworkProblems } from "./vpc-problems.js";

/** Days that CloudWatch keeps logs; it takes no other number. */
const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** How many minors beyond the newest tested one may come out while this package is in use; of these is only warned. */
const untested = 2;

/**
 * All that is wrong with the settings of an EKS cluster.
 * @param component the component's name
 * @param known names that AWS has
 */
export function findEksProblems(component: string, input: EksInput, known: AwsNames = {}): Problem[] {
  const { supportPolicy, logs = [], logRetentionDays: days } = input;
  return [
    ...findNameProblems(component, input, known.regions),
    ...findKubernetesProblems(input),
    ...findNetworkProblems(input),
    ...findAccessProblems(input),
    ...findNodeProblems(input, known.instanceTypes),
    ...findAddonProblems(input),
    ...findPodRoleProblems(input),
    ...findRoleProblems(input),
    ...findPoolProblems(input),
    ...findAutoModeProblems(input),
    ...findStorageProblems(input),
    ...findFlowLogProblems(input),
    ...findGivenArnProblems(input),
    ...findDrainProblems(input),
    ...findControllerProblems(input),
    ...findChoiceProblems(["supportPolicy"], supportPolicy, SupportPolicy),
    ...logs.flatMap((log, index) => findChoiceProblems(["logs", index], log, ClusterLog)),
    ...(days === undefined || retentions.includes(days)
      ? []
      : [
          createSettingProblem(
            ["logRetentionDays"],
            "MESH0412",
            `is ${days}, but must be one of ${retentions.join(", ")}`,
          ),
        ]),
  ];
}

function findPoolProblems({ nodePools, autoMode = false }: EksInput): Problem[] {
  if (nodePools === undefined) return [];
  return [
    ...(autoMode ? [] : [createSettingProblem(["nodePools"], "MESH0417", "is given, and `autoMode` is off")]),
    ...nodePools.flatMap((pool, index) => findChoiceProblems(["nodePools", index], pool, NodePool)),
  ];
}

/** EKS takes a key by its ARN alone, and the role of the cluster is told the same ARN. */
function findGivenArnProblems({ region, credentials = {}, ...input }: EksInput): Problem[] {
  const key = { what: "a KMS key", service: "kms", resource: /^key\/[\w-]+$/, region };
  return [
    ...(["encryptionKeyArn", "volumeKeyArn", "logKeyArn"] as const).flatMap((name) =>
      findArnProblems([name], input[name], key),
    ),
    ...findRoleArnProblems(["credentials", "roleArn"], credentials.roleArn, region),
  ];
}

function findKubernetesProblems({ kubernetesVersion, istioVersion }: EksInput): Problem[] {
  const at = ["kubernetesVersion"];
  if (!/^1\.\d+$/.test(kubernetesVersion)) {
    return [createSettingProblem(at, "MESH0410", `is "${kubernetesVersion}", which is not a minor of Kubernetes`)];
  }
  if (Number(kubernetesVersion.slice("1.".length)) > newestKubernetesMinor + untested) {
    const message = `is "${kubernetesVersion}"; that version of Kubernetes does not exist; the newest that an Istio supports is 1.${newestKubernetesMinor}`;
    return [createSettingProblem(at, "MESH0410", message)];
  }
  // What is only warned about is said where Istio is installed.
  return moveProblems(
    at,
    findVersionErrors({ istio: resolveIstioVersion(istioVersion), kubernetes: kubernetesVersion }),
  );
}

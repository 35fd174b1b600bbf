import type { EksInput } from "./eks-input.js";
import type { ChartReference } from "../istio/versions/charts.js";
import { mergeValues, readValue } from "../istio/merge.js";
import { isPublicImage } from "./public-image.js";
import { hasControllerRole } from "./load-balancer-policy.js";
import { cniTaint } from "./node-plan.js";
import { createSettingProblem, type Problem } from "../findings/problem.js";
import type { EksSettings } from "./settings.js";

/** The chart of the AWS load balancer controller, to be installed with the cluster. */
export interface EksControllerChart {
  /**
   * Its version, as in `3.5.0`.
   * @default - none: give `folder`, which holds one version
   */
  version?: string;
  /**
   * Folder that contains the chart `aws-load-balancer-controller`, unpacked, for installations without internet access.
   * @default - the chart comes from `https://aws.github.io/eks-charts`
   */
  folder?: string;
  /**
   * Helm values, over those that the cluster decides.
   * @default - none
   */
  values?: Record<string, any>;
}

/** The service account that the chart makes, and that the controller's role is bound to. */
export const controllerAccount = { namespace: "kube-system", serviceAccount: "aws-load-balancer-controller" } as const;

/** Stands in the rendered chart for the VPC's id, which is not known before the VPC is there. */
export const vpcPlaceholder = "vpc-of-this-cluster";

const chart = "aws-load-balancer-controller";
const repository = "https://aws.github.io/eks-charts";
/** The chart's own. */
const defaultImage = "public.ecr.aws/eks/aws-load-balancer-controller";

/** How the provider is told to take the chart. */
export function computeControllerReference({ version, folder }: EksControllerChart): ChartReference {
  return folder === undefined ? { chart, version, fetch_opts: { repo: repository } } : { chart, path: folder };
}

/**
 * Values of the chart. The controller's pods cannot ask the nodes' metadata service for region and VPC, so both are said. Its role may not
 * change firewalls, and asking for them takes a way to the internet, so they are left alone.
 */
export function computeControllerValues(
  { clusterName, region, tags = {}, cniTaint: isTainted = false }: EksSettings,
  { values = {} }: EksControllerChart,
): Record<string, any> {
  // What waits for Istio's CNI agent must not be what the mesh, and so that agent, waits for.
  const tolerations = [{ key: cniTaint.key, operator: "Exists" }];
  const decided = {
    clusterName,
    region,
    vpcId: vpcPlaceholder,
    serviceAccount: { create: true, name: controllerAccount.serviceAccount },
    enableShield: false,
    enableWaf: false,
    enableWafv2: false,
    ...(Object.keys(tags).length > 0 ? { defaultTags: tags } : {}),
    ...(isTainted ? { tolerations } : {}),
  };
  return mergeValues(decided, values);
}

/** What is wrong with installing the controller. */
export function findControllerProblems(input: EksInput): Problem[] {
  const { loadBalancerControllerChart: wanted } = input;
  if (wanted === undefined) return [];
  const at = ["loadBalancerControllerChart"];
  const { version, folder, values } = wanted;
  const problems: Problem[] = [];
  if (!hasControllerRole(input)) {
    const message = "is given, but the cluster has no role for the controller";
    problems.push(
      createSettingProblem(at, "MESH0428", message, "leave it out, or `autoMode` and `loadBalancerController`"),
    );
  }
  if ((version === undefined) === (folder === undefined)) {
    const given = version === undefined ? "neither `version` nor `folder`" : "both `version` and `folder`";
    problems.push(createSettingProblem(at, "MESH0428", `has ${given}`));
  }
  if (version !== undefined && !/^\d+\.\d+\.\d+$/.test(version)) {
    problems.push(
      createSettingProblem([...at, "version"], "MESH0428", `is "${version}", which is not a version of a chart`),
    );
  }
  const given = readValue(values, "image.repository");
  const image = typeof given === "string" ? given : defaultImage;
  if (input.vpc?.natGateways === "none" && isPublicImage(image)) {
    const message = `pulls the image ${image}, which nodes cannot reach: \`vpc.natGateways\` is "none"`;
    const remedy = "set `values.image.repository` to a repository in ECR that holds it, or give the VPC NAT gateways";
    problems.push(createSettingProblem([...at, "values"], "MESH0422", message, remedy));
  }
  return problems;
}

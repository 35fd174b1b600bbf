import type { Cluster } from "@pulumi/aws/eks/cluster.js";
import { PodIdentityAssociation } from "@pulumi/aws/eks/podIdentityAssociation.js";
import type * as pulumi from "@pulumi/pulumi";
import { controllerAccount } from "../../aws/load-balancer-chart.js";
import { computeControllerPolicy, controllerRole, hasControllerRole } from "../../aws/load-balancer-policy.js";
import type { EksPart } from "./part.js";
import { createRole, type RolePlan } from "./roles.js";

/** A role bound to a service account. */
interface BoundRole {
  arn: pulumi.Output<string>;
  resources: pulumi.Resource[];
}

/** Roles of applications' pods. */
export function createPodRoles(part: EksPart, cluster: Cluster): pulumi.Resource[] {
  return Object.entries(part.args.podRoles ?? {}).flatMap(
    ([key, { policies: attached, roleArn: existing, ...account }]) => {
      const description = `Pods of the service account ${account.namespace}/${account.serviceAccount}`;
      const plan: RolePlan = { key: `pod-${key}`, description, trust: "pod", attached, existing };
      return bindRole(part, cluster, { plan, account }).resources;
    },
  );
}

/** The role of the AWS load balancer controller, for the service account that its chart makes. */
export function createControllerRole(part: EksPart, cluster: Cluster): BoundRole | undefined {
  const { args } = part;
  if (!hasControllerRole(args)) return undefined;
  const plan: RolePlan = {
    key: controllerRole,
    description: `The load balancer controller of the EKS cluster ${args.clusterName}`,
    trust: "pod",
    existing: args.existingRoles?.loadBalancerController,
    inline: computeControllerPolicy(args.region, args.clusterName),
  };
  return bindRole(part, cluster, { plan, account: controllerAccount });
}

function bindRole(
  part: EksPart,
  cluster: Cluster,
  { plan, account }: { plan: RolePlan; account: { namespace: string; serviceAccount: string } },
): BoundRole {
  const { name, args, options } = part;
  const { arn, rights } = createRole(part, plan);
  const association = new PodIdentityAssociation(
    `${name}-${plan.key}`,
    { clusterName: cluster.name, ...account, roleArn: arn, region: args.region, tags: { ...args.tags } },
    { ...options, dependsOn: rights },
  );
  return { arn, resources: [...rights, association] };
}

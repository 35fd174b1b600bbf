import { Addon } from "@pulumi/aws/eks/addon.js";
import { getAddonVersionOutput } from "@pulumi/aws/eks/getAddonVersion.js";
import type { Cluster } from "@pulumi/aws/eks/cluster.js";
import * as pulumi from "@pulumi/pulumi";
import type { AddonPlan } from "../../aws/addon-plan.js";
import { AddonVersion } from "../../aws/addon-settings.js";
import { computeVolumeKeyPolicy } from "../../aws/cluster-policy.js";
import { volumeDriver } from "../../aws/storage-class.js";
import type { EksPart } from "./part.js";
import { createRole } from "./roles.js";

/** Makes add-ons, each with the role of its pods. */
export function createAddons(
  part: EksPart,
  plans: readonly AddonPlan[],
  { cluster, dependsOn = [] }: { cluster: Cluster; dependsOn?: pulumi.Resource[] },
): Addon[] {
  return plans.map((plan) => createAddon(part, plan, { cluster, dependsOn }));
}

function createAddon(
  part: EksPart,
  { name: addonName, version, configuration, resolveConflicts, role: wanted }: AddonPlan,
  { cluster, dependsOn }: { cluster: Cluster; dependsOn: pulumi.Resource[] },
): Addon {
  const { name, args, options } = part;
  const description = `The add-on ${addonName} of the EKS cluster ${args.clusterName}`;
  const given =
    wanted === undefined
      ? undefined
      : createRole(part, {
          key: addonName,
          description,
          trust: "pod",
          managed: [wanted.policy],
          inline:
            addonName === volumeDriver && args.volumeKeyArn !== undefined
              ? pulumi.output(args.volumeKeyArn).apply(computeVolumeKeyPolicy)
              : undefined,
          existing: args.existingRoles?.addons?.[addonName],
        });
  const isConfigured = Object.keys(configuration).length > 0;
  return new Addon(
    `${name}-${addonName}`,
    {
      clusterName: cluster.name,
      addonName,
      addonVersion: findVersion(part, addonName, version),
      configurationValues: isConfigured ? JSON.stringify(configuration) : undefined,
      // Nothing is there yet when it is made: `bootstrapSelfManagedAddons` is off.
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: resolveConflicts,
      podIdentityAssociations:
        given === undefined || wanted === undefined
          ? undefined
          : [{ serviceAccount: wanted.serviceAccount, roleArn: given.arn }],
      region: args.region,
      tags: { ...args.tags },
    },
    { ...options, dependsOn: [...dependsOn, ...(given?.rights ?? [])] },
  );
}

/** The version that is named, or the one that AWS now has for what is named. */
function findVersion(
  { args, options }: EksPart,
  addonName: string,
  version: string | undefined,
): pulumi.Input<string> | undefined {
  if (version !== AddonVersion.Default && version !== AddonVersion.Latest) return version;
  const { kubernetesVersion, region } = args;
  const mostRecent = version === AddonVersion.Latest;
  return getAddonVersionOutput({ addonName, kubernetesVersion, mostRecent, region }, options).version;
}

import { LaunchTemplate } from "@pulumi/aws/ec2/launchTemplate.js";
import type { Cluster } from "@pulumi/aws/eks/cluster.js";
import { NodeGroup } from "@pulumi/aws/eks/nodeGroup.js";
import { getParameterOutput } from "@pulumi/aws/ssm/getParameter.js";
import type * as pulumi from "@pulumi/pulumi";
import { listNodeGroups, planNodeGroup, type NodeGroupPlan } from "../../aws/node-plan.js";
import type { EksNetwork } from "./network.js";
import { computeTags, type EksPart } from "./part.js";
import type { RoleWithRights } from "./roles.js";
import type { NodeSecurity } from "./security-groups.js";

/** What nodes are made from. */
export interface NodeSurroundings {
  cluster: Cluster;
  network: EksNetwork;
  security: NodeSecurity;
  role: RoleWithRights;
  /** Add-ons that nodes need. */
  addons: pulumi.Resource[];
}

/** The managed node groups. */
export function createNodeGroups(part: EksPart, surroundings: NodeSurroundings): NodeGroup[] {
  return Object.entries(listNodeGroups(part.args)).map(([key, settings]) => {
    const plan = planNodeGroup(settings, part.args.cniTaint ?? false);
    const template = createLaunchTemplate(part, `nodes-${key}`, plan, surroundings);
    return createNodeGroup(part, `nodes-${key}`, plan, { ...surroundings, template });
  });
}

function createNodeGroup(
  part: EksPart,
  key: string,
  plan: NodeGroupPlan,
  { cluster, network, security, role, addons, template }: NodeSurroundings & { template: LaunchTemplate },
): NodeGroup {
  const dependsOn = [...role.rights, ...network.ways, ...security.rules, ...addons];
  return new NodeGroup(
    `${part.name}-${key}`,
    {
      clusterName: cluster.name,
      nodeRoleArn: role.arn,
      subnetIds: network.privateSubnetIds,
      version: part.args.kubernetesVersion,
      releaseVersion: findRelease(part, plan),
      ...(plan.forceUpdate ? { forceUpdateVersion: true } : {}),
      amiType: plan.amiType,
      capacityType: plan.capacityType,
      instanceTypes: plan.instanceTypes,
      scalingConfig: plan.scaling,
      labels: plan.labels,
      taints: plan.taints,
      launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
      updateConfig: {
        maxUnavailablePercentage: plan.maxUnavailablePercentage,
        ...(plan.updateStrategy === undefined ? {} : { updateStrategy: plan.updateStrategy }),
      },
      ...(plan.repair ? { nodeRepairConfig: { enabled: true } } : {}),
      ...computeTags(part, key),
    },
    { ...part.options, dependsOn, ignoreChanges: plan.ignoreScaling ? ["scalingConfig.desiredSize"] : [] },
  );
}

/** The release that is named, or the one that AWS now has as the newest. */
function findRelease(
  { args, options }: EksPart,
  { releaseVersion, releaseParameter }: NodeGroupPlan,
): pulumi.Input<string> | undefined {
  if (releaseVersion !== "latest") return releaseVersion;
  const name = releaseParameter.replace("*", args.kubernetesVersion);
  return getParameterOutput({ name, region: args.region }, { parent: options.parent }).insecureValue;
}

/** No key pair: nobody logs in to nodes by SSH. */
function createLaunchTemplate(
  part: EksPart,
  key: string,
  plan: NodeGroupPlan,
  { security }: NodeSurroundings,
): LaunchTemplate {
  const { region, tags } = computeTags(part, key);
  return new LaunchTemplate(
    `${part.name}-${key}`,
    {
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: plan.metadataHopLimit,
      },
      blockDeviceMappings: plan.volumes.map(({ deviceName, size }) => ({
        deviceName,
        ebs: {
          encrypted: "true",
          kmsKeyId: part.args.volumeKeyArn,
          volumeType: "gp3",
          deleteOnTermination: "true",
          volumeSize: size,
        },
      })),
      vpcSecurityGroupIds: [security.groupId],
      tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({ resourceType, tags })),
      updateDefaultVersion: true,
      region,
      tags,
    },
    part.options,
  );
}

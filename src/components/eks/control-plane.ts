import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import { Cluster } from "@pulumi/aws/eks/cluster.js";
import * as pulumi from "@pulumi/pulumi";
import { hasPodGroups } from "../../aws/addon-plan.js";
import { NodePool } from "../../aws/auto-mode-settings.js";
import { computeClusterPolicy } from "../../aws/cluster-policy.js";
import { listClusterPolicies } from "../../aws/policies.js";
import { ClusterLog } from "../../aws/settings.js";
import { createPodDrain } from "./drain.js";
import { createEncryptionKey } from "./encryption.js";
import type { EksNetwork } from "./network.js";
import { computeTags, type EksPart } from "./part.js";
import { createRole, type RoleWithRights } from "./roles.js";

/** The EKS control plane, with its logs, its key and its role. `nodeRole` is for the nodes that Auto Mode makes. */
export function createEksControlPlane(part: EksPart, network: EksNetwork, nodeRole: RoleWithRights): Cluster {
  const { name, args, options } = part;
  const { autoMode = false, clusterName, publicAccessCidrs = [] } = args;
  const keyArn = createEncryptionKey(part);
  const { arn: roleArn, rights } = createRole(part, {
    key: "cluster",
    existing: args.existingRoles?.cluster,
    description: `The EKS cluster ${clusterName}`,
    trust: "cluster",
    managed: listClusterPolicies(autoMode, hasPodGroups(args)),
    inline: pulumi
      .output({ secrets: keyArn, volumes: args.volumeKeyArn })
      .apply((keys) => computeClusterPolicy(args, keys)),
  });
  const logs = createLogGroup(part);
  const isPublic = publicAccessCidrs.length > 0;
  return new Cluster(
    `${name}-cluster`,
    {
      name: clusterName,
      version: args.kubernetesVersion,
      roleArn,
      accessConfig: {
        authenticationMode: "API",
        bootstrapClusterCreatorAdminPermissions: args.creatorIsAdmin ?? true,
      },
      // EKS would lay down its own, unmanaged CNI, proxy and DNS, which then stand in the add-ons' way.
      bootstrapSelfManagedAddons: false,
      vpcConfig: {
        subnetIds: network.privateSubnetIds,
        endpointPrivateAccess: true,
        endpointPublicAccess: isPublic,
        ...(isPublic ? { publicAccessCidrs } : {}),
      },
      encryptionConfig: { provider: { keyArn }, resources: ["secrets"] },
      enabledClusterLogTypes: args.logs ?? Object.values(ClusterLog),
      upgradePolicy: { supportType: args.supportPolicy ?? "STANDARD" },
      deletionProtection: args.deletionProtection ?? true,
      ...computeAutoMode(part, nodeRole),
      ...(args.zonalShift === undefined ? {} : { zonalShiftConfig: { enabled: args.zonalShift } }),
      ...computeTags(part, "cluster"),
    },
    {
      ...options,
      hooks: createPodDrain(part),
      // EKS keeps a cluster to the zones that it was made in, and refuses subnets of another one. Nodes may be in further zones.
      ignoreChanges: args.vpc === undefined ? [] : ["vpcConfig.subnetIds"],
      dependsOn: [...rights, logs, ...(autoMode ? [...nodeRole.rights, ...network.ways] : [])],
    },
  );
}

/** EKS makes this group itself where there is none, and then keeps logs for ever. */
function createLogGroup(part: EksPart): LogGroup {
  const { name, args, options } = part;
  const inputs = {
    name: `/aws/eks/${args.clusterName}/cluster`,
    retentionInDays: args.logRetentionDays ?? 90,
    kmsKeyId: args.logKeyArn,
    region: args.region,
    tags: { ...args.tags },
  };
  return new LogGroup(`${name}-logs`, inputs, options);
}

/** Auto Mode is three switches that AWS wants all on or all off; a cluster that never heard of it keeps them unsaid. */
function computeAutoMode({ args: { autoMode, serviceCidr, nodePools } }: EksPart, { arn }: RoleWithRights) {
  const network = { ipFamily: "ipv4", ...(serviceCidr === undefined ? {} : { serviceIpv4Cidr: serviceCidr }) };
  if (autoMode === undefined) return { kubernetesNetworkConfig: network };
  const named = nodePools ?? Object.values(NodePool);
  // AWS takes the role only where there is a pool for it.
  const pools = autoMode && named.length > 0 ? { nodePools: named, nodeRoleArn: arn } : {};
  return {
    computeConfig: { enabled: autoMode, ...pools },
    kubernetesNetworkConfig: { ...network, elasticLoadBalancing: { enabled: autoMode } },
    storageConfig: { blockStorage: { enabled: autoMode } },
  };
}

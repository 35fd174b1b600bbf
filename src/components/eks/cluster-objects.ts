import { AccessEntry } from "@pulumi/aws/eks/accessEntry.js";
import { AccessPolicyAssociation } from "@pulumi/aws/eks/accessPolicyAssociation.js";
import type { Cluster } from "@pulumi/aws/eks/cluster.js";
import * as pulumi from "@pulumi/pulumi";
import {
  autoNodePolicy,
  autoNodesKey,
  hasAutoNodes,
  renderNodeClasses,
  renderNodePools,
} from "../../aws/auto-mode-plan.js";
import { computeAccessPolicyArn, listNodePolicies } from "../../aws/policies.js";
import { renderStorageClass } from "../../aws/storage-class.js";
import type { Manifest } from "../../kubernetes/manifest.js";
import { createClusterProvider } from "../cluster-provider.js";
import { registerManifests } from "../manifest-resource.js";
import type { EksNetwork } from "./network.js";
import type { EksPart } from "./part.js";
import { createRole } from "./roles.js";

/**
 * Objects that the cluster's nodes and volumes are made by, on a provider of their own. The mesh's provider waits for them: pods need nodes. In
 * a destroy everything in the cluster goes before the pools of its nodes.
 * @returns the URNs of its objects, known when they are there
 */
export function installClusterObjects(
  part: EksPart,
  { kubeconfig, network, cluster }: { kubeconfig: pulumi.Output<string>; network: EksNetwork; cluster: Cluster },
): pulumi.Output<string[]> {
  const { args, options } = part;
  const storage = renderStorageClass(args, args.volumeKeyArn);
  const pools = renderNodePools(args);
  if (storage.length + pools.length === 0) return pulumi.output([]);
  const name = `${part.name}-objects`;
  const identity = { kubeconfig, clusterIdentifier: cluster.name };
  const provider = createClusterProvider(options.parent, name, identity);
  const register = (manifests: Manifest[], dependsOn: pulumi.Resource[]) => [
    ...registerManifests(name, manifests, { base: { ...options, provider, dependsOn } }).values(),
  ];
  const classes = hasAutoNodes(args) ? createClasses(part, { network, cluster, register }) : [];
  const objects = [...register(storage, []), ...classes, ...register(pools, classes)];
  return pulumi.all(objects.map(({ urn }) => urn));
}

/** The classes, and what lets their nodes join. EKS manages the access entry of the role of built-in pools, so these nodes have another role. */
function createClasses(
  part: EksPart,
  {
    network,
    cluster,
    register,
  }: {
    network: EksNetwork;
    cluster: Cluster;
    register: (manifests: Manifest[], dependsOn: pulumi.Resource[]) => pulumi.Resource[];
  },
): pulumi.Resource[] {
  const { name, args, options } = part;
  const { region } = args;
  const { arn, rights } = createRole(part, {
    key: autoNodesKey,
    description: `Nodes of own classes of the EKS cluster ${args.clusterName}`,
    trust: "node",
    existing: args.existingRoles?.autoNodes,
    managed: listNodePolicies(true),
  });
  const whose = { clusterName: cluster.name, principalArn: arn, region };
  const entry = new AccessEntry(`${name}-${autoNodesKey}`, { ...whose, type: "EC2", tags: { ...args.tags } }, options);
  const policyArn = computeAccessPolicyArn(region, autoNodePolicy);
  const association = new AccessPolicyAssociation(
    `${name}-${autoNodesKey}`,
    { ...whose, principalArn: entry.principalArn, policyArn, accessScope: { type: "cluster" } },
    options,
  );
  const classes = renderNodeClasses<pulumi.Input<string>>(args, {
    role: arn.apply((text) => text.slice(text.lastIndexOf("/") + 1)),
    subnetIds: network.privateSubnetIds,
    securityGroupId: cluster.vpcConfig.clusterSecurityGroupId,
    volumeKeyArn: args.volumeKeyArn,
  });
  return register(classes, [...rights, association]);
}

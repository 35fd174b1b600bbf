import { mergeValues } from "../istio/merge.js";
import type { Manifest } from "../kubernetes/manifest.js";
import type { EksAutoNodePool, EksNodeClass, EksNodeRequirement } from "./auto-mode-settings.js";
import type { EksSettings } from "./settings.js";

/** How the role of nodes of own classes is called among the cluster's roles. */
export const autoNodesKey = "auto-nodes";

/** The access policy that lets nodes of Auto Mode join the cluster. EKS attaches it to the role of its built-in pools. */
export const autoNodePolicy = "AmazonEKSAutoNodePolicy";

/** Whether the cluster has nodes of own classes, which need a role and an access entry. */
export function hasAutoNodes({ nodeClasses = {} }: EksSettings): boolean {
  return Object.keys(nodeClasses).length > 0;
}

/** What a NodeClass needs that only `up` may tell. */
export interface NodeSurroundings<T> {
  /** Name of the nodes' role, without its path. */
  role: T;
  subnetIds: readonly T[];
  securityGroupId: T;
  /** ARN of the key of volumes. @default - EC2's */
  volumeKeyArn?: T;
}

/** The objects NodeClass. What is not known yet stays as it is given, at its place. */
export function renderNodeClasses<T>(
  { nodeClasses = {}, tags: ofCluster = {} }: EksSettings,
  surroundings: NodeSurroundings<T>,
): Manifest[] {
  return Object.entries(nodeClasses).map(([name, { subnets, securityGroups, storage, tags = {}, spec = {} }]) => {
    const { role, subnetIds, securityGroupId, volumeKeyArn } = surroundings;
    const all = { ...ofCluster, ...tags };
    const ephemeralStorage = computeStorage(storage, volumeKeyArn);
    const decided = {
      role,
      subnetSelectorTerms: subnets ?? subnetIds.map((id) => ({ id })),
      securityGroupSelectorTerms: securityGroups ?? [{ id: securityGroupId }],
      ...(ephemeralStorage === undefined ? {} : { ephemeralStorage }),
      ...(Object.keys(all).length === 0 ? {} : { tags: all }),
    };
    return {
      apiVersion: "eks.amazonaws.com/v1",
      kind: "NodeClass",
      metadata: { name },
      spec: mergeFields(decided, spec),
    };
  });
}

function computeStorage(storage: EksNodeClass["storage"], kmsKeyID: unknown): Record<string, unknown> | undefined {
  if (storage === undefined && kmsKeyID === undefined) return undefined;
  const { size, ...rest } = storage ?? {};
  return {
    ...(size === undefined ? {} : { size: `${size}Gi` }),
    ...rest,
    ...(kmsKeyID === undefined ? {} : { kmsKeyID }),
  };
}

/** As those of AWS's own pool `general-purpose`. */
const usualRequirements: readonly EksNodeRequirement[] = [
  { key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] },
  { key: "eks.amazonaws.com/instance-category", operator: "In", values: ["c", "m", "r"] },
  { key: "eks.amazonaws.com/instance-generation", operator: "Gt", values: ["4"] },
  { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
];

/** The objects NodePool. */
export function renderNodePools({ autoNodePools = {} }: EksSettings): Manifest[] {
  return Object.entries(autoNodePools).map(([name, pool]) => ({
    apiVersion: "karpenter.sh/v1",
    kind: "NodePool",
    metadata: { name },
    spec: mergeFields(computePoolSpec(pool), pool.spec ?? {}),
  }));
}

function computePoolSpec({
  nodeClass,
  requirements = [...usualRequirements],
  labels,
  taints,
  limits,
}: EksAutoNodePool) {
  const nodeClassRef = { group: "eks.amazonaws.com", kind: "NodeClass", name: nodeClass };
  const spec = { nodeClassRef, requirements, ...(taints === undefined ? {} : { taints }) };
  const metadata = labels === undefined ? {} : { metadata: { labels } };
  return { template: { ...metadata, spec }, ...(limits === undefined ? {} : { limits }) };
}

/** Lists are replaced whole, as in Helm's values. */
function mergeFields(decided: object, over: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return mergeValues({ ...decided }, { ...over });
}

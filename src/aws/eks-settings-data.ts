// Made by `npm run settings-schema` from the inputs of the components, as Pulumi reads them.
import { z } from "zod";

const eksExistingVpc = <T extends z.ZodType>(known: T) =>
  z.strictObject({ vpcId: known, privateSubnetIds: z.array(known), publicSubnetIds: z.array(known).optional() });
const eksFlowLogs = <T extends z.ZodType>(known: T) =>
  z.strictObject({
    traffic: z.enum(["ALL", "ACCEPT", "REJECT"]).optional(),
    bucketArn: known.optional(),
    intervalSeconds: z.int().optional(),
  });
const eksAccessEntry = <T extends z.ZodType>(known: T) =>
  z.strictObject({
    principalArn: known,
    policies: z.array(z.string()).optional(),
    namespaces: z.array(z.string()).optional(),
    groups: z.array(z.string()).optional(),
  });
const eksExistingRoles = <T extends z.ZodType>(known: T) =>
  z.strictObject({
    cluster: known.optional(),
    nodes: known.optional(),
    loadBalancerController: known.optional(),
    addons: z.record(z.string(), known).optional(),
    autoNodes: known.optional(),
    flowLogs: known.optional(),
  });
const eksPodRole = <T extends z.ZodType>(known: T) =>
  z.strictObject({
    namespace: z.string(),
    serviceAccount: z.string(),
    policies: z.record(z.string(), known).optional(),
    roleArn: known.optional(),
  });
const eksControllerChart = z.strictObject({
  version: z.string().optional(),
  folder: z.string().optional(),
  values: z.record(z.string(), z.any()).optional(),
});
const eksCredentials = z.strictObject({ roleArn: z.string().optional(), profile: z.string().optional() });
const eksVpc = z.strictObject({
  zones: z.array(z.string()),
  cidr: z.string().optional(),
  privateSubnetPrefix: z.int().optional(),
  publicSubnetPrefix: z.int().optional(),
  natGateways: z.enum(["one-per-zone", "one", "none"]).optional(),
  endpoints: z.boolean().optional(),
});
const eksTaint = z.strictObject({
  key: z.string(),
  value: z.string().optional(),
  effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]),
});
const eksNodeGroup = z.strictObject({
  instanceTypes: z.array(z.string()).optional(),
  system: z.enum(["AL2023", "Bottlerocket"]).optional(),
  capacityType: z.enum(["ON_DEMAND", "SPOT"]).optional(),
  minSize: z.int().optional(),
  maxSize: z.int().optional(),
  desiredSize: z.int().optional(),
  ignoreScaling: z.boolean().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  taints: z.array(eksTaint).optional(),
  diskSize: z.int().optional(),
  maxUnavailablePercentage: z.int().optional(),
  releaseVersion: z.string().optional(),
  forceUpdate: z.boolean().optional(),
  updateStrategy: z.enum(["DEFAULT", "MINIMAL"]).optional(),
  repair: z.boolean().optional(),
  metadataHopLimit: z.int().optional(),
});
const eksAddon = z.strictObject({
  enabled: z.boolean().optional(),
  version: z.string().optional(),
  configuration: z.record(z.string(), z.any()).optional(),
  policy: z.string().optional(),
  resolveConflicts: z.enum(["NONE", "OVERWRITE", "PRESERVE"]).optional(),
});
const eksSubnetSelector = z.strictObject({
  id: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
});
const eksGroupSelector = z.strictObject({
  id: z.string().optional(),
  name: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
});
const eksNodeStorage = z.strictObject({
  size: z.int().optional(),
  iops: z.int().optional(),
  throughput: z.int().optional(),
});
const eksNodeClass = z.strictObject({
  subnets: z.array(eksSubnetSelector).optional(),
  securityGroups: z.array(eksGroupSelector).optional(),
  storage: eksNodeStorage.optional(),
  tags: z.record(z.string(), z.string()).optional(),
  spec: z.record(z.string(), z.any()).optional(),
});
const eksNodeRequirement = z.strictObject({
  key: z.string(),
  operator: z.enum(["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"]),
  values: z.array(z.string()).optional(),
});
const eksAutoNodePool = z.strictObject({
  nodeClass: z.string(),
  requirements: z.array(eksNodeRequirement).optional(),
  labels: z.record(z.string(), z.string()).optional(),
  taints: z.array(eksTaint).optional(),
  limits: z.record(z.string(), z.string()).optional(),
  spec: z.record(z.string(), z.any()).optional(),
});
const eksStorageClass = z.strictObject({ name: z.string().optional(), isDefault: z.boolean().optional() });
/** The settings of a cluster. @param known the form of what only `up` may tell in a program: ids and ARNs */
export const createEksShape = <T extends z.ZodType>(known: T) => ({
  existingVpc: eksExistingVpc(known).optional(),
  encryptionKeyArn: known.optional(),
  volumeKeyArn: known.optional(),
  logKeyArn: known.optional(),
  flowLogs: eksFlowLogs(known).optional(),
  accessEntries: z.record(z.string(), eksAccessEntry(known)).optional(),
  existingRoles: eksExistingRoles(known).optional(),
  permissionsBoundary: known.optional(),
  podRoles: z.record(z.string(), eksPodRole(known)).optional(),
  loadBalancerControllerChart: eksControllerChart.optional(),
  credentials: eksCredentials.optional(),
  clusterName: z.string(),
  region: z.string(),
  kubernetesVersion: z.string(),
  vpc: eksVpc.optional(),
  serviceCidr: z.string().optional(),
  publicAccessCidrs: z.array(z.string()).optional(),
  allowAccessFromAnywhere: z.boolean().optional(),
  privateAccessCidrs: z.array(z.string()).optional(),
  creatorIsAdmin: z.boolean().optional(),
  supportPolicy: z.enum(["STANDARD", "EXTENDED"]).optional(),
  deletionProtection: z.boolean().optional(),
  drainTimeout: z.string().optional(),
  logs: z.array(z.enum(["api", "audit", "authenticator", "controllerManager", "scheduler"])).optional(),
  logRetentionDays: z.int().optional(),
  nodeGroups: z.record(z.string(), eksNodeGroup).optional(),
  addons: z.record(z.string(), eksAddon).optional(),
  autoMode: z.boolean().optional(),
  nodePools: z.array(z.enum(["general-purpose", "system"])).optional(),
  nodeClasses: z.record(z.string(), eksNodeClass).optional(),
  autoNodePools: z.record(z.string(), eksAutoNodePool).optional(),
  storageClass: eksStorageClass.optional(),
  zonalShift: z.boolean().optional(),
  rolePath: z.string().optional(),
  loadBalancerController: z.boolean().optional(),
  cniTaint: z.boolean().optional(),
  controlPlanePorts: z.record(z.string(), z.int()).optional(),
  tags: z.record(z.string(), z.string()).optional(),
});

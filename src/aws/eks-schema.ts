import { z } from "zod";
import type { Problem } from "../findings/problem.js";
import { findSchemaProblems } from "../text/schema-problems.js";
import { ConflictPolicy } from "./addon-settings.js";
import { NodePool, RequirementOperator } from "./auto-mode-settings.js";
import { FlowTraffic } from "./flow-logs.js";
import { CapacityType, NodeSystem, TaintEffect, UpdateStrategy } from "./node-settings.js";
import { ClusterLog, NatGateways, SupportPolicy } from "./settings.js";

// The form of a cluster's settings, for stack files and for programs in JavaScript, which have not met the compiler.

const text = z.record(z.string(), z.string());
const anything = z.record(z.string(), z.any());

const vpc = z.strictObject({
  zones: z.array(z.string()),
  cidr: z.string().optional(),
  privateSubnetPrefix: z.int().optional(),
  publicSubnetPrefix: z.int().optional(),
  natGateways: z.enum(NatGateways).optional(),
  endpoints: z.boolean().optional(),
});

const taint = z.strictObject({ key: z.string(), value: z.string().optional(), effect: z.enum(TaintEffect) });

const nodeGroup = z.strictObject({
  instanceTypes: z.array(z.string()).optional(),
  system: z.enum(NodeSystem).optional(),
  capacityType: z.enum(CapacityType).optional(),
  minSize: z.int().optional(),
  maxSize: z.int().optional(),
  desiredSize: z.int().optional(),
  ignoreScaling: z.boolean().optional(),
  labels: text.optional(),
  taints: z.array(taint).optional(),
  diskSize: z.int().optional(),
  maxUnavailablePercentage: z.int().optional(),
  releaseVersion: z.string().optional(),
  forceUpdate: z.boolean().optional(),
  updateStrategy: z.enum(UpdateStrategy).optional(),
  repair: z.boolean().optional(),
  metadataHopLimit: z.int().optional(),
});

const nodeClass = z.strictObject({
  subnets: z.array(z.strictObject({ id: z.string().optional(), tags: text.optional() })).optional(),
  securityGroups: z
    .array(z.strictObject({ id: z.string().optional(), name: z.string().optional(), tags: text.optional() }))
    .optional(),
  storage: z
    .strictObject({ size: z.int().optional(), iops: z.int().optional(), throughput: z.int().optional() })
    .optional(),
  tags: text.optional(),
  spec: anything.optional(),
});

const autoNodePool = z.strictObject({
  nodeClass: z.string(),
  requirements: z
    .array(
      z.strictObject({
        key: z.string(),
        operator: z.enum(RequirementOperator),
        values: z.array(z.string()).optional(),
      }),
    )
    .optional(),
  labels: text.optional(),
  taints: z.array(taint).optional(),
  limits: text.optional(),
  spec: anything.optional(),
});

const addon = z.strictObject({
  enabled: z.boolean().optional(),
  version: z.string().optional(),
  configuration: anything.optional(),
  policy: z.string().optional(),
  resolveConflicts: z.enum(ConflictPolicy).optional(),
});

/** The settings of a cluster. @param known the form of what only `up` may tell in a program: ids and ARNs */
export function createEksShape<T extends z.ZodType>(known: T) {
  return {
    clusterName: z.string(),
    region: z.string(),
    kubernetesVersion: z.string(),
    vpc: vpc.optional(),
    existingVpc: z
      .strictObject({
        vpcId: known,
        privateSubnetIds: z.array(known),
        publicSubnetIds: z.array(known).optional(),
      })
      .optional(),
    serviceCidr: z.string().optional(),
    publicAccessCidrs: z.array(z.string()).optional(),
    allowAccessFromAnywhere: z.boolean().optional(),
    privateAccessCidrs: z.array(z.string()).optional(),
    creatorIsAdmin: z.boolean().optional(),
    ...createAccessShape(known),
    credentials: z.strictObject({ roleArn: z.string().optional(), profile: z.string().optional() }).optional(),
    ...createKeyShape(known),
    rolePath: z.string().optional(),
    nodePools: z.array(z.enum(NodePool)).optional(),
    nodeClasses: z.record(z.string(), nodeClass).optional(),
    autoNodePools: z.record(z.string(), autoNodePool).optional(),
    storageClass: z.strictObject({ name: z.string().optional(), isDefault: z.boolean().optional() }).optional(),
    zonalShift: z.boolean().optional(),
    supportPolicy: z.enum(SupportPolicy).optional(),
    deletionProtection: z.boolean().optional(),
    drainTimeout: z.string().optional(),
    logs: z.array(z.enum(ClusterLog)).optional(),
    logRetentionDays: z.int().optional(),
    nodeGroups: z.record(z.string(), nodeGroup).optional(),
    addons: z.record(z.string(), addon).optional(),
    autoMode: z.boolean().optional(),
    loadBalancerController: z.boolean().optional(),
    loadBalancerControllerChart: z
      .strictObject({ version: z.string().optional(), folder: z.string().optional(), values: anything.optional() })
      .optional(),
    cniTaint: z.boolean().optional(),
    controlPlanePorts: z.record(z.string(), z.int()).optional(),
    tags: text.optional(),
  };
}

/** Keys, and what is written with them. */
function createKeyShape<T extends z.ZodType>(known: T) {
  return {
    encryptionKeyArn: known.optional(),
    volumeKeyArn: known.optional(),
    logKeyArn: known.optional(),
    flowLogs: z
      .strictObject({
        traffic: z.enum(FlowTraffic).optional(),
        bucketArn: known.optional(),
        intervalSeconds: z.int().optional(),
      })
      .optional(),
  };
}

/** Who may do what, in Kubernetes and in AWS. */
function createAccessShape<T extends z.ZodType>(known: T) {
  return {
    accessEntries: z
      .record(
        z.string(),
        z.strictObject({
          principalArn: known,
          policies: z.array(z.string()).optional(),
          namespaces: z.array(z.string()).optional(),
          groups: z.array(z.string()).optional(),
        }),
      )
      .optional(),
    podRoles: z
      .record(
        z.string(),
        z.strictObject({
          namespace: z.string(),
          serviceAccount: z.string(),
          policies: z.record(z.string(), known).optional(),
          roleArn: known.optional(),
        }),
      )
      .optional(),
    existingRoles: z
      .strictObject({
        cluster: known.optional(),
        nodes: known.optional(),
        loadBalancerController: known.optional(),
        addons: z.record(z.string(), known).optional(),
        autoNodes: known.optional(),
        flowLogs: known.optional(),
      })
      .optional(),
    permissionsBoundary: known.optional(),
  };
}

const argsSchema = z.strictObject({
  ...createEksShape(z.unknown().refine((value) => value !== undefined, "it must be given")),
  istioVersion: z.string().optional(),
});

/** What is missing, unknown, or of another type in the arguments of a program: settings without such a problem can be judged. */
export function findArgumentProblems(args: unknown): Problem[] {
  const isMap = typeof args === "object" && args !== null;
  const given = isMap ? Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined)) : {};
  return findSchemaProblems(argsSchema, given, { code: "MESH0438" });
}

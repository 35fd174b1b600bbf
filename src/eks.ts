export { AddonVersion, ConflictPolicy, type EksAddon } from "./aws/addon-settings.js";
export {
  NodePool,
  RequirementOperator,
  type EksAutoNodePool,
  type EksGroupSelector,
  type EksNodeClass,
  type EksNodeRequirement,
  type EksNodeStorage,
  type EksSubnetSelector,
} from "./aws/auto-mode-settings.js";
export {
  CapacityType,
  NodeSystem,
  TaintEffect,
  UpdateStrategy,
  type EksNodeGroup,
  type EksTaint,
} from "./aws/node-settings.js";
export { FlowTraffic } from "./aws/flow-logs.js";
export { ClusterLog, NatGateways, SupportPolicy, type EksSettings, type EksVpc } from "./aws/settings.js";
export type { EksStorageClass } from "./aws/storage-settings.js";
export type { EksControllerChart } from "./aws/load-balancer-chart.js";
export { EksCluster } from "./components/eks-cluster.js";
export type {
  EksAccessEntry,
  EksClusterArgs,
  EksCredentials,
  EksExistingRoles,
  EksExistingVpc,
  EksFlowLogs,
  EksPodRole,
} from "./components/eks/args.js";

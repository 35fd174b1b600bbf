export { AddonVersion, ConflictPolicy, type EksAddon } from "./aws/addon-settings.js";
export {
  CapacityType,
  NodeSystem,
  TaintEffect,
  UpdateStrategy,
  type EksNodeGroup,
  type EksTaint,
} from "./aws/node-settings.js";
export { ClusterLog, NatGateways, NodePool, SupportPolicy, type EksSettings, type EksVpc } from "./aws/settings.js";
export type { EksControllerChart } from "./aws/load-balancer-chart.js";
export { EksCluster } from "./components/eks-cluster.js";
export type {
  EksAccessEntry,
  EksClusterArgs,
  EksCredentials,
  EksExistingRoles,
  EksExistingVpc,
  EksPodRole,
} from "./components/eks/args.js";

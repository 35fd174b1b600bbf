export { AddonVersion, ConflictPolicy, type EksAddon } from "./aws/addon-settings.js";
export {
  CapacityType,
  ClusterLog,
  NatGateways,
  NodeSystem,
  SupportPolicy,
  TaintEffect,
  type EksNodeGroup,
  type EksSettings,
  type EksTaint,
  type EksVpc,
} from "./aws/settings.js";
export type { EksControllerChart } from "./aws/load-balancer-chart.js";
export { EksCluster } from "./components/eks-cluster.js";
export type {
  EksAccessEntry,
  EksClusterArgs,
  EksCredentials,
  EksExistingVpc,
  EksPodRole,
} from "./components/eks/args.js";

import type { EksAddon } from "./addon-settings.js";
import type { EksAutoNodePool, EksNodeClass, NodePool } from "./auto-mode-settings.js";
import type { EksNodeGroup } from "./node-settings.js";
import type { EksStorageClass } from "./storage-settings.js";

/** Through which NAT gateways private subnets reach the internet. */
export const NatGateways = {
  /** One in every zone: the loss of a zone takes no other zone's way out. */
  OnePerZone: "one-per-zone",
  /** One for all zones: cheaper, and a single point of failure. */
  One: "one",
  /** None: a private cluster, whose nodes reach AWS through endpoints of the VPC and nothing else. */
  None: "none",
} as const;
export type NatGateways = (typeof NatGateways)[keyof typeof NatGateways];

/** How long EKS supports the cluster's Kubernetes. EKS's `supportType`. */
export const SupportPolicy = {
  /** EKS upgrades the cluster by itself when standard support ends. */
  Standard: "STANDARD",
  /** Another 12 months, at a higher price. */
  Extended: "EXTENDED",
} as const;
export type SupportPolicy = (typeof SupportPolicy)[keyof typeof SupportPolicy];

/** A log of the EKS control plane. */
export const ClusterLog = {
  Api: "api",
  Audit: "audit",
  Authenticator: "authenticator",
  ControllerManager: "controllerManager",
  Scheduler: "scheduler",
} as const;
export type ClusterLog = (typeof ClusterLog)[keyof typeof ClusterLog];

/** A VPC made for the cluster, with a private and a public subnet in every zone. */
export interface EksVpc {
  /**
   * Availability zones, at least two, as in `eu-west-1a`. A zone's subnets depend on its letter alone, so that zones can come
   * and go without moving those of others. Zones are named here, not looked up, so that a plan is the same on every day.
   */
  zones: string[];
  /**
   * IPv4 range of the VPC, /16 to /23.
   * @default "10.0.0.0/16"
   */
  cidr?: string;
  /**
   * Prefix length of the private subnets, which nodes and pods take their addresses from; /26 at the smallest.
   * @default - three more than the VPC's: /19 of a /16
   */
  privateSubnetPrefix?: number;
  /**
   * Prefix length of the public subnets, for load balancers and NAT gateways; /27 at the smallest.
   * @default - eight more than the VPC's, at most 27: /24 of a /16
   */
  publicSubnetPrefix?: number;
  /**
   * The nodes' way to the internet.
   * @default "one-per-zone"
   */
  natGateways?: NatGateways;
  /**
   * Whether nodes reach the AWS services they need through endpoints of the VPC; without NAT gateways it is on. S3's endpoint,
   * which costs nothing, is there anyway.
   * @default - on without NAT gateways, else off
   */
  endpoints?: boolean;
}

/** How the cluster is made. Everything here is a plain value, because it decides which resources exist or is checked at preview. */
export interface EksSettings {
  /** Name in AWS, 1-100 letters, digits, `-` and `_`, unique in account and region; another name is another cluster. */
  clusterName: string;
  /** Region, as in `eu-west-1`. */
  region: string;
  /** Minor of Kubernetes, as in `1.34`. EKS upgrades by one minor at a time. */
  kubernetesVersion: string;
  /**
   * A new VPC for the cluster.
   * @default - none: give `existingVpc`
   */
  vpc?: EksVpc;
  /**
   * IPv4 range of Kubernetes Services, /12 to /24 of a private network, that does not overlap with the VPC's.
   * @default - EKS's choice: 10.100.0.0/16 or 172.20.0.0/16
   */
  serviceCidr?: string;
  /**
   * Networks that reach the API server over the internet. Without any it has no public endpoint.
   * @default - none
   */
  publicAccessCidrs?: string[];
  /**
   * Whether `publicAccessCidrs` may open the API server to the whole internet, which credentials alone protect then.
   * @default false
   */
  allowAccessFromAnywhere?: boolean;
  /**
   * Networks outside of the VPC that reach the API server's private endpoint: of a VPN, a peered VPC, a transit gateway.
   * @default - none
   */
  privateAccessCidrs?: string[];
  /**
   * Whether whoever creates the cluster is its administrator. It cannot be changed later without another cluster.
   * @default true
   */
  creatorIsAdmin?: boolean;
  /**
   * How long EKS supports the cluster's Kubernetes.
   * @default "STANDARD"
   */
  supportPolicy?: SupportPolicy;
  /**
   * Whether AWS refuses to delete the cluster. To destroy it, set this to false and run `up` first.
   * @default true
   */
  deletionProtection?: boolean;
  /**
   * How long a destroy waits for load balancers and network interfaces that Kubernetes has made, as in `15m`, at most `2h`. It needs
   * `pulumi destroy --run-program`; with `0s` it waits for nothing and needs no program.
   * @default "15m"
   */
  drainTimeout?: string;
  /**
   * Logs of the control plane that are kept.
   * @default - all
   */
  logs?: ClusterLog[];
  /**
   * Days that logs are kept; one of the numbers that CloudWatch knows.
   * @default 90
   */
  logRetentionDays?: number;
  /**
   * Managed node groups by name. With `autoMode` there are none.
   * @default - one group `default`
   */
  nodeGroups?: Record<string, EksNodeGroup>;
  /**
   * Add-ons by name: settings of `vpc-cni`, `kube-proxy`, `eks-pod-identity-agent`, `coredns` and `aws-ebs-csi-driver`, which are
   * there anyway, and further ones. With `autoMode` EKS brings these five itself.
   * @default - those five
   */
  addons?: Record<string, EksAddon>;
  /**
   * Whether EKS runs nodes, load balancers and volumes itself (EKS Auto Mode). Once given, it must be said in both ways.
   * @default - off
   */
  autoMode?: boolean;
  /**
   * Built-in pools of nodes of Auto Mode. Without any, nodes come from `autoNodePools`. Nodes of built-in pools get neither `tags` nor
   * `volumeKeyArn`, because AWS's own NodeClass cannot be changed.
   * @default - with `autoMode` both
   */
  nodePools?: NodePool[];
  /**
   * How Auto Mode makes nodes of `autoNodePools`: NodeClasses by name.
   * @default - none beside AWS's own, `default`
   */
  nodeClasses?: Record<string, EksNodeClass>;
  /**
   * Further pools of nodes of Auto Mode: NodePools by name.
   * @default - none
   */
  autoNodePools?: Record<string, EksAutoNodePool>;
  /**
   * A StorageClass for volumes of the EBS driver, or of Auto Mode.
   * @default - none: claims name one of somebody else's
   */
  storageClass?: EksStorageClass;
  /**
   * Whether AWS may lead traffic away from a zone that is not well (zonal shift of Application Recovery Controller).
   * @default - EKS's: off
   */
  zonalShift?: boolean;
  /**
   * Path of the roles that are made, as in `/teams/shop/`.
   * @default "/"
   */
  rolePath?: string;
  /**
   * Whether there is a role for the AWS load balancer controller, bound to its service account by Pod Identity.
   * @default - true, and false with `autoMode`, which balances loads without it
   */
  loadBalancerController?: boolean;
  /**
   * Whether new nodes carry Istio's taint `cni.istio.io/not-ready` until Istio's CNI agent runs on them, so that no pod starts
   * outside of the mesh. It needs a profile with that agent, and `untaintNodes` of the control plane, which removes the taint.
   * @default false
   */
  cniTaint?: boolean;
  /**
   * Further TCP ports of pods that the API server calls, for webhooks and aggregated APIs: purpose -> port. Those of istiod, the
   * kubelet, the metrics server and the load balancer controller are open anyway.
   * @default - none
   */
  controlPlanePorts?: Record<string, number>;
  /**
   * Release of Istio that is to run here; a Kubernetes that it does not support is refused.
   * @default "1.31.4"
   */
  istioVersion?: string;
  /**
   * Tags of everything that is made in AWS, at most 40: also of volumes, of pods' network interfaces and, with
   * `loadBalancerControllerChart`, of load balancers. With Auto Mode: of nodes of `nodeClasses`, volumes of `storageClass` and load balancers of
   * the stack's gateways.
   * @default - none
   */
  tags?: Record<string, string>;
}

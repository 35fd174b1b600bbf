import type { Cluster } from "@pulumi/aws/eks/cluster.js";
import type { Provider } from "@pulumi/kubernetes/provider.js";
import * as pulumi from "@pulumi/pulumi";
import { planAddons } from "../aws/addon-plan.js";
import { findArgumentProblems } from "../aws/eks-schema.js";
import { findEksProblems } from "../aws/eks-problems.js";
import { placeProblems } from "../findings/problem.js";
import { computeEksKubeconfig } from "../aws/kubeconfig.js";
import { listNodePolicies } from "../aws/policies.js";
import { createClusterProvider } from "./cluster-provider.js";
import { createAccess } from "./eks/access.js";
import { createAddons } from "./eks/addons.js";
import type { EksClusterArgs } from "./eks/args.js";
import { awsNames } from "./eks/aws-names.js";
import { installClusterObjects } from "./eks/cluster-objects.js";
import { createEksControlPlane } from "./eks/control-plane.js";
import { createBalancerDrain } from "./eks/drain.js";
import { installController } from "./eks/load-balancer-controller.js";
import { createNetwork, type EksNetwork } from "./eks/network.js";
import { createNodeGroups } from "./eks/node-groups.js";
import { createOfferedPart } from "./eks/offer.js";
import type { EksPart } from "./eks/part.js";
import { createControllerRole, createPodRoles } from "./eks/pod-roles.js";
import { createRole } from "./eks/roles.js";
import { createNodeSecurity } from "./eks/security-groups.js";
import { stopOnErrors } from "./stop-on-errors.js";

/**
 * A Kubernetes cluster on Amazon EKS, fit for a mesh: network, control plane, nodes, add-ons and access. It may stand in one
 * stack with the mesh: the provider is ready when nodes and add-ons are, and is gone before any of them goes.
 */
export class EksCluster extends pulumi.ComponentResource {
  /** Provider for everything that is to be in this cluster. */
  public readonly provider: Provider;
  /** Kubeconfig that asks the AWS CLI for a token; it holds none. Secret, and known once nodes and add-ons are ready. */
  public readonly kubeconfig: pulumi.Output<string>;
  /** The cluster's name in AWS. */
  public readonly clusterName: pulumi.Output<string>;
  /** ARN of the cluster. */
  public readonly clusterArn: pulumi.Output<string>;
  /** Id of the VPC. */
  public readonly vpcId: pulumi.Output<string>;
  /** Ids of the subnets of nodes, pods and internal load balancers. */
  public readonly privateSubnetIds: pulumi.Output<string[]>;
  /** Ids of the subnets of public load balancers. */
  public readonly publicSubnetIds: pulumi.Output<string[]>;
  /** Id of the security group that EKS gives to the control plane. */
  public readonly clusterSecurityGroupId: pulumi.Output<string>;
  /** Id of the nodes' security group; with Auto Mode that of the control plane. */
  public readonly nodeSecurityGroupId: pulumi.Output<string>;
  /** ARN of the nodes' role. */
  public readonly nodeRoleArn: pulumi.Output<string>;
  /** ARN of the load balancer controller's role; empty where there is none. */
  public readonly loadBalancerControllerRoleArn: pulumi.Output<string>;

  constructor(name: string, args: EksClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    refuseWrong(name, args);
    super("pulumi-istio:index:EksCluster", name, args, opts);
    const part = createOfferedPart({ name, args, options: { parent: this } });

    const network = createNetwork(part);
    const nodeRole = createRole(part, {
      key: "nodes",
      description: `Nodes of the EKS cluster ${args.clusterName}`,
      trust: "node",
      existing: args.existingRoles?.nodes,
      managed: listNodePolicies(args.autoMode ?? false),
    });
    const cluster = createEksControlPlane(part, network, nodeRole);
    const access = createAccess(part, cluster);
    const security = createNodeSecurity(part, network, cluster);
    const plans = planAddons(args);
    const early = createAddons(
      part,
      plans.filter(({ beforeNodes }) => beforeNodes),
      { cluster },
    );
    const nodes = createNodeGroups(part, { cluster, network, security, role: nodeRole, addons: early });
    const late = createAddons(
      part,
      plans.filter(({ beforeNodes }) => !beforeNodes),
      { cluster, dependsOn: [...early, ...nodes] },
    );
    const controller = createControllerRole(part, cluster);
    const podRoles = createPodRoles(part, cluster);

    const needed = [...access, ...security.rules, ...nodes, ...early, ...late];
    const ready = [...needed, ...network.ways, ...(controller?.resources ?? []), ...podRoles];
    this.kubeconfig = completeCluster(part, computeKubeconfig(args, cluster, ready), { network, cluster });
    const identity = { kubeconfig: this.kubeconfig, clusterIdentifier: cluster.name };
    this.provider = createClusterProvider(this, name, identity, createBalancerDrain(part, network, cluster));
    this.clusterName = cluster.name;
    this.clusterArn = cluster.arn;
    this.vpcId = pulumi.output(network.vpcId);
    this.privateSubnetIds = pulumi.output(network.privateSubnetIds);
    this.publicSubnetIds = pulumi.output(network.publicSubnetIds);
    this.clusterSecurityGroupId = cluster.vpcConfig.clusterSecurityGroupId;
    this.nodeSecurityGroupId = security.groupId;
    this.nodeRoleArn = nodeRole.arn;
    this.loadBalancerControllerRoleArn = controller?.arn ?? pulumi.output("");
    this.registerOutputs({
      provider: this.provider,
      kubeconfig: this.kubeconfig,
      clusterName: this.clusterName,
      clusterArn: this.clusterArn,
      vpcId: this.vpcId,
      privateSubnetIds: this.privateSubnetIds,
      publicSubnetIds: this.publicSubnetIds,
      clusterSecurityGroupId: this.clusterSecurityGroupId,
      nodeSecurityGroupId: this.nodeSecurityGroupId,
      nodeRoleArn: this.nodeRoleArn,
      loadBalancerControllerRoleArn: this.loadBalancerControllerRoleArn,
    });
  }
}

/** What is wrong in form is said alone: the rest of what there is to judge would be guesses. */
function refuseWrong(name: string, args: EksClusterArgs): void {
  stopOnErrors(placeProblems(findArgumentProblems(args)));
  stopOnErrors(placeProblems(findEksProblems(name, args, awsNames)));
}

/** What is in the cluster before all else: what nodes and volumes are made by, then the load balancer controller, which needs nodes. */
function completeCluster(
  part: EksPart,
  made: pulumi.Output<string>,
  surroundings: { network: EksNetwork; cluster: Cluster },
): pulumi.Output<string> {
  const after = (kubeconfig: pulumi.Output<string>, objects: pulumi.Output<string[]>) =>
    pulumi.all([kubeconfig, objects]).apply(([text]) => text);
  const kubeconfig = after(made, installClusterObjects(part, { kubeconfig: made, ...surroundings }));
  const chart = part.args.loadBalancerControllerChart;
  const installed =
    chart === undefined ? pulumi.output([]) : installController(part, chart, { kubeconfig, ...surroundings });
  return pulumi.secret(after(kubeconfig, installed));
}

/** Waits for all of `ready`: an API server without nodes is none that a mesh can be installed into. */
function computeKubeconfig(
  { region, credentials }: EksClusterArgs,
  { name, endpoint, certificateAuthority }: Cluster,
  ready: readonly pulumi.Resource[],
): pulumi.Output<string> {
  return pulumi
    .all([name, endpoint, certificateAuthority, pulumi.all(ready.map(({ urn }) => urn))])
    .apply(([clusterName, server, { data }]) =>
      computeEksKubeconfig({ ...credentials, clusterName, region, endpoint: server, certificateAuthority: data }),
    );
}

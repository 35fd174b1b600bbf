import type { Cluster } from "@pulumi/aws/eks/cluster.js";
import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
import { SecurityGroupEgressRule } from "@pulumi/aws/vpc/securityGroupEgressRule.js";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc/securityGroupIngressRule.js";
import * as pulumi from "@pulumi/pulumi";
import { computeSecurityRules } from "../../aws/security-rules.js";
import type { EksNetwork } from "./network.js";
import { computeTags, type EksPart } from "./part.js";

/** The nodes' security group, and all rules; without node groups it is the cluster's own group. */
export interface NodeSecurity {
  groupId: pulumi.Output<string>;
  rules: pulumi.Resource[];
}

/** A group of the nodes' own, so that what reaches them is written down here and nowhere else. */
export function createNodeSecurity(part: EksPart, network: EksNetwork, cluster: Cluster): NodeSecurity {
  const { name, args, options } = part;
  const clusterGroup = cluster.vpcConfig.clusterSecurityGroupId;
  const nodes = args.autoMode === true ? undefined : createNodeGroup(part, network);
  const groups = { cluster: clusterGroup, nodes: nodes?.id ?? clusterGroup };
  const own = { region: args.region, tags: { ...args.tags } };
  const ingress = computeSecurityRules(args).map(({ key, of, from, port, description }) => {
    const source = typeof from === "string" ? { referencedSecurityGroupId: groups[from] } : { cidrIpv4: from.cidr };
    const traffic = port === undefined ? { ipProtocol: "-1" } : { ipProtocol: "tcp", fromPort: port, toPort: port };
    const inputs = { securityGroupId: groups[of], ...source, ...traffic, description, ...own };
    return new SecurityGroupIngressRule(`${name}-${key}`, inputs, options);
  });
  if (nodes === undefined) return { groupId: pulumi.output(clusterGroup), rules: ingress };
  const egress = new SecurityGroupEgressRule(
    `${name}-nodes-out`,
    {
      securityGroupId: nodes.id,
      cidrIpv4: "0.0.0.0/0",
      ipProtocol: "-1",
      description: "Nodes and pods to everywhere",
      ...own,
    },
    options,
  );
  return { groupId: nodes.id, rules: [...ingress, egress] };
}

/** The tag tells the load balancer controller which group of a node it may add rules to. */
function createNodeGroup(part: EksPart, { vpcId }: EksNetwork): SecurityGroup {
  const { name, args, options } = part;
  const { region, tags } = computeTags(part, "nodes");
  const owned = { [`kubernetes.io/cluster/${args.clusterName}`]: "owned" };
  const description = `Nodes of the EKS cluster ${args.clusterName}`;
  const inputs = { vpcId, description, region, tags: { ...tags, ...owned } };
  return new SecurityGroup(`${name}-nodes`, inputs, options);
}

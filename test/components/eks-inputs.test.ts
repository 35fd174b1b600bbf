// Pulumi's mocks: the inputs of every child of a cluster that no other test states in full. Does not prove that AWS takes them.
import { expect, it } from "vitest";
import { EksCluster } from "../../src/components/eks-cluster.js";
import type { EksClusterArgs } from "../../src/components/eks/args.js";
import { leastSettings } from "../aws/settings.js";
import { runProgram } from "./engine.js";

const settings: EksClusterArgs = {
  ...leastSettings,
  vpc: { ...leastSettings.vpc, natGateways: "one" },
  accessEntries: { ops: { principalArn: "arn:aws:iam::123456789012:role/ops", groups: ["ops"] } },
  podRoles: { web: { namespace: "shop", serviceAccount: "web", policies: { read: "arn:aws:iam::aws:policy/Read" } } },
};

/** These are stated in eks-cluster.test.ts and eks-parts.test.ts; the controller's policy in policies.test.ts. */
const stated = /:(Cluster|EksCluster|NodeGroup|LaunchTemplate|Subnet|VpcEndpoint|Provider)$|^pulumi:/;

it("are exactly these", async () => {
  const { resources } = await runProgram(() => ({ arn: new EksCluster("eks", settings).clusterArn }));
  const lines = resources
    .filter(({ type }) => !stated.test(type))
    .map(({ type, name, inputs }) => {
      const { tags, policy, assumeRolePolicy, ...rest } = inputs;
      const shown = { ...rest, ...(tags === undefined || Object.keys(tags).length === 0 ? {} : { tags }) };
      const trust = assumeRolePolicy === undefined ? "" : ` trusts ${readPrincipal(String(assumeRolePolicy))}`;
      return `${type.split(":").at(-1) ?? ""} ${name} ${JSON.stringify(shown)}${trust}${policy === undefined ? "" : " and a policy"}`;
    });
  expect(lines.sort()).toMatchInlineSnapshot(`
    [
      "AccessEntry eks-ops {"clusterName":"prod","kubernetesGroups":["ops"],"principalArn":"arn:aws:iam::123456789012:role/ops","region":"eu-west-1"}",
      "Addon eks-aws-ebs-csi-driver {"addonName":"aws-ebs-csi-driver","clusterName":"prod","podIdentityAssociations":[{"roleArn":"arn:aws:iam::123456789012:role/eks-aws-ebs-csi-driver","serviceAccount":"ebs-csi-controller-sa"}],"region":"eu-west-1","resolveConflictsOnCreate":"OVERWRITE","resolveConflictsOnUpdate":"PRESERVE"}",
      "Addon eks-coredns {"addonName":"coredns","clusterName":"prod","region":"eu-west-1","resolveConflictsOnCreate":"OVERWRITE","resolveConflictsOnUpdate":"PRESERVE"}",
      "Addon eks-eks-pod-identity-agent {"addonName":"eks-pod-identity-agent","clusterName":"prod","region":"eu-west-1","resolveConflictsOnCreate":"OVERWRITE","resolveConflictsOnUpdate":"PRESERVE"}",
      "Addon eks-kube-proxy {"addonName":"kube-proxy","clusterName":"prod","region":"eu-west-1","resolveConflictsOnCreate":"OVERWRITE","resolveConflictsOnUpdate":"PRESERVE"}",
      "Addon eks-vpc-cni {"addonName":"vpc-cni","clusterName":"prod","configurationValues":"{\\"env\\":{\\"POD_SECURITY_GROUP_ENFORCING_MODE\\":\\"standard\\"}}","podIdentityAssociations":[{"roleArn":"arn:aws:iam::123456789012:role/eks-vpc-cni","serviceAccount":"aws-node"}],"region":"eu-west-1","resolveConflictsOnCreate":"OVERWRITE","resolveConflictsOnUpdate":"PRESERVE"}",
      "Alias eks-key {"name":"alias/eks/prod","region":"eu-west-1","targetKeyId":"eks-key"}",
      "DefaultSecurityGroup eks-default-security-group {"egress":[],"ingress":[],"region":"eu-west-1","vpcId":"eks-vpc-id","tags":{"Name":"prod-default"}}",
      "Eip eks-nat-eu-west-1a {"domain":"vpc","region":"eu-west-1","tags":{"Name":"prod-nat-eu-west-1a"}}",
      "InternetGateway eks-internet-gateway {"region":"eu-west-1","vpcId":"eks-vpc-id","tags":{"Name":"prod-internet"}}",
      "Key eks-key {"deletionWindowInDays":30,"description":"Secrets of the EKS cluster prod","enableKeyRotation":true,"region":"eu-west-1","tags":{"Name":"prod-secrets"}}",
      "LogGroup eks-logs {"name":"/aws/eks/prod/cluster","region":"eu-west-1","retentionInDays":90}",
      "NatGateway eks-nat-eu-west-1a {"allocationId":"eks-nat-eu-west-1a-id","region":"eu-west-1","subnetId":"eks-public-eu-west-1a-id","tags":{"Name":"prod-nat-eu-west-1a"}}",
      "PodIdentityAssociation eks-load-balancer-controller {"clusterName":"prod","namespace":"kube-system","region":"eu-west-1","roleArn":"arn:aws:iam::123456789012:role/eks-load-balancer-controller","serviceAccount":"aws-load-balancer-controller"}",
      "PodIdentityAssociation eks-pod-web {"clusterName":"prod","namespace":"shop","region":"eu-west-1","roleArn":"arn:aws:iam::123456789012:role/eks-pod-web","serviceAccount":"web"}",
      "Role eks-aws-ebs-csi-driver {"description":"The add-on aws-ebs-csi-driver of the EKS cluster prod"} trusts pods.eks.amazonaws.com",
      "Role eks-cluster {"description":"The EKS cluster prod"} trusts eks.amazonaws.com",
      "Role eks-load-balancer-controller {"description":"The load balancer controller of the EKS cluster prod"} trusts pods.eks.amazonaws.com",
      "Role eks-nodes {"description":"Nodes of the EKS cluster prod"} trusts ec2.amazonaws.com",
      "Role eks-pod-web {"description":"Pods of the service account shop/web"} trusts pods.eks.amazonaws.com",
      "Role eks-vpc-cni {"description":"The add-on vpc-cni of the EKS cluster prod"} trusts pods.eks.amazonaws.com",
      "RolePolicy eks-cluster {"role":"eks-cluster"} and a policy",
      "RolePolicy eks-load-balancer-controller {"role":"eks-load-balancer-controller"} and a policy",
      "RolePolicyAttachment eks-aws-ebs-csi-driver-AmazonEBSCSIDriverPolicyV2 {"policyArn":"arn:aws:iam::aws:policy/AmazonEBSCSIDriverPolicyV2","role":"eks-aws-ebs-csi-driver"}",
      "RolePolicyAttachment eks-cluster-AmazonEKSClusterPolicy {"policyArn":"arn:aws:iam::aws:policy/AmazonEKSClusterPolicy","role":"eks-cluster"}",
      "RolePolicyAttachment eks-nodes-AmazonEC2ContainerRegistryPullOnly {"policyArn":"arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly","role":"eks-nodes"}",
      "RolePolicyAttachment eks-nodes-AmazonEKSWorkerNodePolicy {"policyArn":"arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy","role":"eks-nodes"}",
      "RolePolicyAttachment eks-pod-web-read {"policyArn":"arn:aws:iam::aws:policy/Read","role":"eks-pod-web"}",
      "RolePolicyAttachment eks-vpc-cni-AmazonEKS_CNI_Policy {"policyArn":"arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy","role":"eks-vpc-cni"}",
      "Route eks-private-eu-west-1a-internet {"destinationCidrBlock":"0.0.0.0/0","natGatewayId":"eks-nat-eu-west-1a-id","region":"eu-west-1","routeTableId":"eks-private-eu-west-1a-id"}",
      "Route eks-private-eu-west-1b-internet {"destinationCidrBlock":"0.0.0.0/0","natGatewayId":"eks-nat-eu-west-1a-id","region":"eu-west-1","routeTableId":"eks-private-eu-west-1b-id"}",
      "Route eks-public-internet {"destinationCidrBlock":"0.0.0.0/0","gatewayId":"eks-internet-gateway-id","region":"eu-west-1","routeTableId":"eks-public-id"}",
      "RouteTable eks-private-eu-west-1a {"region":"eu-west-1","vpcId":"eks-vpc-id","tags":{"Name":"prod-private-eu-west-1a"}}",
      "RouteTable eks-private-eu-west-1b {"region":"eu-west-1","vpcId":"eks-vpc-id","tags":{"Name":"prod-private-eu-west-1b"}}",
      "RouteTable eks-public {"region":"eu-west-1","vpcId":"eks-vpc-id","tags":{"Name":"prod-public"}}",
      "RouteTableAssociation eks-private-eu-west-1a {"region":"eu-west-1","routeTableId":"eks-private-eu-west-1a-id","subnetId":"eks-private-eu-west-1a-id"}",
      "RouteTableAssociation eks-private-eu-west-1b {"region":"eu-west-1","routeTableId":"eks-private-eu-west-1b-id","subnetId":"eks-private-eu-west-1b-id"}",
      "RouteTableAssociation eks-public-eu-west-1a {"region":"eu-west-1","routeTableId":"eks-public-id","subnetId":"eks-public-eu-west-1a-id"}",
      "RouteTableAssociation eks-public-eu-west-1b {"region":"eu-west-1","routeTableId":"eks-public-id","subnetId":"eks-public-eu-west-1b-id"}",
      "SecurityGroup eks-nodes {"description":"Nodes of the EKS cluster prod","region":"eu-west-1","vpcId":"eks-vpc-id","tags":{"Name":"prod-nodes","kubernetes.io/cluster/prod":"owned"}}",
      "SecurityGroupEgressRule eks-nodes-out {"cidrIpv4":"0.0.0.0/0","description":"Nodes and pods to everywhere","ipProtocol":"-1","region":"eu-west-1","securityGroupId":"eks-nodes-id"}",
      "SecurityGroupIngressRule eks-api-from-192-168-0-0-16 {"cidrIpv4":"192.168.0.0/16","description":"Private network to the API server","fromPort":443,"ipProtocol":"tcp","region":"eu-west-1","securityGroupId":"eks-cluster-group","toPort":443}",
      "SecurityGroupIngressRule eks-api-from-nodes {"description":"Nodes and pods to the API server","fromPort":443,"ipProtocol":"tcp","referencedSecurityGroupId":"eks-nodes-id","region":"eu-west-1","securityGroupId":"eks-cluster-group","toPort":443}",
      "SecurityGroupIngressRule eks-control-plane-https {"description":"API server to webhooks and aggregated APIs on 443","fromPort":443,"ipProtocol":"tcp","referencedSecurityGroupId":"eks-cluster-group","region":"eu-west-1","securityGroupId":"eks-nodes-id","toPort":443}",
      "SecurityGroupIngressRule eks-control-plane-istiod-webhook {"description":"API server to istiod: injection and validation","fromPort":15017,"ipProtocol":"tcp","referencedSecurityGroupId":"eks-cluster-group","region":"eu-west-1","securityGroupId":"eks-nodes-id","toPort":15017}",
      "SecurityGroupIngressRule eks-control-plane-istiod-xds {"description":"Proxies with the group of the cluster to istiod: xDS and certificates","fromPort":15012,"ipProtocol":"tcp","referencedSecurityGroupId":"eks-cluster-group","region":"eu-west-1","securityGroupId":"eks-nodes-id","toPort":15012}",
      "SecurityGroupIngressRule eks-control-plane-kubelet {"description":"API server to kubelets: logs, exec, port-forward","fromPort":10250,"ipProtocol":"tcp","referencedSecurityGroupId":"eks-cluster-group","region":"eu-west-1","securityGroupId":"eks-nodes-id","toPort":10250}",
      "SecurityGroupIngressRule eks-control-plane-load-balancer-controller {"description":"API server to the webhook of the load balancer controller","fromPort":9443,"ipProtocol":"tcp","referencedSecurityGroupId":"eks-cluster-group","region":"eu-west-1","securityGroupId":"eks-nodes-id","toPort":9443}",
      "SecurityGroupIngressRule eks-control-plane-metrics-server {"description":"API server to the metrics server of EKS","fromPort":10251,"ipProtocol":"tcp","referencedSecurityGroupId":"eks-cluster-group","region":"eu-west-1","securityGroupId":"eks-nodes-id","toPort":10251}",
      "SecurityGroupIngressRule eks-control-plane-metrics-server-chart {"description":"API server to the metrics server of other charts","fromPort":4443,"ipProtocol":"tcp","referencedSecurityGroupId":"eks-cluster-group","region":"eu-west-1","securityGroupId":"eks-nodes-id","toPort":4443}",
      "SecurityGroupIngressRule eks-nodes {"description":"Nodes and pods among each other","ipProtocol":"-1","referencedSecurityGroupId":"eks-nodes-id","region":"eu-west-1","securityGroupId":"eks-nodes-id"}",
      "Vpc eks-vpc {"cidrBlock":"10.0.0.0/16","enableDnsHostnames":true,"enableDnsSupport":true,"region":"eu-west-1","tags":{"Name":"prod-vpc"}}",
    ]
  `);
});

function readPrincipal(document: string): string {
  const { Statement } = JSON.parse(document) as { Statement: { Principal: { Service: string } }[] };
  return Statement.map(({ Principal }) => Principal.Service).join(", ");
}

import { computePartition, type PolicyDocument, type PolicyStatement } from "./policies.js";
import type { EksSettings } from "./settings.js";

// What the AWS load balancer controller calls, https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/installation/
// Narrower than the policy that it comes with: what it changes has to carry this cluster's name, where that one lets it change
// the load balancers of every cluster of the account.

/** The tag that the controller gives to all it makes; its value is the cluster's name. A drain finds load balancers by it. */
export const controllerTag = "elbv2.k8s.aws/cluster";

/** What the controller's role is called within the cluster. */
export const controllerRole = "load-balancer-controller";

/** Whether a cluster has a role for the controller; Auto Mode balances loads without one. */
export function hasControllerRole({ autoMode = false, loadBalancerController = !autoMode }: EksSettings): boolean {
  return loadBalancerController;
}

const reads = [
  "acm:DescribeCertificate",
  "acm:ListCertificates",
  "ec2:DescribeAccountAttributes",
  "ec2:DescribeAddresses",
  "ec2:DescribeAvailabilityZones",
  "ec2:DescribeCoipPools",
  "ec2:DescribeInstances",
  "ec2:DescribeInternetGateways",
  "ec2:DescribeIpamPools",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeRouteTables",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeSubnets",
  "ec2:DescribeTags",
  "ec2:DescribeVpcPeeringConnections",
  "ec2:DescribeVpcs",
  "ec2:GetCoipPoolUsage",
  "ec2:GetSecurityGroupsForVpc",
  "elasticloadbalancing:DescribeCapacityReservation",
  "elasticloadbalancing:DescribeListenerAttributes",
  "elasticloadbalancing:DescribeListenerCertificates",
  "elasticloadbalancing:DescribeListeners",
  "elasticloadbalancing:DescribeLoadBalancerAttributes",
  "elasticloadbalancing:DescribeLoadBalancers",
  "elasticloadbalancing:DescribeRules",
  "elasticloadbalancing:DescribeSSLPolicies",
  "elasticloadbalancing:DescribeTags",
  "elasticloadbalancing:DescribeTargetGroupAttributes",
  "elasticloadbalancing:DescribeTargetGroups",
  "elasticloadbalancing:DescribeTargetHealth",
  "elasticloadbalancing:DescribeTrustStores",
];

// The controller asks for these of every application load balancer, also where no Ingress wants any: denied, it stops before
// the Ingress has its address (issue 3445 of the controller).
const readsOfFirewalls = [
  "shield:DescribeProtection",
  "shield:GetSubscriptionState",
  "waf-regional:GetWebACL",
  "waf-regional:GetWebACLForResource",
  "wafv2:GetWebACL",
  "wafv2:GetWebACLForResource",
];

const changesOfBalancers = [
  "elasticloadbalancing:DeleteLoadBalancer",
  "elasticloadbalancing:DeleteTargetGroup",
  "elasticloadbalancing:ModifyCapacityReservation",
  "elasticloadbalancing:ModifyIpPools",
  "elasticloadbalancing:ModifyLoadBalancerAttributes",
  "elasticloadbalancing:ModifyTargetGroup",
  "elasticloadbalancing:ModifyTargetGroupAttributes",
  "elasticloadbalancing:SetIpAddressType",
  "elasticloadbalancing:SetSecurityGroups",
  "elasticloadbalancing:SetSubnets",
];

// Listeners and rules belong to a load balancer; IAM knows no condition of it for them.
const changesOfListeners = [
  "elasticloadbalancing:AddListenerCertificates",
  "elasticloadbalancing:CreateListener",
  "elasticloadbalancing:CreateRule",
  "elasticloadbalancing:DeleteListener",
  "elasticloadbalancing:DeleteRule",
  "elasticloadbalancing:ModifyListener",
  "elasticloadbalancing:ModifyListenerAttributes",
  "elasticloadbalancing:ModifyRule",
  "elasticloadbalancing:RemoveListenerCertificates",
  "elasticloadbalancing:SetRulePriorities",
];

const changesOfTargets = ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"];
const changesOfRules = ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"];
const tagging = ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"];

/** What the load balancer controller of a cluster may do. To change firewalls and Shield's protections, and Cognito, are left out. */
export function computeControllerPolicy(region: string, clusterName: string): PolicyDocument {
  const elb = `arn:${computePartition(region)}:elasticloadbalancing:*:*`;
  const groups = `arn:${computePartition(region)}:ec2:*:*:security-group/*`;
  const own = { StringEquals: { [`aws:ResourceTag/${controllerTag}`]: clusterName } };
  const asOwn = { StringEquals: { [`aws:RequestTag/${controllerTag}`]: clusterName } };
  const ofNodes = { StringEquals: { [`aws:ResourceTag/kubernetes.io/cluster/${clusterName}`]: "owned" } };
  const balancers = [`${elb}:loadbalancer/net/*/*`, `${elb}:loadbalancer/app/*/*`, `${elb}:targetgroup/*/*`];
  const listeners = [
    ...["listener/net/*/*/*", "listener/app/*/*/*", "listener-rule/net/*/*/*", "listener-rule/app/*/*/*"].map(
      (path) => `${elb}:${path}`,
    ),
  ];
  const created = { "ec2:CreateAction": "CreateSecurityGroup" };
  // Without this, whoever has the role could put the tag onto the load balancer of another cluster, and then delete it.
  const createdBalancer = { "elasticloadbalancing:CreateAction": ["CreateLoadBalancer", "CreateTargetGroup"] };
  return {
    Version: "2012-10-17",
    Statement: [
      allow("Read", [...reads, ...readsOfFirewalls], "*"),
      allow("ServiceRole", ["iam:CreateServiceLinkedRole"], "*", {
        StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" },
      }),
      allow(
        "CreateBalancers",
        ["elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateTargetGroup"],
        "*",
        asOwn,
      ),
      allow("ChangeBalancers", changesOfBalancers, "*", own),
      allow("ChangeListeners", changesOfListeners, "*"),
      allow("ChangeTargets", changesOfTargets, `${elb}:targetgroup/*/*`),
      allow("TagNewBalancers", ["elasticloadbalancing:AddTags"], balancers, {
        StringEquals: { ...createdBalancer, ...asOwn.StringEquals },
      }),
      allow("TagBalancers", tagging, balancers, own),
      allow("TagListeners", tagging, listeners),
      allow("CreateGroups", ["ec2:CreateSecurityGroup"], "*"),
      allow("TagNewGroups", ["ec2:CreateTags"], groups, {
        StringEquals: { ...created, ...asOwn.StringEquals },
      }),
      allow("TagGroups", ["ec2:CreateTags", "ec2:DeleteTags"], groups, own),
      allow("ChangeGroups", [...changesOfRules, "ec2:DeleteSecurityGroup"], "*", own),
      allow("ChangeGroupOfNodes", changesOfRules, "*", ofNodes),
    ],
  };
}

function allow(
  sid: string,
  actions: readonly string[],
  resource: string | readonly string[],
  condition?: PolicyStatement["Condition"],
): PolicyStatement {
  const statement: PolicyStatement = { Sid: sid, Effect: "Allow", Action: actions, Resource: resource };
  return condition === undefined ? statement : { ...statement, Condition: condition };
}

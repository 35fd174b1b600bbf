import { computePartition, type PolicyDocument, type PolicyStatement } from "./policies.js";
import type { EksSettings } from "./settings.js";

// What the AWS load balancer controller calls, https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/installation/
// Narrower than the policy that it comes with: what it changes must carry this cluster's name, where that one lets it change listeners and
// targets of every cluster of the account. Which action knows which condition:
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html

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

// The controller tags listeners and rules as it does load balancers (its feature ListenerRulesTagging, on by default).
const changesOfListeners = [
  "elasticloadbalancing:AddListenerCertificates",
  "elasticloadbalancing:DeleteListener",
  "elasticloadbalancing:DeleteRule",
  "elasticloadbalancing:ModifyListener",
  "elasticloadbalancing:ModifyListenerAttributes",
  "elasticloadbalancing:ModifyRule",
  "elasticloadbalancing:RemoveListenerCertificates",
];

const changesOfTargets = ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"];
const creations = ["CreateLoadBalancer", "CreateTargetGroup", "CreateListener", "CreateRule"];
const changesOfRules = ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"];
const tagging = ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"];

/** What the load balancer controller of a cluster may do. To change firewalls and Shield's protections, and Cognito, are left out. */
export function computeControllerPolicy(region: string, clusterName: string): PolicyDocument {
  const elb = `arn:${computePartition(region)}:elasticloadbalancing:*:*`;
  const groups = `arn:${computePartition(region)}:ec2:*:*:security-group/*`;
  const own = { StringEquals: { [`aws:ResourceTag/${controllerTag}`]: clusterName } };
  const asOwn = { StringEquals: { [`aws:RequestTag/${controllerTag}`]: clusterName } };
  const ofNodes = { StringEquals: { [`aws:ResourceTag/kubernetes.io/cluster/${clusterName}`]: "owned" } };
  const rules = ["listener-rule/net/*/*/*", "listener-rule/app/*/*/*"].map((path) => `${elb}:${path}`);
  const balancers = [
    ...[
      "loadbalancer/net/*/*",
      "loadbalancer/app/*/*",
      "targetgroup/*/*",
      "listener/net/*/*/*",
      "listener/app/*/*/*",
    ].map((path) => `${elb}:${path}`),
    ...rules,
  ];
  const created = { "ec2:CreateAction": "CreateSecurityGroup" };
  // Without this, whoever has the role could put the tag onto the load balancer of another cluster, and then delete it.
  const createdBalancer = { "elasticloadbalancing:CreateAction": creations };
  return {
    Version: "2012-10-17",
    Statement: [
      allow("Read", [...reads, ...readsOfFirewalls], "*"),
      allow("ServiceRole", ["iam:CreateServiceLinkedRole"], "*", {
        StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" },
      }),
      allow(
        "CreateBalancers",
        creations.map((action) => `elasticloadbalancing:${action}`),
        "*",
        asOwn,
      ),
      allow("ChangeBalancers", [...changesOfBalancers, ...changesOfListeners], "*", own),
      // The order of rules is one call for several of them; AWS's own policy of Auto Mode gives it without a condition too.
      allow("OrderRules", ["elasticloadbalancing:SetRulePriorities"], rules),
      allow("ChangeTargets", changesOfTargets, `${elb}:targetgroup/*/*`, own),
      allow("TagNewBalancers", ["elasticloadbalancing:AddTags"], balancers, {
        StringEquals: { ...createdBalancer, ...asOwn.StringEquals },
      }),
      allow("TagBalancers", tagging, balancers, own),
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

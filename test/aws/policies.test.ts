// Does not prove that the policies suffice: that shows only on AWS. What they must not allow is asserted.
import { expect, it } from "vitest";
import { computeControllerPolicy } from "../../src/aws/load-balancer-policy.js";
import {
  computeAccessPolicyArn,
  computeManagedPolicyArn,
  listClusterPolicies,
  listNodePolicies,
  trustPolicies,
} from "../../src/aws/policies.js";

it("nodes join and pull, and leave network interfaces to the CNI's own role", () => {
  expect(listNodePolicies(false)).toEqual(["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"]);
  expect(listNodePolicies(true)).toEqual(["AmazonEKSWorkerNodeMinimalPolicy", "AmazonEC2ContainerRegistryPullOnly"]);
});

it("the cluster's role has four more policies with Auto Mode", () => {
  expect(listClusterPolicies(false)).toEqual(["AmazonEKSClusterPolicy"]);
  expect(listClusterPolicies(true)).toHaveLength(5);
});

it("one service may take each role", () => {
  expect(
    Object.values(trustPolicies).map(({ Statement }) => Statement.map(({ Principal, Action }) => [Principal, Action])),
  ).toEqual([
    [[{ Service: "eks.amazonaws.com" }, ["sts:AssumeRole", "sts:TagSession"]]],
    [[{ Service: "ec2.amazonaws.com" }, ["sts:AssumeRole"]]],
    [[{ Service: "pods.eks.amazonaws.com" }, ["sts:AssumeRole", "sts:TagSession"]]],
    [[{ Service: "vpc-flow-logs.amazonaws.com" }, ["sts:AssumeRole"]]],
  ]);
});

it("ARNs are of the region's partition", () => {
  expect(computeManagedPolicyArn("eu-west-1", "P")).toBe("arn:aws:iam::aws:policy/P");
  expect(computeManagedPolicyArn("us-gov-west-1", "P")).toBe("arn:aws-us-gov:iam::aws:policy/P");
  expect(computeAccessPolicyArn("eu-west-1", "P")).toBe("arn:aws:eks::aws:cluster-access-policy/P");
});

it("the load balancer controller deletes nothing of another cluster's, and no statement allows whole services", () => {
  const { Statement } = computeControllerPolicy("eu-west-1", "prod");
  const deleting = Statement.filter(({ Action }) =>
    Action.some((action) => /:Delete(LoadBalancer|TargetGroup|SecurityGroup|Listener|Rule)$/.test(action)),
  );
  expect(deleting.map(({ Condition }) => Condition)).toEqual([
    { StringEquals: { "aws:ResourceTag/elbv2.k8s.aws/cluster": "prod" } },
    { StringEquals: { "aws:ResourceTag/elbv2.k8s.aws/cluster": "prod" } },
  ]);
  const claiming = Statement.filter(({ Condition }) => JSON.stringify(Condition ?? {}).includes("aws:RequestTag"));
  expect(
    claiming.filter(({ Action }) => Action.some((action) => action.endsWith("Tags"))).map(({ Condition }) => Condition),
  ).toEqual([
    {
      StringEquals: {
        "elasticloadbalancing:CreateAction": [
          "CreateLoadBalancer",
          "CreateTargetGroup",
          "CreateListener",
          "CreateRule",
        ],
        "aws:RequestTag/elbv2.k8s.aws/cluster": "prod",
      },
    },
    {
      StringEquals: { "ec2:CreateAction": "CreateSecurityGroup", "aws:RequestTag/elbv2.k8s.aws/cluster": "prod" },
    },
  ]);
  // Whatever changes anything has a condition, but for these.
  const free = Statement.filter(({ Condition }) => Condition === undefined).flatMap(({ Action }) => Action);
  expect(free.filter((action) => !/:(?:Describe|Get|List)/.test(action))).toEqual([
    "elasticloadbalancing:SetRulePriorities",
    "ec2:CreateSecurityGroup",
  ]);
  expect(Statement.flatMap(({ Action }) => Action).filter((action) => action.includes("*"))).toEqual([]);
  const ofFirewalls = Statement.flatMap(({ Action }) => Action).filter((action) => /^(?:waf|shield)/.test(action));
  expect(ofFirewalls.filter((action) => !/:(?:Get|Describe)/.test(action))).toEqual([]);
  expect(ofFirewalls).toContain("wafv2:GetWebACLForResource");
  expect(new Set(Statement.map(({ Sid }) => Sid)).size).toBe(Statement.length);
  // AWS's limit of a role's own policies is 10,240 characters, without spaces.
  expect(JSON.stringify({ Statement }).length).toBeLessThan(10_000);
});

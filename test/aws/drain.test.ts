// What a destroy waits for. Does not prove that AWS knows these tags and descriptions.
import { describe, expect, it } from "vitest";
import {
  computeBalancerInterfaceFilters,
  listPodInterfaceFilters,
  listBalancerGroupFilters,
  listBalancerTags,
  parseDrainTimeout,
} from "../../src/aws/drain.js";
import { computeControllerPolicy } from "../../src/aws/load-balancer-policy.js";
import { find, says } from "./find-problems.js";
import { leastSettings } from "./settings.js";

describe("the time-out", () => {
  it.each([
    [undefined, 900],
    ["0s", 0],
    ["90s", 90],
    ["15m", 900],
    ["2h", 7200],
    ["", undefined],
    ["15", undefined],
    ["1m30s", undefined],
    ["-1s", undefined],
    ["1.5h", undefined],
  ])("%s is %s seconds", (text, seconds) => {
    expect(parseDrainTimeout(text)).toBe(seconds);
  });

  it.each(["forever", "121m"])("%s is refused", (drainTimeout) => {
    const message = `\`drainTimeout\` is "${drainTimeout}", which is not a duration of at most 2 hours`;
    expect(find({ drainTimeout })).toEqual([says("MESH0425", message)]);
  });

  it("of two hours is the longest", () => {
    expect(find({ drainTimeout: "2h" })).toEqual([]);
  });
});

it("finds load balancers by the tag without which the controller may not make any, and those of EKS itself", () => {
  const tags = listBalancerTags(leastSettings);
  expect(tags).toEqual([{ "elbv2.k8s.aws/cluster": "prod" }, { "kubernetes.io/cluster/prod": "owned" }]);
  const { Statement } = computeControllerPolicy("eu-west-1", "prod");
  const create = Statement.find(({ Sid }) => Sid === "CreateBalancers");
  expect(create?.Condition?.StringEquals).toEqual({
    "aws:RequestTag/elbv2.k8s.aws/cluster": tags[0]?.["elbv2.k8s.aws/cluster"],
  });
});

it("finds those of Auto Mode by EKS's own tag", () => {
  expect(listBalancerTags({ ...leastSettings, autoMode: true })).toEqual([
    { "eks:eks-cluster-name": "prod" },
    { "kubernetes.io/cluster/prod": "owned" },
  ]);
});

it("finds security groups of load balancers, and not the nodes' own, which has the same tag", () => {
  expect(listBalancerGroupFilters(leastSettings)).toEqual([
    [{ name: "tag:elbv2.k8s.aws/cluster", values: ["prod"] }],
    [
      { name: "tag:kubernetes.io/cluster/prod", values: ["owned"] },
      { name: "group-name", values: ["k8s-elb-*"] },
    ],
  ]);
});

it("finds those of Auto Mode by its tag, and not the cluster's own group, which goes last", () => {
  expect(listBalancerGroupFilters({ ...leastSettings, autoMode: true })).toEqual([
    [
      { name: "tag:eks:eks-cluster-name", values: ["prod"] },
      { name: "group-name", values: ["k8s-*"] },
    ],
  ]);
});

it("finds network interfaces of load balancers in the VPC", () => {
  expect(computeBalancerInterfaceFilters("vpc-1")).toEqual([
    { name: "vpc-id", values: ["vpc-1"] },
    { name: "description", values: ["ELB *"] },
  ]);
});

it("finds the network interfaces that the CNI made for pods, and those of pods with security groups of their own", () => {
  expect(listPodInterfaceFilters("prod")).toEqual([
    [
      { name: "tag:cluster.k8s.amazonaws.com/name", values: ["prod"] },
      { name: "description", values: ["aws-K8S-*"] },
    ],
    [
      { name: "tag:kubernetes.io/cluster/prod", values: ["owned"] },
      { name: "tag:eks:eni:owner", values: ["eks-vpc-resource-controller"] },
    ],
  ]);
});

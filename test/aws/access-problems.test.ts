// Does not prove that AWS takes an access without a problem, or that there are such roles.
import { expect, it } from "vitest";
import { find, says } from "./find-problems.js";

it.each<[object, string]>([
  [
    { privateAccessCidrs: [] },
    says("MESH0408", "`publicAccessCidrs` is empty, and the private endpoint is in a new VPC"),
  ],
  [{ publicAccessCidrs: ["0.0.0.0/0"] }, says("MESH0409", "`publicAccessCidrs[0]` is 0.0.0.0/0")],
  [{ publicAccessCidrs: ["128.0.0.0/1"] }, says("MESH0409", "`publicAccessCidrs[0]` is 128.0.0.0/1")],
  [
    { publicAccessCidrs: ["10.1.0.0/16"] },
    says(
      "MESH0404",
      "`publicAccessCidrs[0]` is 10.1.0.0/16, a private network, which sends nothing over the internet",
      "put it into `privateAccessCidrs`",
    ),
  ],
  [
    { publicAccessCidrs: ["203.0.113.7"] },
    says("MESH0404", '`publicAccessCidrs[0]` is "203.0.113.7", which is not a range of IPv4 addresses'),
  ],
  [
    { publicAccessCidrs: ["203.0.113.7/32", "203.0.113.0/24"] },
    says("MESH0405", "`publicAccessCidrs[0]` is 203.0.113.7/32, which overlaps with 203.0.113.0/24 of the same list"),
  ],
  [
    { publicAccessCidrs: Array.from({ length: 41 }, (_, index) => `203.0.113.${index}/32`) },
    says("MESH0404", "`publicAccessCidrs` has 41 ranges, but EKS takes 40", "join neighbouring ranges"),
  ],
  [
    { privateAccessCidrs: ["10.0.0.0/8"] },
    says("MESH0405", "`privateAccessCidrs[0]` is 10.0.0.0/8, which overlaps with the VPC's 10.0.0.0/16"),
  ],
  [
    { creatorIsAdmin: false },
    says("MESH0416", "`accessEntries` is empty and `creatorIsAdmin` is false: no user could access the cluster"),
  ],
  [
    { accessEntries: { me: { principalArn: "me", groups: ["g"] } } },
    says("MESH0416", '`accessEntries.me.principalArn` is "me", which is not an ARN of an IAM role or user'),
  ],
  [
    { accessEntries: { me: { principalArn: Promise.resolve("") } } },
    says("MESH0416", "`accessEntries.me` has neither `policies` nor `groups`, so it allows nothing"),
  ],
  [
    { accessEntries: { me: { principalArn: 1, policies: ["admin"] } } },
    says(
      "MESH0416",
      '`accessEntries.me.policies` has "admin", which is not an EKS access policy',
      "use names as in AmazonEKSViewPolicy",
    ),
  ],
  [
    { accessEntries: { me: { principalArn: 1, groups: ["g"], namespaces: ["shop"] } } },
    says("MESH0416", "`accessEntries.me.namespaces` needs namespaces, and policies that are about them"),
  ],
  [
    { accessEntries: { me: { principalArn: 1, groups: ["ops", "system:masters"] } } },
    says(
      "MESH0416",
      '`accessEntries.me.groups` has "system:masters", a group that EKS keeps for itself',
      "bind a group of your own, or give an administrator AmazonEKSClusterAdminPolicy",
    ),
  ],
  [
    { accessEntries: { me: { principalArn: 1, policies: ["AmazonEKSClusterPolicy"] } } },
    says(
      "MESH0416",
      '`accessEntries.me.policies` has "AmazonEKSClusterPolicy", which is a policy of IAM, and no EKS access policy',
      "use names as in AmazonEKSViewPolicy",
    ),
  ],
  [
    { accessEntries: { me: { principalArn: 1, policies: ["AmazonEKSClusteradminPolicy"] } } },
    says(
      "MESH0416",
      '`accessEntries.me.policies` has "AmazonEKSClusteradminPolicy", which is not an EKS access policy',
      "write it as AmazonEKSClusterAdminPolicy",
    ),
  ],
  [
    { accessEntries: { me: { principalArn: "arn:aws-us-gov:iam::123456789012:role/ops", groups: ["g"] } } },
    says(
      "MESH0416",
      '`accessEntries.me.principalArn` is "arn:aws-us-gov:iam::123456789012:role/ops", of another partition of AWS than eu-west-1',
    ),
  ],
  [{ controlPlanePorts: { opa: 70000 } }, says("MESH0418", "`controlPlanePorts.opa` is 70000")],
  [
    { controlPlanePorts: { opa: 15017 } },
    says("MESH0418", "`controlPlanePorts.opa` is 15017, which is open already, for istiod-webhook"),
  ],
])("%j", (settings, expected) => {
  expect(find(settings)).toEqual([expected]);
});

it.each([
  "AmazonEKSClusterAdminPolicy",
  "AmazonAIOpsAssistantPolicy",
  "AmazonARCRegionSwitchScalingPolicy",
  // Of both kinds: the IAM policy of Auto Mode, and the access policy of its entry.
  "AmazonEKSBlockStoragePolicy",
])("takes the access policy %s", (policy) => {
  expect(find({ accessEntries: { me: { principalArn: 1, policies: [policy] } } })).toEqual([]);
});

// What AWS has is made up here. Does not prove that AWS answers so: it was never asked.
import { expect, it } from "vitest";
import type { EksInput } from "../../src/aws/eks-input.js";
import { findOfferProblems, type AwsOffer } from "../../src/aws/offer-problems.js";
import { formatProblem } from "../findings/format-problem.js";
import { says } from "./find-problems.js";
import { leastSettings } from "./settings.js";

const kubernetes = [
  ["1.31", "UNSUPPORTED", "2025-11-26"],
  ["1.33", "EXTENDED_SUPPORT", "2026-07-29"],
  ["1.34", "STANDARD_SUPPORT", "2026-12-02"],
  ["1.35", "STANDARD_SUPPORT", "2027-03-27"],
].map(([version = "", status = "", end = ""]) => ({ version, status, endOfStandardSupport: `${end}T00:00:00Z` }));
const everything: AwsOffer = {
  kubernetes,
  zones: { "eu-west-1a": "euw1-az1", "eu-west-1b": "euw1-az2", "eu-west-1c": "euw1-az3" },
  instanceTypes: {
    "m6i.large": ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
    "m8i.large": ["eu-west-1a"],
    "r9g.large": [],
  },
  accessPolicies: ["AmazonEKSViewPolicy", "AmazonAIOpsAssistantPolicy"],
  vpcCidrs: ["10.0.0.0/16", "100.64.0.0/16"],
};
const existingVpc = { vpcId: "vpc-1", privateSubnetIds: ["subnet-1", "subnet-2"] };
const types = (...instanceTypes: string[]) => ({ nodeGroups: { workers: { instanceTypes } } });

function check(settings: object, offer: AwsOffer = everything, today = "2026-09-01"): string[] {
  const input = { ...leastSettings, ...settings } as EksInput;
  return findOfferProblems(input, offer, new Date(today)).map(formatProblem);
}

it.each<[object, AwsOffer?, string?]>([
  [{}],
  [{ kubernetesVersion: "1.35" }],
  [{ kubernetesVersion: "1.33", supportPolicy: "EXTENDED" }],
  // Ends in half a year.
  [{}, everything, "2026-06-02"],
  [{ kubernetesVersion: "1.34", supportPolicy: "EXTENDED" }, everything, "2026-12-01"],
  // Where AWS says nothing, nothing is said.
  [{ kubernetesVersion: "1.99", vpc: { zones: ["eu-west-1x"] }, ...types("x1.large") }, {}],
  [types("m6i.large")],
  [{ vpc: undefined, existingVpc, serviceCidr: "172.20.0.0/16" }],
  [{ accessEntries: { me: { principalArn: 1, policies: ["AmazonAIOpsAssistantPolicy"] } } }],
  [{ autoMode: true }, { ...everything, instanceTypes: {} }],
])("%j", (settings, offer, today) => {
  expect(check(settings, offer, today)).toEqual([]);
});

it.each<[object, string]>([
  [
    { kubernetesVersion: "1.37" },
    says("MESH0431", '`kubernetesVersion` is "1.37", which EKS does not have in eu-west-1; it has 1.33, 1.34, 1.35'),
  ],
  [
    { kubernetesVersion: "1.31", supportPolicy: "EXTENDED" },
    says("MESH0431", '`kubernetesVersion` is "1.31", which EKS does not have in eu-west-1; it has 1.33, 1.34, 1.35'),
  ],
  [
    { kubernetesVersion: "1.33" },
    says(
      "MESH0432",
      '`kubernetesVersion` is "1.33", whose standard support ended on 2026-07-29, and `supportPolicy` is STANDARD',
      "use one of 1.34, 1.35, or, for a new cluster or one that has it, set `supportPolicy: EXTENDED`, which costs more",
    ),
  ],
  [
    { vpc: { zones: ["eu-west-1a", "eu-west-1f"] } },
    says(
      "MESH0435",
      '`vpc.zones[1]` is "eu-west-1f", which this account does not have; in eu-west-1 it has eu-west-1a, eu-west-1b, eu-west-1c',
    ),
  ],
  [
    types("r9g.large"),
    says("MESH0435", "`nodeGroups.workers.instanceTypes` has r9g.large, which AWS does not have in eu-west-1"),
  ],
  [
    types("m8i.large"),
    says("MESH0430", "`nodeGroups.workers.instanceTypes` has m8i.large, which AWS does not have in eu-west-1b"),
  ],
  [
    { accessEntries: { me: { principalArn: 1, policies: ["AmazonEKSVewPolicy"] } } },
    says(
      "MESH0416",
      '`accessEntries.me.policies` has "AmazonEKSVewPolicy", which is not an access policy of EKS',
      "use one that `aws eks list-access-policies` lists",
    ),
  ],
  [
    { vpc: undefined, existingVpc, serviceCidr: "10.0.128.0/20" },
    says("MESH0405", "`serviceCidr` is 10.0.128.0/20, which overlaps with 10.0.0.0/16 of the existing VPC"),
  ],
])("%j is what AWS has not", (settings, expected) => {
  expect(check(settings)).toEqual([expected]);
});

it("warns of the end of standard support for two months", () => {
  const expected = says(
    "MESH0433",
    '`kubernetesVersion` is "1.34", which EKS upgrades by itself when standard support ends on 2026-12-02',
  );
  expect(check({}, everything, "2026-10-02")).toEqual([]);
  expect(check({}, everything, "2026-10-03")).toEqual([expected]);
  expect(check({}, everything, "2026-12-01")).toEqual([expected]);
});

it("knows the zones where EKS creates no cluster by their ids, which letters in accounts differ for", () => {
  const zones = { "eu-west-1a": "euw1-az1", "eu-west-1b": "use1-az3" };
  expect(check({}, { zones })).toEqual([
    says("MESH0435", '`vpc.zones[1]` is "eu-west-1b", in this account use1-az3, where EKS creates no cluster'),
  ]);
});

import { containsCidr, overlapsCidr, parseCidr, privateNetworks, type Cidr } from "./cidr.js";
import type { EksInput } from "./eks-input.js";
import { findClosest } from "../text/closest.js";
import { computePartition } from "./policies.js";
import { createSettingProblem, type Problem } from "../findings/problem.js";
import { builtInPorts } from "./security-rules.js";
import { defaultVpcCidr } from "./subnet-plan.js";

/** Ranges with a shorter prefix are a good part of the internet, whatever they are meant for. */
const broadest = 8;

/** EKS's limit of ranges of the public endpoint. */
const mostRanges = 40;

/** What is wrong with who reaches the API server, and with who may do something there. */
export function findAccessProblems(input: EksInput): Problem[] {
  return [
    ...findWayInProblems(input),
    ...findPublicProblems(input),
    ...findPrivateProblems(input),
    ...findEntryProblems(input),
    ...findPortProblems(input),
  ];
}

function findWayInProblems({ vpc, existingVpc, publicAccessCidrs = [], privateAccessCidrs = [] }: EksInput): Problem[] {
  if (vpc === undefined || existingVpc !== undefined) return [];
  if (publicAccessCidrs.length + privateAccessCidrs.length > 0) return [];
  return [
    createSettingProblem(["publicAccessCidrs"], "MESH0408", "is empty, and the private endpoint is in a new VPC"),
  ];
}

function findPublicProblems({ publicAccessCidrs = [], allowAccessFromAnywhere = false }: EksInput): Problem[] {
  const at = ["publicAccessCidrs"];
  const { problems, ranges } = parseRanges(at, publicAccessCidrs);
  if (publicAccessCidrs.length > mostRanges) {
    const message = `has ${publicAccessCidrs.length} ranges, but EKS takes ${mostRanges}`;
    problems.push(createSettingProblem(at, "MESH0404", message, "join neighbouring ranges"));
  }
  for (const { index, text, range } of ranges) {
    if (range.prefix < broadest && !allowAccessFromAnywhere) {
      problems.push(createSettingProblem([...at, index], "MESH0409", `is ${text}`));
    }
    if (privateNetworks.some((network) => containsCidr(network, range))) {
      const message = `is ${text}, a private network, which sends nothing over the internet`;
      problems.push(createSettingProblem([...at, index], "MESH0404", message, "put it into `privateAccessCidrs`"));
    }
  }
  return [...problems, ...findOverlaps(at, ranges)];
}

function findPrivateProblems({ privateAccessCidrs = [], vpc }: EksInput): Problem[] {
  const at = ["privateAccessCidrs"];
  const { problems, ranges } = parseRanges(at, privateAccessCidrs);
  const cidr = vpc?.cidr ?? defaultVpcCidr;
  const own = vpc === undefined ? undefined : parseCidr(cidr);
  for (const { index, text, range } of ranges) {
    if (own === undefined || !overlapsCidr(own, range)) continue;
    problems.push(
      createSettingProblem([...at, index], "MESH0405", `is ${text}, which overlaps with the VPC's ${cidr}`),
    );
  }
  return [...problems, ...findOverlaps(at, ranges)];
}

interface PlacedRange {
  index: number;
  text: string;
  range: Cidr;
}

function parseRanges(at: readonly string[], texts: readonly string[]): { problems: Problem[]; ranges: PlacedRange[] } {
  const problems: Problem[] = [];
  const ranges: PlacedRange[] = [];
  texts.forEach((text, index) => {
    const range = parseCidr(text);
    if (range === undefined) {
      problems.push(
        createSettingProblem([...at, index], "MESH0404", `is "${text}", which is not a range of IPv4 addresses`),
      );
    } else {
      ranges.push({ index, text, range });
    }
  });
  return { problems, ranges };
}

/** Sorted by their first address, a range overlaps with another one only if it does with its neighbour. */
function findOverlaps(at: readonly string[], ranges: readonly PlacedRange[]): Problem[] {
  const sorted = ranges.toSorted(
    (one, other) => one.range.base - other.range.base || one.range.prefix - other.range.prefix,
  );
  return sorted.flatMap(({ index, text, range }, place) => {
    const before = sorted[place - 1];
    if (before === undefined || !overlapsCidr(before.range, range)) return [];
    return [
      createSettingProblem(
        [...at, index],
        "MESH0405",
        `is ${text}, which overlaps with ${before.text} of the same list`,
      ),
    ];
  });
}

const principal = /^arn:aws(?:-us-gov)?:iam::\d{12}:(?:role|user)\/[\w+=,.@/-]+$/;

// With the ConfigMap aws-auth, administrators were in system:masters.
const reservedGroups = /^(?:system|eks|aws|amazon|iam):/;

/** The access policies that people are given; AWS has more of them, for its own services, and is asked at preview. */
const humanPolicies = [
  "AmazonEKSClusterAdminPolicy",
  "AmazonEKSAdminPolicy",
  "AmazonEKSAdminViewPolicy",
  "AmazonEKSEditPolicy",
  "AmazonEKSViewPolicy",
  "AmazonEKSSecretReaderPolicy",
];

/** Policies of IAM that sound like one; an access entry takes none of them. */
const iamPolicies = /^AmazonEKS(?:Cluster|Service|WorkerNode|WorkerNodeMinimal|FargatePodExecutionRole|_CNI_)Policy$/;

function findPolicyProblems(at: readonly string[], policies: readonly string[]): Problem[] {
  return policies.flatMap((policy) => {
    const create = (message: string, remedy = "use names as in AmazonEKSViewPolicy") => [
      createSettingProblem(at, "MESH0416", `has "${policy}", ${message}`, remedy),
    ];
    if (iamPolicies.test(policy)) return create("which is a policy of IAM, and no EKS access policy");
    const meant = humanPolicies.find((name) => name.toLowerCase() === policy.toLowerCase());
    if (meant !== undefined && meant !== policy)
      return create("which is not an EKS access policy", `write it as ${meant}`);
    if (/^Amazon\w+Policy$/.test(policy)) return [];
    const closest = findClosest(policy, humanPolicies);
    return create(
      "which is not an EKS access policy",
      closest === undefined ? undefined : `use ${closest}, if that was meant`,
    );
  });
}

function findEntryProblems({ accessEntries = {}, creatorIsAdmin = true, region }: EksInput): Problem[] {
  const entries = Object.entries(accessEntries);
  const nobody =
    creatorIsAdmin || entries.length > 0
      ? []
      : [
          createSettingProblem(
            ["accessEntries"],
            "MESH0416",
            "is empty and `creatorIsAdmin` is false: no user could access the cluster",
          ),
        ];
  const arns = new Map<string, string>();
  return [
    ...nobody,
    ...entries.flatMap(([key, { principalArn, policies = [], namespaces, groups = [] }]) => {
      const at = ["accessEntries", key];
      const problems: Problem[] = [];
      if (typeof principalArn === "string") {
        const before = arns.get(principalArn);
        arns.set(principalArn, key);
        if (!principal.test(principalArn)) {
          const message = `is "${principalArn}", which is not an ARN of an IAM role or user`;
          problems.push(createSettingProblem([...at, "principalArn"], "MESH0416", message));
        } else if (!principalArn.startsWith(`arn:${computePartition(region)}:`)) {
          const message = `is "${principalArn}", of another partition of AWS than ${region}`;
          problems.push(createSettingProblem([...at, "principalArn"], "MESH0416", message));
        } else if (before !== undefined) {
          problems.push(
            createSettingProblem([...at, "principalArn"], "MESH0416", `is that of \`accessEntries.${before}\` too`),
          );
        }
      }
      if (policies.length + groups.length === 0) {
        problems.push(
          createSettingProblem(at, "MESH0416", "has neither `policies` nor `groups`, so it allows nothing"),
        );
      }
      if (namespaces !== undefined && (namespaces.length === 0 || policies.length === 0)) {
        problems.push(
          createSettingProblem([...at, "namespaces"], "MESH0416", "needs namespaces, and policies that are about them"),
        );
      }
      for (const group of groups.filter((name) => reservedGroups.test(name))) {
        const message = `has "${group}", a group that EKS keeps for itself`;
        const remedy = "bind a group of your own, or give an administrator AmazonEKSClusterAdminPolicy";
        problems.push(createSettingProblem([...at, "groups"], "MESH0416", message, remedy));
      }
      return [...problems, ...findPolicyProblems([...at, "policies"], policies)];
    }),
  ];
}

function findPortProblems({ controlPlanePorts = {} }: EksInput): Problem[] {
  const open = new Map(Object.entries(builtInPorts).map(([key, port]) => [port, key]));
  return Object.entries(controlPlanePorts).flatMap(([key, port]) => {
    const at = ["controlPlanePorts", key];
    const before = open.get(port);
    open.set(port, key);
    if (!Number.isInteger(port) || port < 1 || port > 65535)
      return [createSettingProblem(at, "MESH0418", `is ${port}`)];
    if (before !== undefined)
      return [createSettingProblem(at, "MESH0418", `is ${port}, which is open already, for ${before}`)];
    const isName = /^[a-z0-9][a-z0-9-]*$/.test(key) && !(key in builtInPorts);
    return isName
      ? []
      : [createSettingProblem(at, "MESH0418", "is not a name of a new rule", "use letters, digits and `-`")];
  });
}

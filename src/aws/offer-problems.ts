import { overlapsCidr, parseCidr } from "./cidr.js";
import type { EksInput } from "./eks-input.js";
import { listNodeGroups, planNodeGroup } from "./node-plan.js";
import { createSettingProblem, type Problem } from "../findings/problem.js";

/** A Kubernetes as EKS has it. */
export interface OfferedKubernetes {
  /** As in `1.35`. */
  version: string;
  /** `STANDARD_SUPPORT`, `EXTENDED_SUPPORT` or `UNSUPPORTED`. */
  status: string;
  /** Timestamp. */
  endOfStandardSupport: string;
}

/** What AWS says that it has in a region. What it was not asked, or did not say, is missing and not judged. */
export interface AwsOffer {
  kubernetes?: readonly OfferedKubernetes[];
  /** Zone -> its id, which is the same in every account. */
  zones?: Readonly<Record<string, string>>;
  /** Instance type -> zones that have it. */
  instanceTypes?: Readonly<Record<string, readonly string[]>>;
  /** Names of EKS access policies. */
  accessPolicies?: readonly string[];
  /** Ranges of the VPC that is there already. */
  vpcCidrs?: readonly string[];
}

/** Long enough for an upgrade that must be tried out first. */
const warnedDays = 60;

/** EKS takes no subnet of these. https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html */
const refusedZones = ["use1-az3", "usw1-az2", "cac1-az3"];

/**
 * What of the settings AWS does not have in the region, though it might.
 * @param today to judge the end of support by
 */
export function findOfferProblems(input: EksInput, offer: AwsOffer, today: Date): Problem[] {
  return [
    ...findKubernetesProblems(input, offer, today),
    ...findZoneProblems(input, offer),
    ...findTypeProblems(input, offer),
    ...findPolicyProblems(input, offer),
    ...findRangeProblems(input, offer),
  ];
}

function findKubernetesProblems(
  { kubernetesVersion, supportPolicy = "STANDARD", region }: EksInput,
  { kubernetes }: AwsOffer,
  today: Date,
): Problem[] {
  if (kubernetes === undefined) return [];
  const at = ["kubernetesVersion"];
  const found = kubernetes.find(({ version }) => version === kubernetesVersion);
  const having = (statuses: readonly string[]) => kubernetes.filter(({ status }) => statuses.includes(status));
  if (found === undefined || found.status === "UNSUPPORTED") {
    const supported = having(["STANDARD_SUPPORT", "EXTENDED_SUPPORT"]).map(({ version }) => version);
    const message = `is "${kubernetesVersion}", which EKS does not have in ${region}; it has ${supported.join(", ")}`;
    return [createSettingProblem(at, "MESH0431", message)];
  }
  if (supportPolicy === "EXTENDED") return [];
  const end = found.endOfStandardSupport.slice(0, "2026-12-02".length);
  if (found.status === "EXTENDED_SUPPORT") {
    const standard = having(["STANDARD_SUPPORT"]).map(({ version }) => version);
    const message = `is "${kubernetesVersion}", whose standard support ended on ${end}, and \`supportPolicy\` is STANDARD`;
    const remedy = `use one of ${standard.join(", ")}, or, for a new cluster or one that has it, set \`supportPolicy: EXTENDED\`, which costs more`;
    return [createSettingProblem(at, "MESH0432", message, remedy)];
  }
  const days = (Date.parse(found.endOfStandardSupport) - today.getTime()) / (24 * 3600 * 1000);
  if (!(days <= warnedDays)) return [];
  return [
    createSettingProblem(
      at,
      "MESH0433",
      `is "${kubernetesVersion}", which EKS upgrades by itself when standard support ends on ${end}`,
    ),
  ];
}

function findZoneProblems({ vpc, region }: EksInput, { zones }: AwsOffer): Problem[] {
  if (zones === undefined) return [];
  return (vpc?.zones ?? []).flatMap((zone, index) => {
    const create = (message: string) => [createSettingProblem(["vpc", "zones", index], "MESH0435", message)];
    const id = zones[zone];
    if (id === undefined) {
      return create(
        `is "${zone}", which this account does not have; in ${region} it has ${Object.keys(zones).join(", ")}`,
      );
    }
    return refusedZones.includes(id) ? create(`is "${zone}", in this account ${id}, where EKS creates no cluster`) : [];
  });
}

function findTypeProblems(input: EksInput, { instanceTypes: offered, zones }: AwsOffer): Problem[] {
  if (offered === undefined) return [];
  return Object.entries(listNodeGroups(input)).flatMap(([key, group]) => {
    const at = ["nodeGroups", key, "instanceTypes"];
    return planNodeGroup(group, false).instanceTypes.flatMap((type) => {
      const there = offered[type] ?? [];
      if (there.length === 0) {
        return [createSettingProblem(at, "MESH0435", `has ${type}, which AWS does not have in ${input.region}`)];
      }
      // A zone that is none is said to be so at its own place.
      const known = (input.vpc?.zones ?? []).filter((zone) => zones === undefined || Object.hasOwn(zones, zone));
      const missing = known.filter((zone) => !there.includes(zone));
      if (missing.length === 0) return [];
      return [createSettingProblem(at, "MESH0430", `has ${type}, which AWS does not have in ${missing.join(" and ")}`)];
    });
  });
}

function findPolicyProblems({ accessEntries = {} }: EksInput, { accessPolicies }: AwsOffer): Problem[] {
  if (accessPolicies === undefined) return [];
  return Object.entries(accessEntries).flatMap(([key, { policies = [] }]) =>
    policies
      .filter((policy) => !accessPolicies.includes(policy))
      .map((policy) => {
        const message = `has "${policy}", which is not an access policy of EKS`;
        const remedy = "use one that `aws eks list-access-policies` lists";
        return createSettingProblem(["accessEntries", key, "policies"], "MESH0416", message, remedy);
      }),
  );
}

function findRangeProblems({ serviceCidr }: EksInput, { vpcCidrs = [] }: AwsOffer): Problem[] {
  const range = serviceCidr === undefined ? undefined : parseCidr(serviceCidr);
  if (range === undefined) return [];
  return vpcCidrs.flatMap((text) => {
    const other = parseCidr(text);
    if (other === undefined || !overlapsCidr(range, other)) return [];
    const message = `is ${serviceCidr ?? ""}, which overlaps with ${text} of the existing VPC`;
    return [createSettingProblem(["serviceCidr"], "MESH0405", message)];
  });
}

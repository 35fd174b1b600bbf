import { containsCidr, formatCidr, overlapsCidr, parseCidr, privateNetworks, type Cidr } from "./cidr.js";
import { findIdProblems } from "./arn.js";
import type { EksInput } from "./eks-input.js";
import { createSettingProblem, getLevel, type Problem } from "../findings/problem.js";
import { findChoiceProblems, findNumberProblems } from "./problem.js";
import { NatGateways, type EksVpc } from "./settings.js";
import { computeSubnetPrefixes, defaultVpcCidr, isOverfull, planSubnets, zoneLetters } from "./subnet-plan.js";

/** Subnets that are smaller cannot be of use: to the pods of one large node, to a load balancer. */
const smallest = { private: 26, public: 27 } as const;

/** What is wrong with where the cluster is to be. */
export function findNetworkProblems(input: EksInput): Problem[] {
  const { vpc, existingVpc } = input;
  if (vpc === undefined && existingVpc === undefined) {
    return [createSettingProblem(["vpc"], "MESH0402", "and `existingVpc` are both missing")];
  }
  const both =
    vpc === undefined || existingVpc === undefined
      ? []
      : [createSettingProblem(["existingVpc"], "MESH0402", "and `vpc` are both given")];
  return [
    ...both,
    ...(vpc === undefined ? [] : findVpcProblems(vpc, input.region)),
    ...(existingVpc === undefined ? [] : findExistingProblems(existingVpc)),
    ...findServiceCidrProblems(input),
  ];
}

function findVpcProblems(vpc: EksVpc, region: string): Problem[] {
  const zones = findZoneProblems(vpc.zones, region);
  const ofForm = [
    ...zones,
    ...findRangeProblems(vpc.cidr),
    ...findChoiceProblems(["vpc", "natGateways"], vpc.natGateways, NatGateways),
    ...findNumberProblems(["vpc", "privateSubnetPrefix"], vpc.privateSubnetPrefix, { min: 16, max: 28 }),
    ...findNumberProblems(["vpc", "publicSubnetPrefix"], vpc.publicSubnetPrefix, { min: 16, max: 28 }),
    ...findEndpointProblems(vpc),
  ];
  const range = parseCidr(vpc.cidr ?? defaultVpcCidr);
  const isWrong = ofForm.some((problem) => getLevel(problem) === "error");
  return range === undefined || isWrong ? ofForm : [...ofForm, ...findSizeProblems(range, vpc)];
}

function findZoneProblems(zones: readonly string[], region: string): Problem[] {
  const at = ["vpc", "zones"];
  const isZone = (zone: string) => zone.slice(0, -1) === region && zoneLetters.includes(zone.slice(-1));
  const strange = zones.flatMap((zone, index) =>
    isZone(zone)
      ? []
      : [
          createSettingProblem(
            [...at, index],
            "MESH0403",
            `is "${zone}", which is not an availability zone of ${region}`,
          ),
        ],
  );
  const doubled = zones.filter((zone, index) => zones.indexOf(zone) !== index);
  return [
    ...strange,
    ...[...new Set(doubled)].map((zone) => createSettingProblem(at, "MESH0403", `names ${zone} more than once`)),
    ...(zones.length < 2
      ? [createSettingProblem(at, "MESH0403", `has ${zones.length}, but EKS needs two at least`)]
      : []),
  ];
}

function findRangeProblems(cidr: string | undefined): Problem[] {
  if (cidr === undefined) return [];
  const at = ["vpc", "cidr"];
  const range = parseCidr(cidr);
  if (range === undefined)
    return [createSettingProblem(at, "MESH0404", `is "${cidr}", which is not a range of IPv4 addresses`)];
  if (reservedNetworks.some((network) => overlapsCidr(network, range))) {
    return [createSettingProblem(at, "MESH0404", `is "${cidr}", addresses that no host can have`)];
  }
  if (range.prefix >= 16 && range.prefix <= 23) return findPublicRange(cidr, range);
  const message = `is "${cidr}", but must be of /16 to /23`;
  return [createSettingProblem(at, range.prefix < 16 ? "MESH0404" : "MESH0406", message)];
}

/** This network, loopback, link-local (AWS's metadata service), multicast and what is beyond. */
const reservedNetworks: readonly Cidr[] = [
  { base: 0, prefix: 8 },
  { base: 127 * 2 ** 24, prefix: 8 },
  { base: 169 * 2 ** 24 + 254 * 2 ** 16, prefix: 16 },
  { base: 224 * 2 ** 24, prefix: 3 },
];

function findPublicRange(cidr: string, range: Cidr): Problem[] {
  if (privateNetworks.some((network) => containsCidr(network, range))) return [];
  const message = `is "${cidr}", which is not a private network: hosts of the internet with these addresses cannot be reached`;
  return [createSettingProblem(["vpc", "cidr"], "MESH0441", message)];
}

function findEndpointProblems({ natGateways, endpoints }: EksVpc): Problem[] {
  if (natGateways !== "none" || endpoints !== false) return [];
  const message = "is false, but without NAT gateways nodes reach AWS in no other way";
  return [createSettingProblem(["vpc", "endpoints"], "MESH0402", message, "leave it out, or choose NAT gateways")];
}

function findSizeProblems(range: Cidr, vpc: EksVpc): Problem[] {
  const prefixes = computeSubnetPrefixes(range, vpc);
  const small = (["private", "public"] as const).flatMap((role) => {
    const [prefix, limit] = [prefixes[role], smallest[role]];
    if (prefix <= limit) return [];
    const message = `is /${prefix}, which is ${computeUsable(prefix)} addresses; /${limit} is the smallest`;
    return [createSettingProblem(["vpc", `${role}SubnetPrefix`], "MESH0406", message)];
  });
  if (small.length > 0) return small;
  const plan = planSubnets(range, vpc);
  const isOutside = plan.some(
    ({ private: one, public: other }) => ![one, other].every((net) => containsCidr(range, net)),
  );
  if (!isOutside && !isOverfull(plan)) return [];
  const last =
    plan
      .map(({ zone }) => zone)
      .toSorted()
      .at(-1) ?? "";
  const wanted = `/${prefixes.private} and /${prefixes.public} in every zone up to ${last}`;
  const message = `is ${formatCidr(range)}, which has no room for subnets of ${wanted}`;
  return [createSettingProblem(["vpc", "cidr"], "MESH0407", message)];
}

/** AWS keeps five addresses of every subnet. */
function computeUsable(prefix: number): number {
  return 2 ** (32 - prefix) - 5;
}

function findExistingProblems({
  vpcId,
  privateSubnetIds,
  publicSubnetIds = [],
}: NonNullable<EksInput["existingVpc"]>): Problem[] {
  const at = ["existingVpc", "privateSubnetIds"];
  const few =
    privateSubnetIds.length < 2
      ? [
          createSettingProblem(
            at,
            "MESH0403",
            `has ${privateSubnetIds.length}, but EKS needs subnets in two zones at least`,
          ),
        ]
      : [];
  const known = [...privateSubnetIds, ...publicSubnetIds].filter((id) => typeof id === "string");
  const doubled = known.filter((id, index) => known.indexOf(id) !== index);
  return [
    ...few,
    ...findIdProblems(["existingVpc", "vpcId"], vpcId, "vpc"),
    ...privateSubnetIds.flatMap((id, index) =>
      findIdProblems(["existingVpc", "privateSubnetIds", index], id, "subnet"),
    ),
    ...publicSubnetIds.flatMap((id, index) => findIdProblems(["existingVpc", "publicSubnetIds", index], id, "subnet")),
    ...[...new Set(doubled)].map((id) => {
      return createSettingProblem(
        ["existingVpc"],
        "MESH0403",
        `names the subnet ${id} more than once`,
        "name every subnet once",
      );
    }),
  ];
}

function findServiceCidrProblems({ serviceCidr, vpc }: EksInput): Problem[] {
  if (serviceCidr === undefined) return [];
  const at = ["serviceCidr"];
  const range = parseCidr(serviceCidr);
  // EKS takes the networks of RFC 1918 alone, not the shared one.
  const isPrivate = range !== undefined && privateNetworks.slice(0, 3).some((network) => containsCidr(network, range));
  if (range === undefined || !isPrivate || range.prefix < 12 || range.prefix > 24) {
    const message = `is "${serviceCidr}", but must be a range of /12 to /24 in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16`;
    return [createSettingProblem(at, "MESH0404", message, "write it as in 172.20.0.0/16")];
  }
  const cidr = vpc?.cidr ?? defaultVpcCidr;
  const other = vpc === undefined ? undefined : parseCidr(cidr);
  if (other === undefined || !overlapsCidr(range, other)) return [];
  return [createSettingProblem(at, "MESH0405", `is ${serviceCidr}, which overlaps with the VPC's ${cidr}`)];
}

import { computeSize, overlapsCidr, type Cidr } from "./cidr.js";
import type { EksVpc } from "./settings.js";

/** The subnets of one zone. */
export interface ZoneSubnets {
  /** As in `eu-west-1a`. */
  zone: string;
  private: Cidr;
  public: Cidr;
}

/** Where a VPC's range is not said. */
export const defaultVpcCidr = "10.0.0.0/16";

/** The letters that AWS gives to the zones of a region; each has a place of its own in every plan. */
export const zoneLetters = "abcdef";

/** Prefix lengths of the subnets: what is given, else shares of the VPC that leave room for every letter. */
export function computeSubnetPrefixes(
  range: Cidr,
  { privateSubnetPrefix, publicSubnetPrefix }: Omit<EksVpc, "zones">,
): { private: number; public: number } {
  return {
    private: privateSubnetPrefix ?? range.prefix + 3,
    public: publicSubnetPrefix ?? Math.min(range.prefix + 8, 27),
  };
}

/**
 * The subnets of every zone. Private ones are counted from the VPC's first address upwards and public ones from its last
 * downwards, by the letter of their zone: those of one zone do not depend on which other zones there are.
 */
export function planSubnets(range: Cidr, vpc: EksVpc): ZoneSubnets[] {
  const prefixes = computeSubnetPrefixes(range, vpc);
  const [privateSize, publicSize] = [2 ** (32 - prefixes.private), 2 ** (32 - prefixes.public)];
  const end = range.base + computeSize(range);
  return vpc.zones.map((zone) => {
    const place = zoneLetters.indexOf(zone.slice(-1));
    return {
      zone,
      private: { base: range.base + place * privateSize, prefix: prefixes.private },
      public: { base: end - (place + 1) * publicSize, prefix: prefixes.public },
    };
  });
}

/** Whether the private and the public subnets of a plan meet: the VPC is too small for them. */
export function isOverfull(plan: readonly ZoneSubnets[]): boolean {
  return plan.some(({ private: one }) =>
    plan.some(({ public: other }) => overlapsCidr(one, other) || one.base > other.base),
  );
}

// Does not prove that AWS makes these subnets.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { containsCidr, formatCidr, overlapsCidr, parseCidr, type Cidr } from "../../src/aws/cidr.js";
import { computeSubnetPrefixes, isOverfull, planSubnets, zoneLetters } from "../../src/aws/subnet-plan.js";
import { findNetworkProblems } from "../../src/aws/vpc-problems.js";
import { leastSettings } from "./settings.js";

const zonesOf = (letters: readonly string[]) => letters.map((letter) => `eu-west-1${letter}`);
const letters = fc.uniqueArray(fc.constantFrom(...zoneLetters), { minLength: 2 });
const range = fc.tuple(fc.nat(255), fc.integer({ min: 16, max: 23 })).map(([octet, prefix]): Cidr => {
  return { base: (10 * 256 + octet) * 2 ** 16, prefix };
});
const sizes = fc.record(
  { privateSubnetPrefix: fc.integer({ min: 16, max: 28 }), publicSubnetPrefix: fc.integer({ min: 16, max: 28 }) },
  { requiredKeys: [] },
);

describe("any plan that is let through", () => {
  const accepted = fc.tuple(range, letters, sizes).map(([vpc, names, given]) => {
    const settings = { ...given, cidr: formatCidr(vpc), zones: zonesOf(names) };
    return { vpc, settings, problems: findNetworkProblems({ ...leastSettings, vpc: settings }) };
  });

  it("has disjoint subnets inside of the VPC, of the sizes asked for", () => {
    fc.assert(
      fc.property(accepted, ({ vpc, settings, problems }) => {
        fc.pre(problems.length === 0);
        const plan = planSubnets(vpc, settings);
        const all = plan.flatMap((zone) => [zone.private, zone.public]);
        expect(all.every((subnet) => containsCidr(vpc, subnet))).toBe(true);
        expect(all.every((subnet) => parseCidr(formatCidr(subnet)) !== undefined)).toBe(true);
        const pairs = all.flatMap((one, index) => all.slice(index + 1).map((other) => overlapsCidr(one, other)));
        expect(pairs).not.toContain(true);
        const prefixes = computeSubnetPrefixes(vpc, settings);
        expect(plan.map((zone) => [zone.private.prefix, zone.public.prefix])).toEqual(
          plan.map(() => [prefixes.private, prefixes.public]),
        );
      }),
      { numRuns: 500 },
    );
  });

  it("is refused exactly where subnets would meet or leave the VPC", () => {
    fc.assert(
      fc.property(accepted, ({ vpc, settings, problems }) => {
        const plan = planSubnets(vpc, settings);
        const all = plan.flatMap((zone) => [zone.private, zone.public]);
        const fits =
          all.every((subnet) => containsCidr(vpc, subnet)) &&
          all.every((one, index) => all.slice(index + 1).every((other) => !overlapsCidr(one, other)));
        const tooSmall = problems.some(({ code }) => code === "MESH0406");
        if (!tooSmall) expect(problems.length === 0).toBe(fits && !isOverfull(plan));
      }),
      { numRuns: 500 },
    );
  });
});

it("a zone's subnets do not depend on which other zones there are, nor on their order", () => {
  fc.assert(
    fc.property(range, letters, letters, sizes, (vpc, before, after, given) => {
      const byZone = (names: string[]) =>
        new Map(planSubnets(vpc, { ...given, zones: zonesOf(names) }).map((zone) => [zone.zone, zone]));
      const [first, second] = [byZone(before), byZone(after)];
      for (const [zone, subnets] of first) {
        if (second.has(zone)) expect(second.get(zone)).toEqual(subnets);
      }
    }),
  );
});

it("of the default VPC", () => {
  const plan = planSubnets({ base: 10 * 2 ** 24, prefix: 16 }, { zones: zonesOf(["a", "c"]) });
  expect(plan.map((zone) => [zone.zone, formatCidr(zone.private), formatCidr(zone.public)])).toEqual([
    ["eu-west-1a", "10.0.0.0/19", "10.0.255.0/24"],
    ["eu-west-1c", "10.0.64.0/19", "10.0.253.0/24"],
  ]);
});

it("has room for every letter in every VPC of /16 to /22, and for four in the smallest", () => {
  for (const prefix of [16, 17, 18, 19, 20, 21, 22]) {
    const vpc = { zones: zonesOf([...zoneLetters]), cidr: `10.0.0.0/${prefix}` };
    expect([prefix, findNetworkProblems({ ...leastSettings, vpc })]).toEqual([prefix, []]);
  }
  const vpc = { zones: zonesOf(["a", "b", "c", "d"]), cidr: "10.0.0.0/23" };
  expect(findNetworkProblems({ ...leastSettings, vpc })).toEqual([]);
});

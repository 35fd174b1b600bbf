// Does not prove that AWS takes a range: its sizes are the problems' tests.
import fc from "fast-check";
import { expect, it } from "vitest";
import { computeSize, containsCidr, formatCidr, overlapsCidr, parseCidr, type Cidr } from "../../src/aws/cidr.js";

const cidr = fc.tuple(fc.nat(2 ** 32 - 1), fc.integer({ min: 0, max: 32 })).map(([address, prefix]): Cidr => {
  const size = 2 ** (32 - prefix);
  return { base: Math.floor(address / size) * size, prefix };
});

it("reads what it writes", () => {
  fc.assert(
    fc.property(cidr, (one) => {
      expect(parseCidr(formatCidr(one))).toEqual(one);
    }),
  );
});

it.each([
  "",
  "10.0.0.0",
  "10.0.0.0/33",
  "10.0.0/8",
  "256.0.0.0/8",
  "10.0.0.1/24",
  "10.0.0.0/8 ",
  "::/0",
  "a.b.c.d/8",
  "010.0.0.0/8",
  "10.0.0.0/08",
])("%j is not a range", (text) => {
  expect(parseCidr(text)).toBeUndefined();
});

it("ranges contain one another or have nothing in common", () => {
  fc.assert(
    fc.property(cidr, cidr, (one, other) => {
      expect(overlapsCidr(one, other)).toBe(containsCidr(one, other) || containsCidr(other, one));
      expect(overlapsCidr(one, other)).toBe(overlapsCidr(other, one));
    }),
  );
});

it("knows its size and its neighbours", () => {
  const [one, next] = [parseCidr("10.0.0.0/24"), parseCidr("10.0.1.0/24")] as [Cidr, Cidr];
  expect([computeSize(one), one.base + computeSize(one) === next.base, overlapsCidr(one, next)]).toEqual([
    256,
    true,
    false,
  ]);
});

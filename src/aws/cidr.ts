import { isBlock } from "../text/ip-block.js";

/** A range of IPv4 addresses whose size is a power of two. */
export interface Cidr {
  /** The first address as a number. */
  base: number;
  /** 0-32. */
  prefix: number;
}

/** Reads `10.0.0.0/16`; undefined for what is not a range, or does not begin where a range of that size can begin. */
export function parseCidr(text: string): Cidr | undefined {
  if (!isBlock(text) || text.includes(":")) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = text.split(/[./]/).map(Number);
  const base = ((a * 256 + b) * 256 + c) * 256 + d;
  return base % computeSize({ base, prefix }) === 0 ? { base, prefix } : undefined;
}

/** `10.0.0.0/16` */
export function formatCidr({ base, prefix }: Cidr): string {
  const octets = [2 ** 24, 2 ** 16, 2 ** 8, 1].map((unit) => Math.floor(base / unit) % 256);
  return `${octets.join(".")}/${prefix}`;
}

/** How many addresses it has. */
export function computeSize({ prefix }: Cidr): number {
  return 2 ** (32 - prefix);
}

/** Whether every address of the inner one is one of the outer one's. */
export function containsCidr(outer: Cidr, inner: Cidr): boolean {
  return outer.base <= inner.base && inner.base + computeSize(inner) <= outer.base + computeSize(outer);
}

/** Whether any address is in both. */
export function overlapsCidr(one: Cidr, other: Cidr): boolean {
  return one.base < other.base + computeSize(other) && other.base < one.base + computeSize(one);
}

/** The networks that are not of the internet (RFC 1918, and the shared addresses of RFC 6598). */
export const privateNetworks: readonly Cidr[] = [
  { base: 10 * 2 ** 24, prefix: 8 },
  { base: 172 * 2 ** 24 + 16 * 2 ** 16, prefix: 12 },
  { base: 192 * 2 ** 24 + 168 * 2 ** 16, prefix: 16 },
  { base: 100 * 2 ** 24 + 64 * 2 ** 16, prefix: 10 },
];

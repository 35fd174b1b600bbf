import { isIP } from "node:net";

/** Whether it is a block of IP addresses, such as 10.0.0.0/8, as Go's `net/netip` reads them. */
export function isBlock(text: string): boolean {
  const [, address = "", bits = ""] = /^([^/%]+)\/(0|[1-9]\d*)$/.exec(text) ?? [];
  const version = isIP(address);
  return version !== 0 && Number(bits) <= (version === 4 ? 32 : 128);
}

import { BlockList, isIP } from "node:net";

/** Whether it is a block of IP addresses, such as 10.0.0.0/8, as Go's `net/netip` reads them. */
export function isBlock(text: string): boolean {
  const [, address = "", bits = ""] = /^([^/%]+)\/(0|[1-9]\d*)$/.exec(text) ?? [];
  const version = isIP(address);
  return version !== 0 && Number(bits) <= (version === 4 ? 32 : 128);
}

/** Whether it is such a block, or the address of one. */
export function isBlockOrAddress(text: string): boolean {
  return isIP(text) !== 0 || isBlock(text);
}

/** Whether an address is in a block, or is the one that stands in its place. */
export function isInBlock(address: string, block: string): boolean {
  const [network = "", bits] = block.split("/", 2);
  const version = isIP(network);
  if (version === 0 || isIP(address) !== version) return false;
  const family = version === 4 ? "ipv4" : "ipv6";
  const blocks = new BlockList();
  blocks.addSubnet(network, bits === undefined ? (version === 4 ? 32 : 128) : Number(bits), family);
  return blocks.check(address, family);
}

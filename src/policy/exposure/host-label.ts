import { hashName } from "../name-part.js";

const longest = 63;

/**
 * A host name as one label, which names of subsets and of Gateways must be. Hyphens are doubled and what is too long ends in
 * a hash, so that no two hosts have the same.
 */
export function createHostLabel(host: string): string {
  const name = host.replaceAll("-", "--").replaceAll(".", "-");
  if (name.length <= longest) return name;
  const hash = hashName(host);
  return `${name.slice(0, longest - hash.length - 1)}x${hash}`;
}

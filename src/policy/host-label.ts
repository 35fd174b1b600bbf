import { createHash } from "node:crypto";

const longest = 63;

/**
 * A host name as one label, which names of subsets and of Gateways must be. Hyphens are doubled and what is too long ends in
 * a hash, so that no two hosts have the same.
 */
export function createHostLabel(host: string): string {
  const name = host.replaceAll("-", "--").replaceAll(".", "-");
  if (name.length <= longest) return name;
  const hash = createHash("sha256").update(host).digest("hex").slice(0, 10);
  return `${name.slice(0, longest - hash.length - 1)}x${hash}`;
}

import { createHash } from "node:crypto";
import { label } from "./names.js";

const isLabel = new RegExp(`^${label}$`);

/** Ten characters that stand for a name which is too long, or which Kubernetes does not take. */
export function hashName(name: string): string {
  return createHash("sha256").update(name).digest("hex").slice(0, 10);
}

/** Names of objects have at most 253 characters; a part leaves room for the others. */
const longest = 40;

/**
 * A name of somebody else's as a part of an object's name: itself where Kubernetes takes it, else what is left of it with a hash, so that
 * no two names give the same.
 */
export function createNamePart(name: string): string {
  if (isLabel.test(name)) return name;
  const hash = hashName(name);
  const left = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, longest)
    .replaceAll(/^-|-$/g, "");
  return left === "" ? hash : `${left}-${hash}`;
}

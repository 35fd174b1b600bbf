import type { Code } from "../findings/codes.js";
import type { ValuePath } from "../findings/place.js";
import type { PolicyDocument } from "./documents/document.js";

// What a document lacks only because a part of it is refused is no finding: that part has one of its own.

/** What is said because another value is missing in the documents that count for a service. */
const ofMissing: readonly Code[] = ["MESH0207", "MESH0209", "MESH0220", "MESH0221", "MESH0230"];

/**
 * Whether a finding may only follow from what its document, or one that it inherits from, has lost.
 * @param path of the finding in its document
 * @param chain the documents that count there
 */
export function isFollowUp(
  code: Code,
  path: ValuePath,
  document: PolicyDocument | undefined,
  chain: readonly PolicyDocument[],
): boolean {
  if (ofMissing.includes(code)) return chain.some(({ lost }) => lost !== undefined && lost.lost.length > 0);
  if (document?.lost === undefined) return false;
  const { lost, trace } = document.lost;
  const given = trace(path);
  // A contradiction may be with what stood beside it.
  const whole = code === "MESH0206" ? given.slice(0, -1) : given;
  return lost.some((part) => isWithin(part, given) || (whole.length > 0 && isWithin(part, whole)));
}

/** Whether a document had a value there that is lost. */
export function isLost({ lost }: PolicyDocument, path: ValuePath): boolean {
  return lost?.lost.some((part) => isWithin(path, part)) ?? false;
}

function isWithin(path: ValuePath, outer: ValuePath): boolean {
  return outer.every((key, index) => path[index] === key);
}

/** The versions of a document whose labels are refused: their names are known. */
export function listLostVersions({ lost }: PolicyDocument): string[] {
  const names = (lost?.lost ?? []).flatMap(([key, name]) =>
    key === "versions" && name !== undefined ? [String(name)] : [],
  );
  return [...new Set(names)];
}

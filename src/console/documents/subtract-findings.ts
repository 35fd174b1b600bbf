import type { Finding } from "../../findings/finding.js";

/**
 * Those of the first that the second has not: places are not compared, since a line above moves all below it.
 * What is there twice is compared as two.
 */
export function subtractFindings<T extends Finding>(findings: readonly T[], others: readonly Finding[]): T[] {
  const left = new Map<string, number>();
  for (const finding of others) left.set(keyOf(finding), (left.get(keyOf(finding)) ?? 0) + 1);
  return findings.filter((finding) => {
    const count = left.get(keyOf(finding)) ?? 0;
    left.set(keyOf(finding), count - 1);
    return count <= 0;
  });
}

function keyOf({ code, level, message, file, resource }: Finding): string {
  return JSON.stringify([code, level, message, file, resource?.kind, resource?.namespace, resource?.name]);
}

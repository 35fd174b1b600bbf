import type { Finding, Level } from "../../findings/finding.js";

/** How many findings of each level there are. */
export function countLevels(findings: readonly Finding[]): Record<Level, number> {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { level } of findings) counts[level]++;
  return counts;
}

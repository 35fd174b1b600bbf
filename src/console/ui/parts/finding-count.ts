import type { Finding } from "../../../findings/finding.js";
import type { FindingCounts } from "../../contract.js";

export function countFindings(findings: readonly Finding[]): FindingCounts {
  const counts: FindingCounts = { error: 0, warning: 0, info: 0 };
  for (const { level } of findings) counts[level]++;
  return counts;
}

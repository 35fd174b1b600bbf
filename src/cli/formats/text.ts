import { formatFinding, type Finding } from "../../findings/finding.js";
import { countLevels } from "./count.js";

/** A line a finding, and at the end how many there are. */
export function formatAsText(findings: readonly Finding[]): string {
  const counts = Object.entries(countLevels(findings)).filter(([, count]) => count > 0);
  const summary = counts.map(([level, count]) => `${count} ${level}${count === 1 ? "" : "s"}`).join(", ");
  return [...findings.map(formatFinding), summary === "" ? "no findings" : summary].join("\n");
}

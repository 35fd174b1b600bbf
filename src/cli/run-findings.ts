import { mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { formatFindings } from "../findings/finding.js";
import { readNotedFindings } from "../stack/run-findings.js";

/**
 * Lets the program of a run note its findings in a file, and prints them after the run: each once, the worst first.
 * @param file that the runs get by the variable `findingsVariable`
 */
export async function showFindingsAfter<T>(file: string, run: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  try {
    return await run();
  } finally {
    const findings = readNotedFindings(file);
    if (findings.length > 0) console.error(`\nfindings: ${findings.length}\n${formatFindings(findings)}`);
    rmSync(file, { force: true });
  }
}

import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { sortByLevel, type Finding } from "../findings/finding.js";

/**
 * Environment variable: a file that the program notes its findings in, instead of logging them. The engine shows a message of the program
 * several times; who reads the file shows each finding once.
 */
export const findingsVariable = "PULUMI_ISTIO_FINDINGS";

/** @returns whether somebody reads them */
export function noteFindings(findings: readonly Finding[], { [findingsVariable]: file = "" } = process.env): boolean {
  if (file === "") return false;
  appendFileSync(file, findings.map((finding) => `${JSON.stringify(finding)}\n`).join(""));
  return true;
}

/** What the runs of a program noted: each finding once, the worst first. */
export function readNotedFindings(file: string): Finding[] {
  if (!existsSync(file)) return [];
  const lines = new Set(
    readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line !== ""),
  );
  return sortByLevel([...lines].map((line) => JSON.parse(line) as Finding));
}

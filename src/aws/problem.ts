import { createFinding, type Code } from "../findings/codes.js";
import type { Finding } from "../findings/finding.js";
import { findUnknownChoice } from "../istio/choices.js";
import type { ValuePath } from "../text/schema-problems.js";

/** What is wrong with one setting of a cluster, and where in the settings it stands. */
export interface EksProblem {
  at: ValuePath;
  finding: Finding;
}

/** A problem whose message begins with the setting: `vpc.cidr` is "10.0.0.0/8", … */
export function createProblem(at: ValuePath, code: Code, message: string, remedy?: string): EksProblem {
  return { at, finding: createFinding(code, `${formatSetting(at)} ${message}`, remedy) };
}

/** A problem where a value is outside its closed list. */
export function findChoiceProblems(
  at: ValuePath,
  value: string | undefined,
  choices: Readonly<Record<string, string>>,
): EksProblem[] {
  const setting = at.map(String).join(".");
  return findUnknownChoice(setting, value, Object.values(choices)).map((finding) => ({ at, finding }));
}

/** A problem where a number is no whole one of a range. */
export function findNumberProblems(
  at: ValuePath,
  value: number | undefined,
  { min, max }: { min: number; max: number },
): EksProblem[] {
  if (value === undefined || (Number.isInteger(value) && min <= value && value <= max)) return [];
  return [createProblem(at, "MESH0412", `is ${value}, but must be an integer of ${min}-${max}`)];
}

/** How a setting is named in a message. */
export function formatSetting(at: ValuePath): string {
  return `\`${at.map(String).join(".")}\``;
}

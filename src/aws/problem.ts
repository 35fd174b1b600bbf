import { createSettingProblem, type Problem } from "../findings/problem.js";
import type { ValuePath } from "../findings/place.js";
import { findUnknownChoice } from "../istio/choices.js";

/** A problem where a value is outside its closed list. */
export function findChoiceProblems(
  at: ValuePath,
  value: string | undefined,
  choices: Readonly<Record<string, string>>,
): Problem[] {
  return findUnknownChoice(at, value, Object.values(choices));
}

/** A problem where a number is no whole one of a range. */
export function findNumberProblems(
  at: ValuePath,
  value: number | undefined,
  { min, max }: { min: number; max: number },
): Problem[] {
  if (value === undefined || (Number.isInteger(value) && min <= value && value <= max)) return [];
  return [createSettingProblem(at, "MESH0412", `is ${value}, but must be an integer of ${min}-${max}`)];
}

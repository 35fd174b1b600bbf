import { createSettingProblem, type Problem } from "../findings/problem.js";
import type { ValuePath } from "../findings/place.js";
import { formatClosest } from "../text/closest.js";

/** A problem where a value is outside its closed list; values from YAML or plain JavaScript have not met the compiler. */
export function findUnknownChoice(path: ValuePath, value: string | undefined, allowed: readonly string[]): Problem[] {
  if (value === undefined || allowed.includes(value)) return [];
  const message = `is "${value}", but must be one of ${allowed.join(", ")}${formatClosest(value, allowed)}`;
  return [createSettingProblem(path, "MESH0106", message)];
}

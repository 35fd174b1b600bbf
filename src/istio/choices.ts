import { createFinding } from "../findings/codes.js";
import type { Finding } from "../findings/finding.js";
import { formatClosest } from "../text/closest.js";

/** A finding where a value is outside its closed list; values from YAML or plain JavaScript have not met the compiler. */
export function findUnknownChoice(setting: string, value: string | undefined, allowed: readonly string[]): Finding[] {
  if (value === undefined || allowed.includes(value)) return [];
  const message = `\`${setting}\` is "${value}", but must be one of ${allowed.join(", ")}`;
  const closest = formatClosest(value, allowed);
  return [createFinding("MESH0106", `${message}${closest}`)];
}

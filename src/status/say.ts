import type { Code } from "../findings/codes.js";
import type { Finding, FindingResource } from "../findings/finding.js";
import { createProblem, placeProblem } from "../findings/problem.js";

/** A problem of an object of the cluster. @param remedy the exact one where it is known, else the code's */
export function say(code: Code, resource: FindingResource | undefined, message: string, remedy?: string): Finding {
  return placeProblem(createProblem([], code, message, remedy), { resource });
}

/** `1 pod`, `2 pods`. */
export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}

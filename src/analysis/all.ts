import type { Rule } from "./rule.js";
import * as listed from "./rules/index.js";

/** Every rule, in the order of their names. */
export const rules: readonly Rule[] = Object.values(listed);

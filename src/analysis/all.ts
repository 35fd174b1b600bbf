import type { Rule } from "./rule.js";
import { deprecatedFields } from "./rules/deprecated-fields.js";

/** Every rule. */
export const rules: readonly Rule[] = [deprecatedFields];

/** Whether something holds, or why the objects do not say it. */
export type Truth = boolean | Doubt;

/** Why something is not known. */
export interface Doubt {
  doubt: string;
}

/** Whether it is not known. */
export function isDoubt(value: unknown): value is Doubt {
  return typeof value === "object" && value !== null && "doubt" in value;
}

/** Whether all hold: one that does not decides, whatever is not known of the others. */
export function holdsAll(truths: Iterable<Truth>): Truth {
  let found: Truth = true;
  for (const truth of truths) {
    if (truth === false) return false;
    if (truth !== true && found === true) found = truth;
  }
  return found;
}

/** Whether any holds: one that does decides, whatever is not known of the others. */
export function holdsAny(truths: Iterable<Truth>): Truth {
  let found: Truth = false;
  for (const truth of truths) {
    if (truth === true) return true;
    if (truth !== false && found === false) found = truth;
  }
  return found;
}

/** Whether it does not hold. */
export function negate(truth: Truth): Truth {
  return typeof truth === "boolean" ? !truth : truth;
}

import { closest, distance } from "fastest-levenshtein";

/** Beginnings that turn a word of Istio's into another: to leave them out is no correction. */
const turning = ["not", "remote"];

/**
 * The allowed word that was probably meant: the nearest one, if at most half of the longer word must change.
 * Undefined where nothing is near.
 */
export function findClosest(word: string, allowed: readonly string[]): string | undefined {
  if (allowed.length === 0) return undefined;
  const lower = new Map(allowed.map((candidate) => [candidate.toLowerCase(), candidate]));
  const found = closest(word.toLowerCase(), [...lower.keys()]);
  const edits = distance(word.toLowerCase(), found);
  const isTurned = turning.some((one) => word.toLowerCase() === `${one}${found}`);
  return edits <= Math.max(word.length, found.length) / 2 && !isTurned ? lower.get(found) : undefined;
}

/** `; did you mean "x"?` or nothing. */
export function formatClosest(word: string, allowed: readonly string[]): string {
  const found = findClosest(word, allowed);
  return found === undefined ? "" : `; did you mean "${found}"?`;
}

/** What is wrong with a key, behind its name. */
export function describeUnknownKey(key: string, known: readonly string[]): string {
  const allowed = known.length === 0 ? "" : `; known are ${known.join(", ")}`;
  return `is not a known key${formatClosest(key, known)}${allowed}`;
}

/** Whether a word is probably another one with a slip of the keys: two at most, and no more than a third of the word. */
export function isSlip(word: string, meant: string): boolean {
  return distance(word, meant) <= Math.min(2, word.length / 3);
}

import type { ValuePath } from "../../findings/place.js";

/** Why a match does not take a request, as a sentence goes on after "because". */
export interface Mismatch {
  reason: string;
  /** Below the match. */
  path: ValuePath;
  /** Whether it cannot be told if it takes it. */
  isUnknown?: true;
}

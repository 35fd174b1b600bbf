import { readMilliseconds } from "../text/go-duration.js";
import { z } from "zod";

const pattern = /^(\d+(\.\d+)?(h|m|s|ms))+$/;

// Istio knows milliseconds.
function isPrecise(text: string): boolean {
  return Number.isInteger(toMilliseconds(text));
}

const unit = 'it must be a duration with a unit, as in "3s"';
/** Not a number, which would have none. */
const createText = () => z.string({ error: unit });
const precise = "it must be whole milliseconds, and at most 2562047h";

/**
 * A duration as Istio writes it: `1h`, `500ms`, `1m30s`; at least 1 ms, as Istio wants it.
 * Source: google.protobuf.Duration in Istio's API, `ValidateDuration` in its pkg/config/validation.
 */
export const duration = createText()
  .regex(pattern, "it must be a duration such as 500ms, 3s or 1m30s")
  .refine((text) => !pattern.test(text) || toMilliseconds(text) > 0, "it must be at least 1ms")
  .refine((text) => !pattern.test(text) || isPrecise(text), precise)
  .meta({ examples: ["3s"] });

/** A duration, or a word that stands for there being none. */
export function durationOr(word: string) {
  return createText()
    .regex(new RegExp(`^${word}$|${pattern.source}`), `it must be a duration such as 500ms, 3s or 1m30s, or ${word}`)
    .refine(
      (text) => !pattern.test(text) || toMilliseconds(text) > 0,
      `it must be at least 1ms; ${word} is for no limit`,
    )
    .refine((text) => !pattern.test(text) || isPrecise(text), precise)
    .meta({ examples: ["3s", word] });
}

/** A duration that may also be nothing: `0s` switches something off. */
export const durationOrZero = createText()
  .regex(pattern, "it must be a duration such as 500ms, 3s or 0s")
  .refine((text) => !pattern.test(text) || isPrecise(text), precise)
  .meta({ examples: ["3s", "0s"] });

/** Milliseconds of a duration that the schema has accepted; infinitely many of one that is too long for Go. */
export function toMilliseconds(text: string): number {
  return readMilliseconds(text) ?? Infinity;
}

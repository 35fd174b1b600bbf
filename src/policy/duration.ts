import { z } from "zod";

const pattern = /^(\d+(\.\d+)?(h|m|s|ms))+$/;
const milliseconds: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
/** What Go's time.Duration can hold: 2^63 ns. */
const longest = 9.2e12;

/** A duration that may also be nothing: `0s` switches something off. */
export const durationOrZero = z
  .string()
  .regex(pattern, "it has to be a duration such as 500ms, 3s or 1m30s")
  .refine((text) => !pattern.test(text) || isWhole(toMilliseconds(text)), "it has to be a whole number of milliseconds")
  .refine((text) => !pattern.test(text) || toMilliseconds(text) < longest, "it has to be less than 292 years")
  .meta({ examples: ["3s"] });

/**
 * A duration as Istio writes it: `1h`, `500ms`, `1m30s`; at least 1 ms, as Istio wants it.
 * Source: google.protobuf.Duration in Istio's API, `ValidateDuration` in its pkg/config/validation.
 */
export const duration = durationOrZero
  .refine((text) => !pattern.test(text) || toMilliseconds(text) >= 1, "it has to be at least 1ms")
  .meta({ examples: ["3s"] });

/** Sums of fractions are not exact. */
function isWhole(milliseconds: number): boolean {
  return Math.abs(milliseconds - Math.round(milliseconds)) < 1e-6;
}

/** Milliseconds of a duration that the schema has accepted. */
export function toMilliseconds(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  return parts.reduce((sum, [, count, unit = ""]) => sum + Number(count) * (milliseconds[unit] ?? 0), 0);
}

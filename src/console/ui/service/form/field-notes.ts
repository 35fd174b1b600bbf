import { defaultNote, formatConstant, type Schema } from "./form-schema.js";

/** The pattern that durations have in every schema. */
const durationPattern = String.raw`^(\d+(\.\d+)?(h|m|s|ms))+$`;

/** Unit, bounds, default and an example of a field, in a few words each. */
export function describeField(schema: Schema): string[] {
  const preset: unknown = (schema as Record<string, unknown>)[defaultNote];
  const example: unknown = schema.examples instanceof Array ? schema.examples[0] : undefined;
  return [
    ...(schema.pattern === durationPattern ? ["a duration in h, m, s or ms"] : []),
    ...describeBounds(schema),
    // A choice says its own.
    ...(preset === undefined || schema.type === "boolean" ? [] : [`default: ${formatConstant(preset)}`]),
    ...(example === undefined ? [] : [`for example ${formatConstant(example)}`]),
  ];
}

/** Beyond these a bound is that of the number's type, which nobody meets. */
const largest = 2 ** 31 - 1;

function describeBounds({ minimum, maximum, description = "" }: Schema): string[] {
  const unit = /percent/i.test(description) ? " %" : "";
  const low = minimum !== undefined && Math.abs(minimum) < largest ? minimum : undefined;
  const high = maximum !== undefined && maximum < largest ? maximum : undefined;
  if (low !== undefined && high !== undefined) return [`${low} to ${high}${unit}`];
  if (low !== undefined) return [`${low} or more${unit}`];
  return high === undefined ? [] : [`${high} or less${unit}`];
}

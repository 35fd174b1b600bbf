import { isMap } from "../../text/is-map.js";
import { parseGoDuration } from "../../text/go-duration.js";

/** What a value must be; undefined where it is that. */
type Requirement = (value: unknown) => string | undefined;

/** Numbers may stand in quotes; what is in them must be JSON. */
const jsonNumber = /^[ \t\r\n]*-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?[ \t\r\n]*$/;
const jsonInteger = /^[ \t\r\n]*-?(0|[1-9]\d*)[ \t\r\n]*$/;

const requirements: Readonly<Record<string, Requirement>> = {
  string: (value) => (typeof value === "string" ? undefined : "a string"),
  bool: (value) => (typeof value === "boolean" ? undefined : "true or false, without quotes"),
  int32: requireInteger(-(2n ** 31n), 2n ** 31n - 1n),
  uint32: requireInteger(0n, 2n ** 32n - 1n),
  int64: requireInteger(-(2n ** 63n), 2n ** 63n - 1n),
  uint64: requireInteger(0n, 2n ** 64n - 1n),
  float: requireNumber(3.4028235677973366e38),
  double: requireNumber(Number.MAX_VALUE),
  duration: (value) =>
    typeof value === "string" && parseGoDuration(value) !== undefined ? undefined : "a duration, as in 10s or 1m30s",
  struct: (value) => (isMap(value) ? undefined : "a map"),
  value: () => undefined,
};

/** What a single value must be for istiod to read it; undefined where it is that. */
export function findScalarFault(value: unknown, type: string): string | undefined {
  return requirements[type]?.(value);
}

/** What to write instead where only the quotes or the unit are missing. */
export function findStringHint(value: unknown, type: string): string | undefined {
  if (typeof value !== "number" && typeof value !== "boolean" && typeof value !== "string") return undefined;
  if (type === "string") return `write "${String(value)}", in quotes`;
  if (type === "bool" && (value === "true" || value === "false")) return `write ${value}, without quotes`;
  return type === "duration" && typeof value === "number" ? `write ${value}s, if these are seconds` : undefined;
}

function requireInteger(least: bigint, most: bigint): Requirement {
  const wanted = `an integer within ${least} and ${most}`;
  return (value) => {
    const text = typeof value === "number" && Number.isInteger(value) ? BigInt(value).toString() : value;
    if (typeof text !== "string" || !jsonInteger.test(text)) return isNull(value) ? undefined : wanted;
    const number = BigInt(text.trim());
    return number >= least && number <= most ? undefined : wanted;
  };
}

function requireNumber(most: number): Requirement {
  return (value) => {
    if (typeof value === "string" && ["NaN", "Infinity", "-Infinity"].includes(value)) return undefined;
    if (typeof value === "string" && !jsonNumber.test(value)) return isNull(value) ? undefined : "a number";
    if (typeof value !== "number" && typeof value !== "string") return "a number";
    return Math.abs(Number(value)) < most ? undefined : "a number";
  };
}

/** In quotes, where a number is wanted, it is an empty value. */
function isNull(value: unknown): boolean {
  return typeof value === "string" && value.trim() === "null";
}

const part = /(\d+(?:\.(\d*))?|\.(\d+))(ns|us|µs|μs|ms|s|m|h)/y;
const nanoseconds: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  μs: 1000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};
/** Objects of a mesh repeat their durations, and rules look at each several times. */
const parsed = new Map<string, bigint>();
const mostParsed = 10_000;
const longest = 2n ** 63n - 1n;

/** Nanoseconds of a duration as Go's time.ParseDuration reads it, `-1m30.5s`; undefined where it is none, or longer than 292 years. */
export function parseGoDuration(text: string): bigint | undefined {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const found = parse(text);
  if (parsed.size >= mostParsed) parsed.clear();
  if (found !== undefined) parsed.set(text, found);
  return found;
}

function parse(text: string): bigint | undefined {
  const isNegative = text.startsWith("-");
  const rest = isNegative || text.startsWith("+") ? text.slice(1) : text;
  if (rest === "0") return 0n;
  if (rest === "") return undefined;
  let sum = 0n;
  part.lastIndex = 0;
  while (part.lastIndex < rest.length) {
    const found = part.exec(rest);
    if (found === null) return undefined;
    const [, number = "", ...others] = found;
    const unit = nanoseconds[others[2] ?? ""] ?? 0n;
    const fraction = others[0] ?? others[1] ?? "";
    const whole = number.split(".", 1)[0] ?? "";
    sum += BigInt(whole === "" ? 0 : whole) * unit;
    if (fraction !== "") sum += (BigInt(fraction) * unit) / 10n ** BigInt(fraction.length);
  }
  if (sum > longest) return undefined;
  return isNegative ? -sum : sum;
}

/** Milliseconds of a value that is such a duration; undefined for any other. */
export function readMilliseconds(value: unknown): number | undefined {
  const nanoseconds = typeof value === "string" ? parseGoDuration(value) : undefined;
  return nanoseconds === undefined ? undefined : Number(nanoseconds) / 1e6;
}

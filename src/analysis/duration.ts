const pattern = /^(\d+(\.\d*)?|\.\d+)(h|ms|m|s|us|µs|ns)/;
const milliseconds: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
  us: 1e-3,
  µs: 1e-3,
  ns: 1e-6,
};

/** Milliseconds of a duration as Go writes it, `1m30s`; undefined where it is none. */
export function readDuration(value: unknown): number | undefined {
  if (typeof value !== "string" || value === "") return undefined;
  let sum = 0;
  let rest = value;
  while (rest !== "") {
    const found = pattern.exec(rest);
    if (found === null) return undefined;
    sum += Number(found[1]) * (milliseconds[found[3] ?? ""] ?? 0);
    rest = rest.slice(found[0].length);
  }
  return sum;
}

import { listWords, readGoNumber } from "./kubernetes-scalar.js";

/**
 * Words of a stack's file as Pulumi's engine reads them, by gopkg.in/yaml.v3 (resolve.go of v3.0.1): YAML 1.2 with the numbers of YAML 1.1, `0644`
 * and `1_000`, and with dates, of which it makes texts of its own.
 */

const words = new Map<string, boolean | null | number>([
  ...listWords(true, "true True TRUE"),
  ...listWords(false, "false False FALSE"),
  ...listWords(null, "~ null Null NULL"),
  ["", null],
  ...listWords(Number.NaN, ".nan .NaN .NAN"),
  ...listWords(Infinity, ".inf .Inf .INF +.inf +.Inf +.INF"),
  ...listWords(-Infinity, "-.inf -.Inf -.INF"),
]);

/** What a plain word stands for, one without quotes and without a tag. */
export function readEngineScalar(word: string): string | number | boolean | null {
  const value = resolve(word);
  return typeof value === "bigint" ? Number(value) : value;
}

/** The key that a plain word is, as Go prints its value. */
export function readEngineKey(word: string): string {
  const value = resolve(word);
  if (value === null) return "<nil>";
  return typeof value === "number" ? formatFloat(value) : String(value);
}

function resolve(word: string): string | bigint | number | boolean | null {
  const known = words.get(word);
  if (known !== undefined) return known;
  if (!/^[-+.0-9]/.test(word)) return word;
  return readDate(word) ?? readGoNumber(word) ?? readOctal(word.replaceAll("_", "")) ?? word;
}

/** Go's parser is given what stands behind the prefix, and takes a sign there. */
function readOctal(word: string): bigint | undefined {
  const [, sign, digits] = /^0o([-+])([0-7]+)$/.exec(word) ?? [];
  const value = digits === undefined ? undefined : BigInt(`0o${digits}`);
  return sign === "-" && value !== undefined ? -value : value;
}

/** As the verb %v of Go's fmt. */
function formatFloat(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  const [mantissa = "", exponent = ""] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return Object.is(value, -0) ? "-0" : String(value);
  return `${mantissa}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

/** The year has four digits; a date with a time has a zone, or a space before the time. */
const date =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})([.,]\d+)?(Z|[+-]\d{2}:\d{2})| (\d{1,2}):(\d{1,2}):(\d{1,2})([.,]\d+)?)?$/;

/** A date as Go's time.String prints it; undefined where the word is none. */
function readDate(word: string): string | undefined {
  const [, year = "", month = "", day = "", ...rest] = date.exec(word) ?? [];
  const [hours = "0", minutes = "0", seconds = "0", fraction = "", zone = "Z"] =
    rest[0] === undefined ? rest.slice(5) : rest;
  const numbers = [hours, minutes, seconds].map(Number);
  const isTime = (numbers[0] ?? 0) < 24 && numbers.slice(1).every((one) => one < 60);
  const days = new Date(Date.UTC(2000 + (Number(year) % 400), Number(month), 0)).getUTCDate();
  const isDay = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= days;
  if (year === "" || !isTime || !isDay) return undefined;
  const [calendar, clock] = [[year, month, day], numbers.map(String)].map((parts) =>
    parts.map((part) => part.padStart(2, "0")),
  );
  const offset = zone === "Z" ? "+0000 UTC" : `${zone.replace(":", "")} ${zone.replace(":", "")}`;
  const behind = fraction.slice(1, 10).replace(/0+$/, "");
  return `${calendar?.join("-") ?? ""} ${clock?.join(":") ?? ""}${behind === "" ? "" : `.${behind}`} ${offset}`;
}

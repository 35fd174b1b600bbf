/**
 * Words of a YAML text as Kubernetes reads them, by sigs.k8s.io/yaml: mostly YAML 1.1, with what that library adds and leaves out.
 * `yaml` with version 1.1 differs from it: no `0o17`, no signed or capital prefixes, numbers to the base of 60, dates that are no
 * texts, `09.5` and `1e3_0` that are.
 */

/** What a word stands for in a Kubernetes object. */
export type ScalarValue = string | number | boolean | null;

/** Keys of an object are texts, and integers and other numbers become different ones. */
type Resolved = string | boolean | null | bigint | Float;

class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

const words = new Map<string, boolean | null | Float>([
  ...listWords(true, "y Y yes Yes YES true True TRUE on On ON"),
  ...listWords(false, "n N no No NO false False FALSE off Off OFF"),
  ...listWords(null, "~ null Null NULL"),
  ["", null],
  ...listWords(new Float(Number.NaN), ".nan .NaN .NAN"),
  ...listWords(new Float(Infinity), ".inf .Inf .INF +.inf +.Inf +.INF"),
  ...listWords(new Float(-Infinity), "-.inf -.Inf -.INF"),
]);

/** Each word, with the value that all of them mean. */
export function listWords<Value>(value: Value, all: string): [string, Value][] {
  return all.split(" ").map((word) => [word, value]);
}

/** With what a word begins that may be something else than a text. */
const special = /^(?:[-+.0-9yYnNtTfFoO~]|$)/;

/** What a plain word stands for, one without quotes and without a tag. */
export function readScalar(word: string): ScalarValue {
  return special.test(word) ? toValue(resolve(word)) : word;
}

/** The key that a plain word is; undefined where it can be none. */
export function readKey(word: string): string | undefined {
  if (!special.test(word)) return word;
  const resolved = resolve(word);
  if (resolved instanceof Float) return formatFloat(resolved.value);
  if (resolved === null || (typeof resolved === "bigint" && resolved > mostSigned)) return undefined;
  return String(resolved);
}

/** The tags of YAML by what they are for; another one says nothing of its text. */
const prefix = "tag:yaml.org,2002:";

/** What a text with a tag stands for; undefined where it is nothing of the tag's type. */
export function readTagged(text: string, tag: string): ScalarValue | undefined {
  if (!tag.startsWith(prefix)) return text;
  const resolved = resolve(text);
  switch (tag.slice(prefix.length)) {
    case "null":
      return resolved === null ? null : undefined;
    case "bool":
      return typeof resolved === "boolean" ? resolved : undefined;
    case "int":
      return typeof resolved === "bigint" ? Number(resolved) : undefined;
    case "float":
      if (resolved instanceof Float) return resolved.value;
      return typeof resolved === "bigint" && resolved <= mostSigned ? Number(resolved) : undefined;
    case "binary":
      return decode(text);
    default:
      return text;
  }
}

function decode(text: string): string | undefined {
  const base64 = text.replace(/[\r\n]/g, "");
  const isWhole = base64.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(base64);
  return isWhole ? Buffer.from(base64, "base64").toString("utf8") : undefined;
}

function toValue(resolved: Resolved): ScalarValue {
  if (resolved instanceof Float) return resolved.value;
  return typeof resolved === "bigint" ? Number(resolved) : resolved;
}

function resolve(word: string): Resolved {
  const known = words.get(word);
  if (known !== undefined) return known;
  if (word.startsWith(".")) return readFraction(word) ?? word;
  return /^[-+0-9]/.test(word) ? (readNumber(word.replaceAll("_", "")) ?? word) : word;
}

/** Underscores separate digits here, while behind another beginning they may stand anywhere. */
function readFraction(word: string): Float | undefined {
  if (!/^\.\d+(?:_\d+)*(?:[eE][-+]?\d+(?:_\d+)*)?$/.test(word)) return undefined;
  return readFloat(word.replaceAll("_", ""));
}

/** The number that a word is in the way of YAML 1.1: an integer as a bigint; undefined where it is none. Both libraries of Go agree on it. */
export function readGoNumber(word: string): bigint | number | undefined {
  const number = word.startsWith(".") ? readFraction(word) : readNumber(word.replaceAll("_", ""));
  return number instanceof Float ? number.value : number;
}

function readNumber(word: string): bigint | Float | undefined {
  const integer = readInteger(word);
  if (integer !== undefined) return integer;
  if (/^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(word)) return readFloat(word);
  // Go's parser is given what stands behind the prefix, and takes a sign there.
  const [, sign, digits] = /^0b([-+])([01]+)$/.exec(word) ?? [];
  return digits === undefined ? undefined : inRange(BigInt(`0b${digits}`), sign);
}

const mostSigned = 2n ** 63n - 1n;
const mostUnsigned = 2n ** 64n - 1n;

function readInteger(word: string): bigint | undefined {
  const [, sign = "", digits] = /^([-+]?)(0[bB][01]+|0[oO]?[0-7]+|0[xX][0-9a-fA-F]+|0|[1-9]\d*)$/.exec(word) ?? [];
  if (digits === undefined) return undefined;
  return inRange(BigInt(digits.replace(/^0(?=\d)/, "0o")), sign);
}

function inRange(value: bigint, sign = ""): bigint | undefined {
  if (sign === "-") return value > mostSigned + 1n ? undefined : -value;
  return value > (sign === "" ? mostUnsigned : mostSigned) ? undefined : value;
}

/** What is too large for a number stays a text. */
function readFloat(word: string): Float | undefined {
  const value = Number(word);
  return Number.isFinite(value) ? new Float(value) : undefined;
}

/** As the library writes a key: with as few digits as tell it from other numbers of 32 bits. */
function formatFloat(value: number): string {
  const single = Math.fround(value);
  if (Number.isNaN(single)) return ".nan";
  if (!Number.isFinite(single)) return single > 0 ? ".inf" : "-.inf";
  if (single === 0) return Object.is(single, -0) ? "-0" : "0";
  const few = [1, 2, 3, 4, 5, 6, 7, 8].find((count) => Math.fround(Number(single.toPrecision(count))) === single) ?? 9;
  const short = single.toExponential(few - 1);
  const [mantissa = "", exponent = ""] = short.split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(Number(short));
  return `${mantissa}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

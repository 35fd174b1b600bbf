import { Environment } from "@marcbachmann/cel-js";
import { isIP } from "node:net";
import { compileRe2 } from "../../text/re2.js";
import { parseGoDuration } from "../../text/go-duration.js";
import { parseRequestUrl } from "../go-url.js";

/** A URL in a rule; the library tells types by their class. */
class Url {
  readonly scheme: string;
  readonly host: string;

  constructor(scheme: string, host: string) {
    this.scheme = scheme;
    this.host = host;
  }
}

class Formats {}
class DnsLabel {}

const label = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/**
 * What rules may call beside the language's own, https://kubernetes.io/docs/reference/using-api/cel/: as much of it as Istio's and
 * the Gateway API's definitions do. A rule that calls anything else cannot be read, which is said.
 */
export const environment = new Environment({ homogeneousAggregateLiterals: false, enableOptionalTypes: true })
  .registerType("URL", Url)
  .registerType("kubernetes.Formats", Formats)
  .registerType("kubernetes.DnsLabel", DnsLabel)
  .registerVariable("self", "dyn")
  .registerConstant("format", "kubernetes.Formats", new Formats())
  .registerFunction("isURL(dyn): bool", (text: unknown) => typeof text === "string" && readUrl(text) !== undefined)
  .registerFunction("url(dyn): URL", (text: unknown) => readUrl(String(text)) ?? fail(`${String(text)} is not a URL`))
  .registerFunction("URL.getScheme(): string", (url: Url) => url.scheme)
  .registerFunction("URL.getHost(): string", (url: Url) => url.host)
  .registerFunction("isIP(dyn): bool", (text: unknown) => typeof text === "string" && isIP(text) !== 0)
  .registerFunction("kubernetes.Formats.dns1123Label(): kubernetes.DnsLabel", () => new DnsLabel())
  .registerFunction("kubernetes.DnsLabel.validate(dyn): dyn", (_: DnsLabel, text: unknown) =>
    label.test(String(text)) ? null : ["it is not a DNS label"],
  )
  .registerFunction("string.matchesRe2(string): bool", (text: string, regex: string) =>
    (compileRe2(regex) ?? fail(`${regex} is not a regular expression`)).test(text),
  )
  .registerFunction(
    "nanoseconds(dyn): int",
    (text: unknown) => parseGoDuration(String(text)) ?? fail(`${String(text)} is not a duration`),
  );

function readUrl(text: string): Url | undefined {
  const found = parseRequestUrl(text);
  return found === undefined ? undefined : new Url(found.scheme, found.host);
}

function fail(message: string): never {
  throw new Error(message);
}

/**
 * The rule in words that the library has: it reads expressions as JavaScript does and durations loosely, both unlike Go, and
 * takes `has` of no list's entry.
 */
export function translateRule(rule: string): string {
  const translated = rule
    .replaceAll(".matches(", ".matchesRe2(")
    .replaceAll(/\bhas\(([A-Za-z_][\w.]*\[\d+\][\w.[\]]*)\.(\w+)\)/g, '("$2" in $1)');
  return /\.get\w+\(|timestamp\(/.test(rule) && rule.includes("duration(")
    ? translated
    : translated.replaceAll(/\bduration\(/g, "nanoseconds(");
}

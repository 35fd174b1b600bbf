import { X509Certificate } from "node:crypto";
import type { Finding, FindingResource } from "../findings/finding.js";
import { splitCertificates } from "../mesh/gateway/x509.js";
import { count, say } from "./say.js";

const dayMilliseconds = 86_400_000;

/** Each certificate of a PEM text; undefined if it has none or one cannot be read. */
function readCertificates(pem: string): X509Certificate[] | undefined {
  const texts = splitCertificates(pem);
  try {
    return texts.length === 0 ? undefined : texts.map((text) => new X509Certificate(text));
  } catch {
    return undefined;
  }
}

/** Full days until certificates expire, of the one that lasts longest; negative after that. Undefined if the text has none or one cannot be read. */
export function countDays(pem: string, now: number): number | undefined {
  const ends = readCertificates(pem)?.map(({ validTo }) => Date.parse(validTo));
  return ends && Math.floor((Math.max(...ends) - now) / dayMilliseconds);
}

/** The same of a server's certificate, which is the first one. */
export function countServerDays(pem: string, now: number): number | undefined {
  const [first] = readCertificates(pem) ?? [];
  return first && Math.floor((Date.parse(first.validTo) - now) / dayMilliseconds);
}

/** Whether two texts have a certificate in common. */
export function haveCommon(one: string, other: string): boolean {
  const known = new Set(readCertificates(other)?.map(({ fingerprint256 }) => fingerprint256));
  return (readCertificates(one) ?? []).some(({ fingerprint256 }) => known.has(fingerprint256));
}

/**
 * What is wrong with a certificate of which so many days are left.
 * @param what `the root certificate`
 * @param warnDays from how many days left on it is worth a word
 */
export function findExpiry(resource: FindingResource, what: string, days: number, warnDays: number): Finding[] {
  if (days < 0) return [say("MESH0606", resource, `${what} expired ${count(-days, "day")} ago`)];
  if (days >= warnDays) return [];
  return [say("MESH0605", resource, `${what} expires in ${count(days, "day")}`)];
}

import { createPrivateKey, X509Certificate } from "node:crypto";

/** A certificate and its key, as PEM. Neither is ever said. */
export interface KeyPair {
  certificate: string;
  key: string;
}

/** What the two are called where they are from. */
export interface KeyPairFields {
  certificateField: string;
  keyField: string;
}

/** What is wrong with a certificate and its key at a time, as the end of a sentence; undefined where nothing is. */
export function findKeyPairFault({ certificate: text, key: keyText }: KeyPair, fields: KeyPairFields, now: Date) {
  const { certificateField, keyField } = fields;
  const fault = findCertificateFault(text, certificateField, now);
  if (fault !== undefined) return fault;
  const certificate = new X509Certificate(text);
  const key = tryTo(() => createPrivateKey(keyText));
  if (key === undefined) return `has a "${keyField}" that is not a private key in PEM`;
  return certificate.checkPrivateKey(key) ? undefined : `has a "${keyField}" that is not the one of its certificate`;
}

/** What is wrong with a certificate at a time, in the same words. @param field what it is called where it is from */
export function findCertificateFault(text: string, field: string, now: Date): string | undefined {
  const certificate = tryTo(() => new X509Certificate(text));
  if (certificate === undefined) return `has a "${field}" that is not a certificate in PEM`;
  const [from, to] = [new Date(certificate.validFrom), new Date(certificate.validTo)];
  if (now > to) return `has a certificate that expired at ${to.toISOString()}`;
  return now < from ? `has a certificate that is not valid before ${from.toISOString()}` : undefined;
}

/** What is wrong, at a time, with certificates in PEM by which others are checked, in the same words. */
export function findAuthorityFault(text: string, field: string, now: Date): string | undefined {
  const [first = text, ...others] = splitCertificates(text);
  return [first, ...others].map((one) => findCertificateFault(one, field, now)).find((fault) => fault !== undefined);
}

/** Each certificate of a text in PEM, which may have none. */
export function splitCertificates(pem: string): string[] {
  return pem.match(/-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g) ?? [];
}

/** The host names that a certificate in PEM is for; undefined where it cannot be read. */
export function readCertificateHosts(text: string): readonly string[] | undefined {
  const certificate = tryTo(() => new X509Certificate(text));
  if (certificate === undefined) return undefined;
  const names = (certificate.subjectAltName ?? "").split(", ");
  return names.filter((name) => name.startsWith("DNS:")).map((name) => name.slice("DNS:".length).toLowerCase());
}

/** Whether a client takes a certificate of these names for a host; a `*` stands for one label. */
export function isNamed(host: string, names: readonly string[]): boolean {
  const wanted = host.toLowerCase();
  return names.includes(wanted) || names.includes(`*.${wanted.split(".").slice(1).join(".")}`);
}

function tryTo<Result>(make: () => Result): Result | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

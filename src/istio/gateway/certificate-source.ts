import { readCertificateHosts } from "../../mesh/gateway/x509.js";

/** Where a certificate is from. What may be an Output is of no known type here. */
export interface CertificateSource {
  secret?: string;
  certificate?: unknown;
  privateKey?: unknown;
  caCertificate?: unknown;
  certManager?: CertManagerSource;
}

/** What cert-manager is asked for. */
export interface CertManagerSource {
  issuer?: string;
  issuerKind?: string;
  dnsNames: readonly string[];
}

/** Name of the Secret of one of a gateway's certificates, beside its pods. */
export function computeSecretName(gateway: string, certificate: string, source: CertificateSource = {}): string {
  return source.secret ?? `${gateway}-${certificate}`;
}

/** The hosts that a certificate is for, where that can be known. */
export function listCertificateHosts({ certificate, certManager }: CertificateSource): readonly string[] | undefined {
  return typeof certificate === "string" ? readCertificateHosts(certificate) : certManager?.dnsNames;
}

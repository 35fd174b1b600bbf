import type { Manifest } from "../kubernetes/manifest.js";
import { readCertificateHosts, type KeyPair, type KeyPairFields } from "../mesh/gateway/x509.js";
import { toMap } from "../text/read.js";

const pairs = [
  { certificateField: "cert", keyField: "key" },
  { certificateField: "tls.crt", keyField: "tls.key" },
] as const;

/** A certificate and its key, as a Secret has them, and the names of its fields. Its values are never said. */
export interface CertificatePair extends KeyPair, KeyPairFields {}

/** The server's certificate and key of a Secret; undefined where it has none. Source: `ExtractRoot…` in istio pilot/pkg/credentials. */
export function readPair(secret: Manifest): CertificatePair | undefined {
  return pairs
    .map(({ certificateField, keyField }) => {
      const [certificate, key] = [readText(secret, certificateField), readText(secret, keyField)];
      return { certificateField, keyField, certificate, key };
    })
    .find(({ certificate, key }) => certificate !== "" && key !== "");
}

/** A value of a Secret; empty where it has none. */
export function readText({ data, stringData }: Manifest, field: string): string {
  const plain = toMap(stringData)[field] as unknown;
  const encoded = toMap(data)[field] as unknown;
  if (typeof plain === "string") return plain;
  return typeof encoded === "string" ? Buffer.from(encoded, "base64").toString() : "";
}

/** The names that the certificate of a Secret is for; undefined where it has none that can be read. */
export function readNames(secret: Manifest): readonly string[] | undefined {
  const pair = readPair(secret);
  return pair && readCertificateHosts(pair.certificate);
}

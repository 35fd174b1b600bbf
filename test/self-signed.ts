import { execFileSync } from "node:child_process";

/** A self-signed certificate and its key, in PEM. */
export interface SelfSigned {
  certificate: string;
  privateKey: string;
}

/** Makes a certificate for a host by openssl, valid for a day. */
export function makeSelfSigned(host: string): SelfSigned {
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "-"];
  const subject = ["-subj", "/CN=test", "-addext", `subjectAltName=DNS:${host}`];
  const made = execFileSync("openssl", ["req", "-x509", "-days", "1", ...key, ...subject], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const read = (name: string) => new RegExp(`-----BEGIN ${name}-----[^]*-----END ${name}-----\n`).exec(made)?.[0] ?? "";
  return { certificate: read("CERTIFICATE"), privateKey: read("PRIVATE KEY") };
}

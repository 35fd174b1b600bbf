import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

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

const configuration = `[ca]
default_ca = own
[own]
database = index.txt
serial = serial
new_certs_dir = .
policy = any
[any]
commonName = supplied
`;

/** Makes a certificate for a host that has expired in 2020. */
export function makeExpired(host: string): SelfSigned {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-istio-expired-"));
  const run = (...args: string[]) => execFileSync("openssl", args, { cwd: folder, encoding: "utf8", stdio: "pipe" });
  try {
    for (const [name, text] of Object.entries({ "ca.cnf": configuration, "index.txt": "", serial: "01\n" })) {
      writeFileSync(join(folder, name), text);
    }
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "key.pem"];
    run("req", "-new", ...key, "-out", "request.pem", "-subj", `/CN=${host}`);
    const validity = ["-startdate", "20200101000000Z", "-enddate", "20200201000000Z"];
    const files = ["-keyfile", "key.pem", "-in", "request.pem", "-out", "certificate.pem"];
    run("ca", "-batch", "-selfsign", "-notext", "-md", "sha256", "-config", "ca.cnf", ...validity, ...files);
    const read = (name: string) => readFileSync(join(folder, name), "utf8");
    return { certificate: read("certificate.pem"), privateKey: read("key.pem") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

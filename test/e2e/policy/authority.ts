import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Manifest } from "../../../src/kubernetes/manifest.js";

/** A certificate and its key, as PEM. */
export interface KeyPair {
  certificate: string;
  privateKey: string;
}

/** A Secret of Kubernetes' type for a certificate. @param more what else is in it, as `ca.crt` */
export function createTlsSecret(
  metadata: Manifest["metadata"],
  { certificate, privateKey }: KeyPair,
  more: Record<string, string> = {},
): Manifest {
  const stringData = { "tls.crt": certificate, "tls.key": privateKey, ...more };
  return { apiVersion: "v1", kind: "Secret", metadata, type: "kubernetes.io/tls", stringData };
}

/** A certificate authority of one test. */
export class Authority {
  readonly #own: KeyPair;

  constructor(name: string) {
    this.#own = makeKeyPair([
      "-x509",
      "-days",
      "2",
      "-subj",
      `/CN=${name}`,
      "-addext",
      "basicConstraints=critical,CA:TRUE",
    ]);
  }

  /** Vouches for all that it issues. */
  get certificate(): string {
    return this.#own.certificate;
  }

  /** A new certificate for a host, each time with another key. */
  issue(host: string): KeyPair {
    return inFolder((folder) => {
      const files = { ca: join(folder, "ca.pem"), key: join(folder, "ca.key") };
      writeFileSync(files.ca, this.#own.certificate);
      writeFileSync(files.key, this.#own.privateKey);
      const subject = ["-subj", `/CN=${host.replace("*", "any")}`, "-addext", `subjectAltName=DNS:${host}`];
      return makeKeyPair(["-x509", "-days", "1", "-CA", files.ca, "-CAkey", files.key, ...subject]);
    });
  }
}

function makeKeyPair(args: readonly string[]): KeyPair {
  return inFolder((folder) => {
    const [certificate, privateKey] = [join(folder, "tls.crt"), join(folder, "tls.key")];
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", privateKey];
    execFileSync("openssl", ["req", ...key, "-out", certificate, ...args], { stdio: ["ignore", "pipe", "ignore"] });
    return { certificate: readFileSync(certificate, "utf8"), privateKey: readFileSync(privateKey, "utf8") };
  });
}

function inFolder<T>(make: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "authority-"));
  try {
    return make(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

import { execFileSync } from "node:child_process";
import type { Manifest } from "../../../src/manifest.js";
import { createEchos } from "./workloads.js";

/** A server outside of the mesh: an echo server without a sidecar that speaks TLS on port 8443, by a host name of no name server. */
export interface Outside {
  host: string;
  manifests: Manifest[];
  /** Certificate that vouches for the server, as PEM. */
  certificate: string;
}

/** The objects of such a server, `host` in that namespace, with a certificate of its own. */
export function createOutside(namespace: string, host: string): Outside {
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "-"];
  const subject = ["-subj", `/CN=${host}`, "-addext", `subjectAltName=DNS:${host}`];
  const made = execFileSync("openssl", ["req", "-x509", "-days", "2", ...key, ...subject], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [certificate = "", privateKey = ""] = ["CERTIFICATE", "PRIVATE KEY"].map(
    (name) => new RegExp(`-----BEGIN ${name}-----[^]*-----END ${name}-----\n`).exec(made)?.[0] ?? "",
  );
  const stringData = { "tls.crt": certificate, "tls.key": privateKey };
  const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "certificate", namespace }, stringData };
  const manifests = createEchos(namespace, [{ name: "host" }]).map((manifest) =>
    manifest.kind === "Deployment" ? serveTls(manifest) : manifest,
  );
  return { host, manifests: [secret, ...manifests], certificate };
}

function serveTls(deployment: Manifest): Manifest {
  const { template } = deployment.spec;
  const container = template.spec.containers[0];
  const args = [...container.args, "--port=8443", "--tls=8443", "--crt=/etc/tls/tls.crt", "--key=/etc/tls/tls.key"];
  const volumeMounts = [{ name: "tls", mountPath: "/etc/tls" }];
  const volumes = [{ name: "tls", secret: { secretName: "certificate" } }];
  const spec = { ...template.spec, volumes, containers: [{ ...container, args, volumeMounts }] };
  return { ...deployment, spec: { ...deployment.spec, template: { ...template, spec } } };
}

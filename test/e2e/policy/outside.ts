import type { Manifest } from "../../../src/kubernetes/manifest.js";
import { makeSelfSigned } from "../../self-signed.js";
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
  const { certificate, privateKey } = makeSelfSigned(host);
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

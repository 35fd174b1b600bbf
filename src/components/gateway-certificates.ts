import * as pulumi from "@pulumi/pulumi";
import { computeSecretName } from "../istio/gateway/certificate-source.js";
import type { Manifest } from "../kubernetes/manifest.js";

/** A certificate that cert-manager gets and renews. */
export interface CertManagerCertificate {
  /** Name of the issuer. */
  issuer: string;
  /**
   * Issuer, of the gateway's namespace, or ClusterIssuer.
   * @default "Issuer"
   */
  issuerKind?: string;
  /** Hosts that it is for. */
  dnsNames: string[];
}

/** A certificate of a gateway, from one of three places: a Secret, values in PEM, or cert-manager. */
export interface GatewayCertificate {
  /**
   * Name of a Secret in the gateway's namespace that others make; of type kubernetes.io/tls, with `ca.crt` for mutual TLS.
   * @default - none
   */
  secret?: string;
  /**
   * The certificate and those between it and its authority, in PEM.
   * @default - none
   */
  certificate?: pulumi.Input<string>;
  /**
   * Its key, in PEM.
   * @default - none
   */
  privateKey?: pulumi.Input<string>;
  /**
   * The authorities of client certificates, in PEM, for mutual TLS.
   * @default - none
   */
  caCertificate?: pulumi.Input<string>;
  /**
   * A certificate of cert-manager, which must be there.
   * @default - none
   */
  certManager?: CertManagerCertificate;
}

/**
 * The objects of a gateway's certificates, beside its pods. A Secret keeps its name whatever is in it: istiod gives the gateway
 * the new content, and no pod restarts.
 */
export function createCertificates(
  { name, namespace }: { name: string; namespace: string },
  certificates: Readonly<Record<string, GatewayCertificate>>,
): Manifest[] {
  return Object.entries(certificates).flatMap(([key, source]): Manifest[] => {
    const { certificate, privateKey, caCertificate, certManager, secret } = source;
    if (secret !== undefined) return [];
    const secretName = computeSecretName(name, key, source);
    const metadata = { name: secretName, namespace };
    if (certManager !== undefined) {
      const { issuer, issuerKind = "Issuer", dnsNames } = certManager;
      const issuerRef = { group: "cert-manager.io", kind: issuerKind, name: issuer };
      const spec = { secretName, dnsNames, issuerRef };
      return [{ apiVersion: "cert-manager.io/v1", kind: "Certificate", metadata, spec }];
    }
    const stringData = {
      "tls.crt": certificate,
      "tls.key": privateKey,
      ...(caCertificate === undefined ? {} : { "ca.crt": caCertificate }),
    };
    return [{ apiVersion: "v1", kind: "Secret", metadata, type: "kubernetes.io/tls", stringData }];
  });
}

/** The same settings, with keys that the state keeps secret. */
export function hideKeys<T extends { certificates?: Record<string, GatewayCertificate> }>(settings: T): T {
  const { certificates } = settings;
  if (certificates === undefined) return settings;
  const hidden = Object.entries(certificates).map(([name, one]) => [
    name,
    one.privateKey === undefined ? one : { ...one, privateKey: pulumi.secret(one.privateKey) },
  ]);
  return { ...settings, certificates: Object.fromEntries(hidden) as Record<string, GatewayCertificate> };
}

import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { generateKeyPairSync } from "node:crypto";
import { join } from "node:path";
import { captureTied } from "./capture-tied.js";
import { apiServiceAddress, nodeAddress, type ClusterPaths } from "./layout.js";

/** Files of the cluster's public key infrastructure, below the folder of certificates. */
export interface Certificates {
  authority: string;
  authorityKey: string;
  apiServer: string;
  apiServerKey: string;
  /** What the API server shows to the kubelet, for logs, exec and port-forward. */
  kubeletClient: string;
  kubeletClientKey: string;
  /** Signs service account tokens. */
  serviceAccountKey: string;
  serviceAccountPublicKey: string;
}

export function certificateFiles(paths: ClusterPaths): Certificates {
  const file = (name: string) => join(paths.certificates, name);
  return {
    authority: file("ca.crt"),
    authorityKey: file("ca.key"),
    apiServer: file("apiserver.crt"),
    apiServerKey: file("apiserver.key"),
    kubeletClient: file("kubelet-client.crt"),
    kubeletClientKey: file("kubelet-client.key"),
    serviceAccountKey: file("service-account.key"),
    serviceAccountPublicKey: file("service-account.pub"),
  };
}

/** A throw-away cluster outlives no certificate. */
const days = ["-days", "3650"];
const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/** Where certificates are made, until all are there. */
export function partialCertificates({ certificates }: ClusterPaths): string {
  return `${certificates}.partial`;
}

/** Makes the certificates where they are missing: all of them or none, so that an interrupted run leaves no half set. */
export async function ensureCertificates(paths: ClusterPaths): Promise<void> {
  if (existsSync(paths.certificates)) return;
  const partial = { ...paths, certificates: partialCertificates(paths) };
  rmSync(partial.certificates, { recursive: true, force: true });
  mkdirSync(partial.certificates, { recursive: true, mode: 0o700 });
  const files = certificateFiles(partial);
  await captureTied("openssl", [
    ...["req", "-x509", ...newKey, ...days, "-subj", "/CN=pulumi-istio"],
    ...["-keyout", files.authorityKey, "-out", files.authority],
  ]);
  const names = [
    ...[
      "kubernetes",
      "kubernetes.default",
      "kubernetes.default.svc",
      "kubernetes.default.svc.cluster.local",
      "localhost",
    ],
  ].map((name) => `DNS:${name}`);
  const addresses = ["127.0.0.1", nodeAddress, apiServiceAddress].map((address) => `IP:${address}`);
  await sign(files, [files.apiServerKey, files.apiServer], "/CN=kube-apiserver", [
    `subjectAltName=${[...names, ...addresses].join(",")}`,
    "extendedKeyUsage=serverAuth",
  ]);
  const kubeletUser = "/O=system:masters/CN=kube-apiserver-kubelet-client";
  await sign(files, [files.kubeletClientKey, files.kubeletClient], kubeletUser, ["extendedKeyUsage=clientAuth"]);
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  writeFileSync(files.serviceAccountKey, privateKey.export({ type: "pkcs1", format: "pem" }), { mode: 0o600 });
  writeFileSync(files.serviceAccountPublicKey, publicKey.export({ type: "spki", format: "pem" }));
  renameSync(partial.certificates, paths.certificates);
}

async function sign(
  authority: Certificates,
  [key, certificate]: [string, string],
  subject: string,
  extensions: readonly string[],
): Promise<void> {
  await captureTied("openssl", [
    ...["req", "-x509", ...newKey, ...days, "-subj", subject, "-keyout", key, "-out", certificate],
    ...["-CA", authority.authority, "-CAkey", authority.authorityKey],
    ...["basicConstraints=critical,CA:FALSE", ...extensions].flatMap((extension) => ["-addext", extension]),
  ]);
}

import { createFinding } from "../findings/problem.js";
import type { Finding } from "../findings/finding.js";
import type { Manifest } from "../kubernetes/manifest.js";
import { findAuthorityFault, findKeyPairFault, isNamed } from "../mesh/gateway/x509.js";
import { readNames, readPair, readText } from "./certificates.js";

/** A listener that takes its certificate from a Secret. */
export interface SecretUser {
  name: string;
  hosts: readonly string[];
  /** Whether clients must have a certificate of an authority that the Secret names. */
  asksClients: boolean;
}

/** A Secret that somebody else makes, as the cluster has it; undefined where there is none. Its values are never said. */
export interface FoundSecret {
  /** `<namespace>/<name>` */
  name: string;
  secret?: Manifest;
  /** The one beside it that Istio takes the authority from, where it has none itself. */
  authority?: Manifest;
}

/** What clients of listeners meet with the Secret that the cluster has now. */
export function findSecretProblems(found: FoundSecret, users: readonly SecretUser[], now: Date): Finding[] {
  const { name, secret } = found;
  const listeners = `${users.length === 1 ? "listener" : "listeners"} ${users.map((user) => user.name).join(", ")}`;
  if (secret === undefined) {
    const message = `the cluster has no Secret ${name} yet, the certificate of ${listeners}: no client gets through until there is one`;
    return [create(message, "make it, or correct the name")];
  }
  const pair = readPair(secret);
  const fault =
    pair === undefined ? 'has neither "tls.crt" and "tls.key" nor "cert" and "key"' : findKeyPairFault(pair, pair, now);
  if (fault !== undefined) return [create(`the Secret ${name} of ${listeners} ${fault}`)];
  const names = readNames(secret) ?? [];
  return users.flatMap((user) => [
    ...findStrangers(name, names, user),
    ...(user.asksClients ? findMissingAuthority(found, user, now) : []),
  ]);
}

function findStrangers(secret: string, names: readonly string[], { name, hosts }: SecretUser): Finding[] {
  return hosts
    .filter((host) => !isNamed(host, names))
    .map((host) => {
      const whose = names.join(", ") || "no host";
      return create(`the certificate of the Secret ${secret} is for ${whose}, not for "${host}" of listener ${name}`);
    });
}

function findMissingAuthority({ name, secret, authority }: FoundSecret, user: SecretUser, now: Date): Finding[] {
  const text = [secret, authority].map((one) => one && readAuthority(one)).find((one) => one !== undefined);
  if (text === undefined) {
    const message = `the Secret ${name} has no "ca.crt", and listener ${user.name} must check its clients`;
    return [create(message, "add the authority of the clients' certificates to it")];
  }
  const fault = findAuthorityFault(text, "ca.crt", now);
  return fault === undefined ? [] : [create(`the Secret ${name} of listener ${user.name} ${fault}`)];
}

/** Source: `ExtractRoot` in istio pilot/pkg/credentials. */
function readAuthority(secret: Manifest): string | undefined {
  return ["cacert", "ca.crt"].map((field) => readText(secret, field)).find((text) => text !== "");
}

function create(message: string, remedy?: string): Finding {
  return createFinding("MESH0257", message, remedy);
}

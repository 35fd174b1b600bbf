import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readStateFile } from "../state-file.js";
import { apiPort, nodeName, startAnew, type ClusterPaths } from "./layout.js";

/** Who talks to the API server, by bearer token. */
export interface Identity {
  /** File name of its kubeconfig. */
  name: string;
  user: string;
  group?: string;
}

/** Users and groups are those that Kubernetes' own roles are bound to (documentation: "Using RBAC Authorization", "Using Node Authorization"). */
export const identities = [
  { name: "admin", user: "kubernetes-admin", group: "system:masters" },
  { name: "kubelet", user: `system:node:${nodeName}`, group: "system:nodes" },
  { name: "kube-controller-manager", user: "system:kube-controller-manager" },
  { name: "kube-scheduler", user: "system:kube-scheduler" },
  { name: "kube-proxy", user: "system:kube-proxy" },
] as const satisfies readonly Identity[];

export type IdentityName = (typeof identities)[number]["name"];

/** The API server's token file: `token,user,uid,"group"` (documentation: "Authenticating", static token file). */
export function renderTokenFile(tokens: Readonly<Record<IdentityName, string>>): string {
  const lines = identities.map((identity: Identity) =>
    [tokens[identity.name as IdentityName], identity.user, identity.name, `"${identity.group ?? ""}"`].join(","),
  );
  return `${lines.join("\n")}\n`;
}

/** Makes a token for each identity where there are none yet; they stay until `mesh local down`. */
function ensureTokens(paths: ClusterPaths): Record<IdentityName, string> {
  const file = join(paths.credentials, "tokens.json");
  if (existsSync(file)) return readStateFile(file, startAnew);
  const made = Object.fromEntries(identities.map(({ name }) => [name, randomBytes(24).toString("hex")]));
  rmSync(paths.credentials, { recursive: true, force: true });
  mkdirSync(paths.credentials, { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.partial`, JSON.stringify(made), { mode: 0o600 });
  renameSync(`${file}.partial`, file);
  return made as Record<IdentityName, string>;
}

/** Writes the API server's token file and a kubeconfig for each component. */
export function writeCredentials(paths: ClusterPaths, authority: string): Record<IdentityName, string> {
  const tokens = ensureTokens(paths);
  writeFileSync(join(paths.credentials, "tokens.csv"), renderTokenFile(tokens), { mode: 0o600 });
  for (const { name } of identities) {
    const server = `https://127.0.0.1:${apiPort}`;
    const text = renderKubeconfig({ context: name, server, authority, token: tokens[name] });
    writeFileSync(join(paths.credentials, `${name}.kubeconfig`), text, { mode: 0o600 });
  }
  return tokens;
}

export interface KubeconfigArgs {
  /** Name of the context, the cluster and the user. */
  context: string;
  server: string;
  /** The certificate authority, PEM. */
  authority: string;
  token: string;
}

/** A kubeconfig with one context (client.authentication: `v1 Config`). */
export function renderKubeconfig({ context, server, authority, token }: KubeconfigArgs): string {
  const encoded = Buffer.from(authority).toString("base64");
  return `apiVersion: v1
kind: Config
current-context: ${context}
clusters:
  - name: ${context}
    cluster:
      server: ${server}
      certificate-authority-data: ${encoded}
contexts:
  - name: ${context}
    context:
      cluster: ${context}
      user: ${context}
users:
  - name: ${context}
    user:
      token: ${token}
`;
}

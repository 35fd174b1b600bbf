import { runCredentialPlugin } from "./credential-plugin.js";
import { readCurrentContext } from "./kubeconfig.js";

/**
 * A kubeconfig for many requests within a minute: where its user has a command that gives credentials, as clouds do, that is run once
 * and not for each of them.
 * @returns the current context alone, or the given text where there is no command
 */
export async function fetchCredentials(kubeconfig: string): Promise<string> {
  const { cluster, user } = readCurrentContext(kubeconfig);
  if (user.exec === undefined) return kubeconfig;
  const name = "only";
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster }],
    users: [{ name, user: await runCredentialPlugin(user) }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
  });
}

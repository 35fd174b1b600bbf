import type { ApiException, KubeConfig, KubernetesObject } from "@kubernetes/client-node";

// The few requests that the engine's provider cannot make for us. The client is loaded when the first one is made: it
// takes half a second, and a run that changes nothing makes none.

/** What a cluster says of itself. */
export interface ClusterIdentity {
  /** Kubernetes version of the API server, for example `1.36.3`. */
  kubernetesVersion: string;
  /** UID of the namespace kube-system: another one means another cluster, whatever its address is. */
  uid: string;
}

/** Asks the API server who it is. Throws with the API server's address when nothing answers or it refuses the credentials. */
export async function fetchClusterIdentity(kubeconfig: string, context?: string): Promise<ClusterIdentity> {
  const { client, config } = await loadConfig(kubeconfig, context);
  const server = config.getCurrentCluster()?.server ?? "(no cluster in the kubeconfig)";
  try {
    const version = await config.makeApiClient(client.VersionApi).getCode();
    const namespace = await config.makeApiClient(client.CoreV1Api).readNamespace({ name: "kube-system" });
    return {
      kubernetesVersion: version.gitVersion.replace(/^v/, "").replace(/[+-].*$/, ""),
      uid: namespace.metadata?.uid ?? "",
    };
  } catch (error) {
    const what = isApiException(error) ? "refuses" : "does not answer";
    throw new Error(`the API server ${server} ${what}: ${describe(error)}`, { cause: error });
  }
}

/** Annotations of a namespace, or undefined where there is none of that name. */
export async function fetchNamespaceAnnotations(
  kubeconfig: string,
  name: string,
): Promise<Record<string, string> | undefined> {
  const { client, config } = await loadConfig(kubeconfig);
  try {
    const namespace = await config.makeApiClient(client.CoreV1Api).readNamespace({ name });
    return namespace.metadata?.annotations ?? {};
  } catch (error) {
    if (error instanceof client.ApiException && error.code === 404) return undefined;
    throw new Error(`the namespace ${name} cannot be read: ${describe(error)}`, { cause: error });
  }
}

/** Creates an object in the API server's memory only: admission runs, nothing is stored. Returns what would be stored. */
export async function dryRunCreate<T extends KubernetesObject>(kubeconfig: string, object: T): Promise<T> {
  const { client, config } = await loadConfig(kubeconfig);
  try {
    return await client.KubernetesObjectApi.makeApiClient(config).create(object, undefined, "All");
  } catch (error) {
    throw new Error(describe(error), { cause: error });
  }
}

async function loadConfig(kubeconfig: string, context?: string) {
  const client = await import("@kubernetes/client-node");
  const config: KubeConfig = new client.KubeConfig();
  config.loadFromString(kubeconfig);
  if (context !== undefined) config.setCurrentContext(context);
  return { client, config };
}

function describe(error: unknown): string {
  if (isApiException(error)) return parseStatusMessage(error.body) ?? `HTTP ${error.code}`;
  if (!(error instanceof Error)) return String(error);
  // The HTTP library's own preface repeats the address.
  const reason = error.message.replace(/^request to \S+ failed, reason: /, "");
  return reason === "" && "code" in error ? String(error.code) : reason;
}

function isApiException(error: unknown): error is ApiException<unknown> {
  return error instanceof Error && "body" in error && "code" in error;
}

function parseStatusMessage(body: unknown): string | undefined {
  const status: unknown = typeof body === "string" && body.startsWith("{") ? JSON.parse(body) : body;
  if (typeof status !== "object" || status === null || !("message" in status)) return undefined;
  return String(status.message);
}

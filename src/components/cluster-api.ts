import type { Manifest } from "../kubernetes/manifest.js";
import { ApiRefusal, readServer, requestApi, requestIfThere } from "../cluster-access/api-request.js";

// The few requests that the engine's provider cannot make for us.

/** What a cluster says of itself. */
export interface ClusterIdentity {
  /** Kubernetes version of the API server, for example `1.36.3`. */
  kubernetesVersion: string;
  /** UID of the namespace kube-system: another one means another cluster, whatever its address is. */
  uid: string;
}

interface Namespace {
  metadata: { uid?: string; annotations?: Record<string, string> };
}

/** Asks the API server who it is. Throws with the API server's address when nothing answers or it refuses the credentials. */
export async function fetchClusterIdentity(kubeconfig: string): Promise<ClusterIdentity> {
  try {
    const [version, namespace] = await Promise.all([
      requestApi<{ gitVersion: string }>(kubeconfig, { path: "/version" }),
      requestApi<Namespace>(kubeconfig, { path: "/api/v1/namespaces/kube-system" }),
    ]);
    return {
      kubernetesVersion: version.gitVersion.replace(/^v/, "").replace(/[+-].*$/, ""),
      uid: namespace.metadata.uid ?? "",
    };
  } catch (error) {
    const what = error instanceof ApiRefusal ? "refuses" : "does not answer";
    throw new Error(`the API server ${readServer(kubeconfig)} ${what}: ${describe(error)}`, { cause: error });
  }
}

/** Annotations of a namespace, or undefined where there is none of that name. */
export async function fetchNamespaceAnnotations(
  kubeconfig: string,
  name: string,
): Promise<Record<string, string> | undefined> {
  try {
    return readAnnotations(await requestIfThere<Namespace>(kubeconfig, { path: `/api/v1/namespaces/${name}` }));
  } catch (error) {
    throw new Error(`the namespace ${name} cannot be read: ${describe(error)}`, { cause: error });
  }
}

/** Annotations of a CustomResourceDefinition, or undefined where there is none of that name. */
export async function fetchDefinitionAnnotations(
  kubeconfig: string,
  name: string,
): Promise<Record<string, string> | undefined> {
  const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`;
  try {
    return readAnnotations(await requestIfThere<Namespace>(kubeconfig, { path }));
  } catch (error) {
    throw new Error(`the definition ${name} cannot be read: ${describe(error)}`, { cause: error });
  }
}

function readAnnotations(object: Namespace | undefined): Record<string, string> | undefined {
  return object && (object.metadata.annotations ?? {});
}

/** A Secret, or undefined where there is none of that name. */
export async function fetchSecret(
  kubeconfig: string,
  { namespace, name }: { namespace: string; name: string },
): Promise<Manifest | undefined> {
  try {
    return await requestIfThere<Manifest>(kubeconfig, { path: `/api/v1/namespaces/${namespace}/secrets/${name}` });
  } catch (error) {
    throw new Error(`the Secret ${namespace}/${name} cannot be read: ${describe(error)}`, { cause: error });
  }
}

/**
 * Every object of a kind of Istio's networking that has these labels.
 * @param resource the kind as it stands in URLs, for example `destinationrules`
 */
export async function fetchLabelled(
  kubeconfig: string,
  resource: string,
  labels: Readonly<Record<string, string>>,
): Promise<Manifest[]> {
  const selector = encodeURIComponent(
    Object.entries(labels)
      .map(([name, value]) => `${name}=${value}`)
      .join(),
  );
  const path = `/apis/networking.istio.io/${resource === "envoyfilters" ? "v1alpha3" : "v1"}/${resource}?labelSelector=${selector}`;
  return (await requestApi<{ items: Manifest[] }>(kubeconfig, { path })).items;
}

/**
 * Creates a namespaced object in the API server's memory only: admission runs, nothing is stored.
 * @param resource the kind as it stands in URLs, for example `pods`
 * @returns what would be stored
 */
export async function dryRunCreate<T extends Manifest>(kubeconfig: string, resource: string, object: T): Promise<T> {
  const { apiVersion, metadata } = object;
  const group = apiVersion === "v1" ? "/api/v1" : `/apis/${apiVersion}`;
  const path = `${group}/namespaces/${metadata.namespace ?? "default"}/${resource}?dryRun=All`;
  try {
    return await requestApi<T>(kubeconfig, { method: "POST", path, body: object });
  } catch (error) {
    throw new Error(describe(error), { cause: error });
  }
}

/** Node.js tries several addresses of one name and then gives no message, only a code. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message === "" && "code" in error ? String(error.code) : error.message;
}

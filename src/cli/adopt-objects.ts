import { ApiRefusal, requestApi } from "../api-request.js";
import { mergeManagers, type ManagedFields } from "./field-managers.js";

/** An object of a stack, as its state has it. */
export interface StateObject {
  apiVersion: string;
  kind: string;
  namespace?: string;
  name: string;
  /** Under which name the provider applies it. */
  manager: string;
}

interface LiveObject {
  metadata: { resourceVersion: string; managedFields?: ManagedFields[] };
}

/**
 * Makes the stack's own manager the only one of the provider's for these objects, which a killed run may have created under
 * another name. An object that is not there needs nothing.
 * @returns the objects that were changed
 */
export async function adoptObjects(kubeconfig: string, objects: readonly StateObject[]): Promise<StateObject[]> {
  const adopted: StateObject[] = [];
  for (const object of objects) if (await adopt(kubeconfig, object)) adopted.push(object);
  return adopted;
}

async function adopt(kubeconfig: string, object: StateObject): Promise<boolean> {
  const path = await findPath(kubeconfig, object);
  const live = path === undefined ? undefined : await fetchObject(kubeconfig, path);
  if (path === undefined || live === undefined) return false;
  const { resourceVersion, managedFields = [] } = live.metadata;
  const value = mergeManagers(managedFields, object.manager);
  if (value === undefined) return false;
  // Only what was read is replaced: whoever changed the object meanwhile makes this fail.
  const body = [
    { op: "test", path: "/metadata/resourceVersion", value: resourceVersion },
    { op: "replace", path: "/metadata/managedFields", value },
  ];
  await requestApi(kubeconfig, { method: "PATCH", path, body, contentType: "application/json-patch+json" });
  return true;
}

async function fetchObject(kubeconfig: string, path: string): Promise<LiveObject | undefined> {
  try {
    return await requestApi<LiveObject>(kubeconfig, { path });
  } catch (error) {
    if (error instanceof ApiRefusal && error.status === 404) return undefined;
    throw error;
  }
}

/** Its path in the API; undefined where the API server does not know its kind. */
async function findPath(kubeconfig: string, object: StateObject): Promise<string | undefined> {
  const { apiVersion, kind, namespace, name } = object;
  const base = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const { resources } = await requestApi<{ resources: { name: string; kind: string; namespaced: boolean }[] }>(
    kubeconfig,
    { path: base },
  );
  // Subresources, such as deployments/scale, have kinds too.
  const resource = resources.find((one) => one.kind === kind && !one.name.includes("/"));
  if (resource === undefined) return undefined;
  const place = resource.namespaced ? `/namespaces/${namespace ?? "default"}` : "";
  return `${base}${place}/${resource.name}/${name}`;
}

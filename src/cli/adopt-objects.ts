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

/** Milliseconds that one answer may take. */
const patience = 15_000;

/**
 * Makes the stack's own manager the only one of the provider's for these objects, which a killed run may have created under
 * another name. An object that is not there needs nothing.
 * @returns the objects that were changed
 */
export async function adoptObjects(kubeconfig: string, objects: readonly StateObject[]): Promise<StateObject[]> {
  const adopted: StateObject[] = [];
  for (const object of objects) if (await adoptWhileChanging(kubeconfig, object)) adopted.push(object);
  return adopted;
}

/** How often an object is read again that somebody changed between our reading and our writing, as controllers do. */
const attempts = 5;

async function adoptWhileChanging(kubeconfig: string, object: StateObject): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await adopt(kubeconfig, object);
    } catch (error) {
      const isChanged = error instanceof ApiRefusal && (error.status === 409 || error.status === 422);
      if (isChanged && attempt < attempts) continue;
      const { kind, namespace, name } = object;
      const reason = error instanceof Error ? error.message : String(error);
      const place = namespace === undefined ? name : `${namespace}/${name}`;
      throw new Error(`${kind} ${place}: ${reason}`, { cause: error });
    }
  }
}

async function adopt(kubeconfig: string, object: StateObject): Promise<boolean> {
  const path = await findPath(kubeconfig, object);
  const live = path === undefined ? undefined : await fetchIfThere<LiveObject>(kubeconfig, path);
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

async function fetchIfThere<T>(kubeconfig: string, path: string): Promise<T | undefined> {
  try {
    return await requestApi<T>(kubeconfig, { path, signal: AbortSignal.timeout(patience) });
  } catch (error) {
    if (error instanceof ApiRefusal && error.status === 404) return undefined;
    throw error;
  }
}

/** Its path in the API; undefined where the API server does not know its kind. */
async function findPath(kubeconfig: string, object: StateObject): Promise<string | undefined> {
  const { apiVersion, kind, namespace, name } = object;
  const base = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const known = await fetchIfThere<{ resources: { name: string; kind: string; namespaced: boolean }[] }>(
    kubeconfig,
    base,
  );
  // Subresources, such as deployments/scale, have kinds too.
  const resource = known?.resources.find((one) => one.kind === kind && !one.name.includes("/"));
  if (resource === undefined) return undefined;
  const place = resource.namespaced ? `/namespaces/${namespace ?? "default"}` : "";
  return `${base}${place}/${resource.name}/${name}`;
}

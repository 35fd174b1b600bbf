import { ApiRefusal, inTime, requestApi, requestIfThere } from "../cluster-access/api-request.js";
import { findPath, type KnownKinds } from "../cluster-access/object-path.js";
import { mergeManagers, type ManagedFields } from "./field-managers.js";

/** An object of a stack, as its state has it. */
export interface StateObject {
  apiVersion: string;
  kind: string;
  namespace?: string;
  name: string;
  /** Under which name the provider applies it. */
  manager: string;
  /** As the program gives it; undefined where another owner writes it. */
  spec?: unknown;
  /** Which object of this name it is; no other cluster has one of the same. */
  uid?: string;
}

interface LiveObject {
  metadata: { uid?: string; resourceVersion: string; managedFields?: ManagedFields[] };
}

/**
 * Makes the stack's own manager the only one of the provider's for these objects, which a killed run may have created under
 * another name. An object that is not there needs nothing.
 * @returns the objects that were changed
 */
export async function adoptObjects(kubeconfig: string, objects: readonly StateObject[]): Promise<StateObject[]> {
  const adopted: StateObject[] = [];
  const kinds: KnownKinds = new Map();
  for (const object of objects) if (await adoptWhileChanging(kubeconfig, object, kinds)) adopted.push(object);
  return adopted;
}

/** Objects that are asked for at most: of a cluster that has none of these, more say nothing else. */
const mostAsked = 10;

/** Whether the cluster has one of these very objects. */
export async function hasOneOf(kubeconfig: string, objects: readonly StateObject[]): Promise<boolean> {
  const kinds: KnownKinds = new Map();
  for (const object of objects.slice(0, mostAsked)) {
    const path = await findPath(kubeconfig, object, kinds);
    const live = path === undefined ? undefined : await requestIfThere<LiveObject>(kubeconfig, inTime(path));
    if (live !== undefined && live.metadata.uid === object.uid) return true;
  }
  return false;
}

/** How often an object is read again that somebody changed between our reading and our writing, as controllers do. */
const attempts = 5;

async function adoptWhileChanging(kubeconfig: string, object: StateObject, kinds: KnownKinds): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await adopt(kubeconfig, object, kinds);
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

async function adopt(kubeconfig: string, object: StateObject, kinds: KnownKinds): Promise<boolean> {
  const path = await findPath(kubeconfig, object, kinds);
  const live = path === undefined ? undefined : await requestIfThere<LiveObject>(kubeconfig, inTime(path));
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

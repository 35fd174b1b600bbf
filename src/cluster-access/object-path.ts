import { inTime, requestIfThere } from "./api-request.js";

/** What names an object. */
export interface NamedObject {
  apiVersion: string;
  kind: string;
  namespace?: string;
  name: string;
}

/** The kinds of each API version that was asked for; undefined where the API server does not know it. */
export type KnownKinds = Map<string, Promise<ApiResource[] | undefined>>;

/** APIResource of https://kubernetes.io/docs/reference/using-api/api-concepts/, as far as paths need it. */
interface ApiResource {
  name: string;
  kind: string;
  namespaced: boolean;
}

/** A kind as the API server has it, and the path that all of its API version begin with. */
export interface KnownResource extends ApiResource {
  base: string;
}

/** What the API server calls a kind; undefined where it does not know it. Each API version is asked for once. */
export async function findResource(
  kubeconfig: string,
  { apiVersion, kind }: Pick<NamedObject, "apiVersion" | "kind">,
  kinds: KnownKinds,
): Promise<KnownResource | undefined> {
  const base = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  if (!kinds.has(base)) {
    const known = requestIfThere<{ resources: ApiResource[] }>(kubeconfig, inTime(base));
    kinds.set(
      base,
      known.then((answer) => answer?.resources),
    );
  }
  // Subresources, such as deployments/scale, have kinds too.
  const resource = (await kinds.get(base))?.find((one) => one.kind === kind && !one.name.includes("/"));
  return resource && { ...resource, base };
}

/** Its path in the API; undefined where the API server does not know its kind. */
export async function findPath(
  kubeconfig: string,
  object: NamedObject,
  kinds: KnownKinds,
): Promise<string | undefined> {
  const resource = await findResource(kubeconfig, object, kinds);
  if (resource === undefined) return undefined;
  const place = resource.namespaced ? `/namespaces/${object.namespace ?? "default"}` : "";
  return `${resource.base}${place}/${resource.name}/${object.name}`;
}

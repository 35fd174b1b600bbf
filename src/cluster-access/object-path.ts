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

/** Its path in the API; undefined where the API server does not know its kind. */
export async function findPath(
  kubeconfig: string,
  object: NamedObject,
  kinds: KnownKinds,
): Promise<string | undefined> {
  const { apiVersion, kind, namespace, name } = object;
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
  if (resource === undefined) return undefined;
  const place = resource.namespaced ? `/namespaces/${namespace ?? "default"}` : "";
  return `${base}${place}/${resource.name}/${name}`;
}

import type { Edge, MeshMap } from "../../contract.js";

/** What of the mesh is looked at. */
export interface MeshFilter {
  /** Part of a name, in any case. */
  search: string;
  /** "" for all. */
  namespace: string;
  onlyFindings: boolean;
}

export const everything: MeshFilter = { search: "", namespace: "", onlyFindings: false };

/** The services that fit, what they are connected to outside of them, and the arrows between. */
export function filterMesh(mesh: MeshMap, filter: MeshFilter): MeshMap {
  if (isSame(filter, everything)) return mesh;
  const fits = (id: string, namespace: string) =>
    id.toLowerCase().includes(filter.search.trim().toLowerCase()) &&
    (filter.namespace === "" || namespace === filter.namespace);
  const services = mesh.services.filter(
    ({ id, namespace, findings }) => fits(id, namespace) && (!filter.onlyFindings || hasProblems(findings)),
  );
  const own = new Set(services.map(({ id }) => id));
  const edges = mesh.edges.filter(({ from, to }) => own.has(from) || own.has(to));
  const met = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const gateways = mesh.gateways.filter(
    ({ id, namespace }) => met.has(id) || (!filter.onlyFindings && fits(id, namespace)),
  );
  const hosts = mesh.hosts.filter((host) => met.has(host));
  // A neighbour in another namespace is shown, so that no arrow ends nowhere.
  const neighbours = mesh.services.filter(({ id }) => met.has(id) && !own.has(id));
  return { ...mesh, services: [...services, ...neighbours], gateways, hosts, edges };
}

export function listNamespaces({ services, gateways }: MeshMap): string[] {
  return [...new Set([...services, ...gateways].map(({ namespace }) => namespace))].sort();
}

export function hasProblems({ error, warning }: { error: number; warning: number }): boolean {
  return error + warning > 0;
}

/** What calls a service, and what it calls. */
export function findNeighbours(edges: readonly Edge[], id: string): { from: Edge[]; to: Edge[] } {
  return { from: edges.filter(({ to }) => to === id), to: edges.filter(({ from }) => from === id) };
}

function isSame(one: MeshFilter, other: MeshFilter): boolean {
  return one.search === other.search && one.namespace === other.namespace && one.onlyFindings === other.onlyFindings;
}

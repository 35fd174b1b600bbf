import type { Manifest } from "../../kubernetes/manifest.js";
import { groupBy } from "../group-by.js";
import type { BackendRef } from "./backend.js";

/** A route, and a Service that it leads to. */
interface Reference {
  kind: string;
  from: string;
  to: string;
  name: string;
}

/** The ReferenceGrants that routes need for Services of other namespaces: one for each such Service and namespace of routes. */
export function renderReferenceGrants(routes: readonly Manifest[]): Manifest[] {
  const references = routes.flatMap((route): Reference[] =>
    listBackends(route).flatMap(({ namespace: to, name }) =>
      to === undefined ? [] : [{ kind: route.kind, from: route.metadata.namespace ?? "", to, name }],
    ),
  );
  return groupBy(references, ({ to, name, from }) => [to, name, from]).map((own) => {
    const [{ from: namespace, to, name }] = own;
    const kinds = [...new Set(own.map(({ kind }) => kind))].sort();
    const group = "gateway.networking.k8s.io";
    const spec = {
      from: kinds.map((kind) => ({ group, kind, namespace })),
      to: [{ group: "", kind: "Service", name }],
    };
    const metadata = { name: `${name}.${namespace}`, namespace: to };
    return { apiVersion: `${group}/v1`, kind: "ReferenceGrant", metadata, spec };
  });
}

interface Rule {
  backendRefs?: BackendRef[];
  filters?: { requestMirror?: { backendRef: BackendRef } }[];
}

function listBackends({ spec }: Manifest): BackendRef[] {
  return (spec as { rules: Rule[] }).rules.flatMap(({ backendRefs = [], filters = [] }) => [
    ...backendRefs,
    ...filters.flatMap(({ requestMirror }) => (requestMirror === undefined ? [] : [requestMirror.backendRef])),
  ]);
}

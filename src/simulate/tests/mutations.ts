import type { Manifest } from "../../kubernetes/manifest.js";
import type { ValuePath } from "../../findings/place.js";
import { createIndex, kindOf, type MeshIndex } from "../../mesh/mesh-index.js";
import type { AnalyzedObject } from "../../mesh/objects.js";
import { toMap, toMaps } from "../../text/read.js";

/** One small change of a policy object. */
export interface Mutation {
  object: AnalyzedObject;
  /** Of what changes. */
  path: ValuePath;
  /** What changes: `weight 10 becomes 90`, `removed`. */
  change: string;
  /** Undefined where the object itself is removed. */
  manifest?: Manifest;
}

type Edit = Pick<Mutation, "path" | "change"> & { value?: unknown };

const edits: Readonly<Record<string, (spec: Record<string, any>) => Edit[]>> = {
  "networking.istio.io/VirtualService": (spec) => toMaps(spec.http).flatMap(editHttpRoute),
  "security.istio.io/AuthorizationPolicy": (spec) => toMaps(spec.rules).flatMap(editAccessRule),
  "security.istio.io/PeerAuthentication": editPeerAuthentication,
  "security.istio.io/RequestAuthentication": (spec) => removeEach(["spec", "jwtRules"], spec.jwtRules),
  "gateway.networking.k8s.io/HTTPRoute": (spec) => toMaps(spec.rules).flatMap(editGatewayRule),
};

/** Small changes of each policy object of a mesh, in the order of its objects. */
export function listMutations(mesh: MeshIndex): Mutation[] {
  return mesh.all.flatMap((object) => {
    const edit = object.isAssumed ? undefined : edits[kindOf(object.manifest)];
    if (edit === undefined) return [];
    const spec = toMap(object.manifest.spec);
    const changed = edit(spec).map(({ value, ...rest }) => ({
      ...{ object, ...rest },
      manifest: setAt(object.manifest, rest.path, value) as Manifest,
    }));
    return spec.action === "DENY" ? [...changed, { object, path: [], change: "removed" }] : changed;
  });
}

/** The mesh with a mutation. */
export function applyMutation({ all, mesh, definitions }: MeshIndex, { object, manifest }: Mutation): MeshIndex {
  const objects = all.flatMap((one) => (one !== object ? one : manifest === undefined ? [] : { ...one, manifest }));
  return createIndex(objects, mesh, definitions);
}

function editHttpRoute(route: Record<string, any>, index: number): Edit[] {
  const path = ["spec", "http", index];
  const { attempts } = toMap(route.retries);
  return [
    ...swapWeights([...path, "route"], route.route),
    ...["match", "timeout", "fault", "rewrite", "mirror", "mirrors"].flatMap((key) =>
      remove([...path, key], route[key]),
    ),
    ...(typeof attempts === "number"
      ? [{ path: [...path, "retries", "attempts"], change: `${attempts} becomes ${attempts + 1}`, value: attempts + 1 }]
      : []),
  ];
}

function editGatewayRule(rule: Record<string, any>, index: number): Edit[] {
  const path = ["spec", "rules", index];
  return [
    ...swapWeights([...path, "backendRefs"], rule.backendRefs),
    ...["matches", "filters", "timeouts"].flatMap((key) => remove([...path, key], rule[key])),
  ];
}

/** A rule without its conditions takes more; without the rule, less. */
function editAccessRule(rule: Record<string, any>, index: number): Edit[] {
  const path = ["spec", "rules", index];
  return [{ path, change: "removed" }, ...["from", "to", "when"].flatMap((key) => remove([...path, key], rule[key]))];
}

function editPeerAuthentication({ mtls, portLevelMtls }: Record<string, any>): Edit[] {
  const all: [ValuePath, unknown][] = [
    [["spec", "mtls", "mode"], toMap(mtls).mode],
    ...Object.entries(toMap(portLevelMtls)).map(([port, one]): [ValuePath, unknown] => [
      ["spec", "portLevelMtls", port, "mode"],
      toMap(one).mode,
    ]),
  ];
  return all.flatMap(([path, mode]) =>
    mode === "STRICT" ? [{ path, change: "STRICT becomes PERMISSIVE", value: "PERMISSIVE" }] : [],
  );
}

/** Shares that are equal go to the first alone. */
function swapWeights(path: ValuePath, destinations: unknown): Edit[] {
  const list = toMaps(destinations);
  const [first, second] = list;
  if (first === undefined || second === undefined) return [];
  const [one, other] = [first.weight as unknown, second.weight as unknown];
  const [a, b] = one === other ? [100, 0] : [other, one];
  const value = [{ ...first, weight: a }, { ...second, weight: b }, ...list.slice(2)];
  return [{ path, change: `weights ${String(one)} and ${String(other)} become ${String(a)} and ${String(b)}`, value }];
}

function removeEach(path: ValuePath, list: unknown): Edit[] {
  return toMaps(list).map((_, index) => ({ path: [...path, index], change: "removed" }));
}

function remove(path: ValuePath, value: unknown): Edit[] {
  return value === undefined ? [] : [{ path, change: "removed" }];
}

/** The same value with another one at a path; without it where that is undefined. */
function setAt(value: unknown, [key, ...rest]: ValuePath, inner: unknown): unknown {
  if (key === undefined) return inner;
  if (Array.isArray(value)) {
    const isRemoved = rest.length === 0 && inner === undefined;
    return value.flatMap((one: unknown, index) => (index !== key ? [one] : isRemoved ? [] : [setAt(one, rest, inner)]));
  }
  return { ...toMap(value), [key]: setAt(toMap(value)[String(key)], rest, inner) };
}

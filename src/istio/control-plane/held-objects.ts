import type { Manifest } from "../../kubernetes/manifest.js";

/**
 * Objects that an istiod has not read as the API server has them: this very object (uid), in its generation or a later one. Nothing
 * says of a proxy which objects it has: istiod 1.31 has no page of that (`config_distribution` is gone), and what it sends is named
 * by its own time and count alone (`NextVersion` in pilot/pkg/xds/discovery.go). So each istiod is asked what it holds (`configz`
 * in xds/debug.go), then it gathers for a known time, and what it sent until then each proxy must confirm.
 *
 * An istiod may be told to read only some namespaces (discoverySelectors), or objects of its revision: what is missing counts where it
 * holds other objects of the namespace, and the object is for every revision.
 * @param wanted as the API server has them
 * @param held as an istiod has them
 * @returns `DestinationRule shop/reviews.v2`
 */
export function findUnread(wanted: readonly Manifest[], held: readonly Manifest[]): string[] {
  const byUid = new Map(held.map(({ metadata }) => [String(metadata.uid), Number(metadata.generation)]));
  const namespaces = new Set(held.map(({ metadata }) => metadata.namespace));
  return wanted
    .filter(
      ({ metadata: { namespace, labels } }) => namespaces.has(namespace) && labels?.["istio.io/rev"] === undefined,
    )
    .filter(({ metadata: { uid, generation } }) => !((byUid.get(String(uid)) ?? -1) >= Number(generation)))
    .map(({ kind, metadata: { namespace = "", name } }) => `${kind} ${namespace}/${name}`);
}

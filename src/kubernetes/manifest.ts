/** A plain Kubernetes object, as it stands in YAML. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    [key: string]: any;
  };
  [key: string]: any;
}

/** `group/Kind/namespace/name`: what makes two manifests the same object, whatever version they are written in. */
export function identify(manifest: Manifest): string {
  const group = manifest.apiVersion.includes("/") ? manifest.apiVersion.split("/")[0] : "";
  return [group, manifest.kind, manifest.metadata.namespace ?? "", manifest.metadata.name].join("/");
}

/** As a sentence names it: `Service shop/reviews`, `Namespace shop`. */
export function formatManifest({ kind, metadata: { namespace, name } }: Manifest): string {
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

/** `namespace/name`: what tells manifests of one kind apart. A cluster-scoped one has no namespace before the slash. */
export function formatName({ metadata: { namespace = "", name } }: Manifest): string {
  return `${namespace}/${name}`;
}

/** The same manifests in an order that does not depend on how they were found. */
export function sortManifests(manifests: readonly Manifest[]): Manifest[] {
  const named = manifests.map((manifest): [string, Manifest] => [identify(manifest), manifest]);
  return named.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, manifest]) => manifest);
}

import { findResource, type KnownKinds } from "../../cluster-access/object-path.js";
import { formatName, identify, type Manifest } from "../../kubernetes/manifest.js";
import { file } from "../../mesh/selection.js";
import type { FieldManager, LiveManifest } from "../facts.js";
import type { Asker } from "./asker.js";

/** What the cluster has of declared objects, by `identify`; undefined is a value of those that it does not have. */
export async function readLive(
  asker: Asker,
  declared: readonly Manifest[],
): Promise<ReadonlyMap<string, LiveManifest | undefined>> {
  const byKind = new Map<string, Manifest[]>();
  for (const manifest of declared) file(byKind, `${manifest.apiVersion} ${manifest.kind}`, manifest);
  const found = new Map<string, LiveManifest | undefined>();
  const kinds: KnownKinds = new Map();
  await Promise.all([...byKind.values()].map((ofKind) => readKind(asker, ofKind, { kinds, found })));
  return found;
}

async function readKind(
  asker: Asker,
  declared: readonly Manifest[],
  { kinds, found }: { kinds: KnownKinds; found: Map<string, LiveManifest | undefined> },
): Promise<void> {
  const [{ apiVersion, kind } = { apiVersion: "", kind: "" }] = declared;
  const known = await asker.try(`kinds of ${apiVersion}`, async () => ({
    resource: await findResource(asker.kubeconfig, { apiVersion, kind }, kinds),
  }));
  const wanted = new Map(declared.map((manifest) => [formatName(manifest), identify(manifest)]));
  if (known === undefined) return;
  const { resource } = known;
  // Items of a list do not say what they are.
  const live = resource === undefined ? [] : await asker.list(resource.name, `${resource.base}/${resource.name}`, keep);
  if (live === undefined) return;
  for (const id of wanted.values()) found.set(id, undefined);
  for (const [id, manifest] of live) found.set(id, manifest);

  function keep(item: Manifest): [string, LiveManifest][] {
    const id = wanted.get(formatName(item));
    const managedFields = (item.metadata.managedFields ?? []) as FieldManager[];
    return id === undefined ? [] : [[id, { spec: item.spec as unknown, managedFields }]];
  }
}

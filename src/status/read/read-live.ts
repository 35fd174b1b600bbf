import { inTime, requestIfThere } from "../../cluster-access/api-request.js";
import { identify, type Manifest } from "../../kubernetes/manifest.js";
import { file } from "../../mesh/selection.js";
import type { FieldManager, LiveManifest } from "../facts.js";
import type { Asker } from "./asker.js";

interface ApiResources {
  resources: { name: string; kind: string }[];
}

/** What the cluster has of declared objects, by `identify`; undefined is a value of those that it does not have. */
export async function readLive(
  asker: Asker,
  declared: readonly Manifest[],
): Promise<ReadonlyMap<string, LiveManifest | undefined>> {
  const kinds = new Map<string, Manifest[]>();
  for (const manifest of declared) file(kinds, `${manifest.apiVersion} ${manifest.kind}`, manifest);
  const found = new Map<string, LiveManifest | undefined>();
  await Promise.all([...kinds.values()].map((ofKind) => readKind(asker, ofKind, found)));
  return found;
}

async function readKind(
  asker: Asker,
  declared: readonly Manifest[],
  found: Map<string, LiveManifest | undefined>,
): Promise<void> {
  const [{ apiVersion, kind } = { apiVersion: "", kind: "" }] = declared;
  const base = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const known = await asker.try(`kinds of ${apiVersion}`, async () => ({
    resources: (await requestIfThere<ApiResources>(asker.kubeconfig, inTime(base)))?.resources ?? [],
  }));
  // Subresources have kinds too.
  const plural = known?.resources.find((one) => one.kind === kind && !one.name.includes("/"))?.name;
  const wanted = new Map(declared.map((manifest) => [locate(manifest), identify(manifest)]));
  if (known === undefined) return;
  const live = plural === undefined ? [] : await asker.list(plural, `${base}/${plural}`, keep);
  if (live === undefined) return;
  for (const id of wanted.values()) found.set(id, undefined);
  for (const [id, manifest] of live) found.set(id, manifest);

  function keep(item: Manifest): [string, LiveManifest][] {
    const id = wanted.get(locate(item));
    const managedFields = (item.metadata.managedFields ?? []) as FieldManager[];
    return id === undefined ? [] : [[id, { spec: item.spec as unknown, managedFields }]];
  }
}

/** Items of a list do not say what they are. */
function locate({ metadata: { namespace = "", name } }: Manifest): string {
  return `${namespace}/${name}`;
}

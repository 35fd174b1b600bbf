import type { Manifest } from "../kubernetes/manifest.js";
import { readPodTemplate } from "../mesh/pods.js";
import { toMap, toMaps, toText } from "../text/read.js";
import type { IstiodKnowledge, AnalyzedObject } from "../mesh/objects.js";

/**
 * What runs as istiod, where its Deployment is among the objects: of several revisions the oldest, which all objects must do for.
 * The version is the tag of its image, as the charts have it.
 */
export function readIstiod(objects: readonly AnalyzedObject[], rootNamespace: string): IstiodKnowledge | undefined {
  const found = objects
    .filter(
      ({ manifest: { kind, metadata }, namespace }) =>
        kind === "Deployment" && namespace === rootNamespace && toMap(metadata.labels).app === "istiod",
    )
    .flatMap(({ manifest }) => readContainers(manifest));
  return found.sort((one, other) => one.version.localeCompare(other.version, "en", { numeric: true }))[0];
}

function readContainers(manifest: Manifest): IstiodKnowledge[] {
  const containers = toMaps(readPodTemplate(manifest)?.podSpec.containers);
  return containers.flatMap(({ image, env }) => {
    const version = /:(\d+\.\d+[^:/@]*)(?:@|$)/.exec(toText(image))?.[1]?.replace(/-(distroless|debug)$/, "");
    if (version === undefined) return [];
    return [{ version, env: Object.fromEntries(toMaps(env).map(({ name, value }) => [toText(name), toText(value)])) }];
  });
}

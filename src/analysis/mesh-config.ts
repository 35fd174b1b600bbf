import { isMap } from "../text/is-map.js";
import { parsePlacedYaml } from "../text/yaml-places.js";
import type { AnalyzedObject } from "../mesh/objects.js";

/** The mesh configuration, where the control plane's ConfigMap is among the objects; empty where it is not, or cannot be read. */
export function readMeshConfig(objects: readonly AnalyzedObject[], rootNamespace: string): Record<string, any> {
  const object = objects.find(
    ({ manifest, namespace }) =>
      manifest.kind === "ConfigMap" && manifest.metadata.name === "istio" && namespace === rootNamespace,
  );
  const data: unknown = object?.manifest.data;
  const text = isMap(data) ? data.mesh : undefined;
  if (typeof text !== "string") return {};
  const { value } = parsePlacedYaml(text, "mesh", "MESH0122", "kubernetes");
  return isMap(value) ? value : {};
}

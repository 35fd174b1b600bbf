import type { MeshKnowledge } from "../mesh/objects.js";
import { defaultRootNamespace } from "../mesh/root-namespace.js";
import { locateInBlock } from "../text/block-places.js";
import { isMap } from "../text/is-map.js";
import { formatValue } from "../text/read.js";
import type { Place, ValuePath } from "../findings/place.js";
import { parsePlacedDocuments, type PlacedYaml } from "../text/yaml-places.js";
import { readText } from "./analysis-files.js";

/** Files of what is known of the mesh beside its objects. */
export interface MeshFiles {
  /** A MeshConfig, or a ConfigMap that has one. */
  meshConfig?: string;
  /** A MeshNetworks, or a ConfigMap that has one. */
  meshNetworks?: string;
}

/** What files say of a mesh. */
export type KnownMesh = Pick<MeshKnowledge, "rootNamespace" | "config" | "locateConfig" | "networks" | "otherClusters">;

/** Reads what is known of a mesh. @throws where a file cannot be read or is something else */
export function readMeshFiles({ meshConfig, meshNetworks }: MeshFiles): KnownMesh {
  const given = meshConfig === undefined ? undefined : readConfiguration(meshConfig, "mesh");
  const { rootNamespace = defaultRootNamespace } = given?.value ?? {};
  if (typeof rootNamespace !== "string") throw new Error(`${meshConfig ?? ""}: rootNamespace must be a string`);
  const known = given === undefined ? { config: {} } : { config: given.value, locateConfig: given.locate };
  if (meshNetworks === undefined) return { rootNamespace, ...known };
  const { networks } = readConfiguration(meshNetworks, "meshNetworks").value;
  if (!isMap(networks)) throw new Error(`${meshNetworks} is not a MeshNetworks: it has no map \`networks\``);
  return { rootNamespace, ...known, networks };
}

/** What a file configures, and where each of its values stands. */
interface Configuration {
  value: Record<string, unknown>;
  locate: (path: ValuePath) => Place;
}

/** The configuration of a file, or that under a key of a ConfigMap's data, as the control plane has it. */
function readConfiguration(file: string, key: "mesh" | "meshNetworks"): Configuration {
  const text = readText(file);
  const { value, locate } = parseOne(text, file);
  if (value.kind === undefined && value.apiVersion === undefined) return { value, locate };
  if (value.kind !== "ConfigMap") {
    throw new Error(
      `${file} is of kind ${formatValue(value.kind)}; it must be the configuration itself, or a ConfigMap that has it in data.${key}`,
    );
  }
  const inner = isMap(value.data) ? value.data[key] : undefined;
  if (typeof inner !== "string") throw new Error(`${file} is a ConfigMap without a string in data.${key}`);
  const found = parseOne(inner, `data.${key} of ${file}`);
  return { ...found, locate: (path) => locateInBlock(text, locate(["data", key]), found.locate(path)) };
}

/** Reads a text as istiod does, which takes `yes` for true. */
function parseOne(text: string, file: string): Configuration {
  const documents = parsePlacedDocuments(text, file, "MESH0121");
  const problem = documents.flatMap(({ findings }) => findings)[0];
  if (problem !== undefined) throw new Error(`${file}:${problem.line ?? 1}: ${problem.message}`);
  const [first, ...others] = documents;
  // An empty mesh configuration is one that leaves everything as it is.
  if (first === undefined) return { value: {}, locate: () => ({ file }) };
  if (others.length > 0) throw new Error(`${file} holds ${documents.length} documents, but must be one`);
  return requireMap(first, file);
}

function requireMap({ value, locate }: PlacedYaml, file: string): Configuration {
  if (!isMap(value)) throw new Error(`${file} must be a map`);
  return { value, locate };
}

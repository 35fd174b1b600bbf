import type { MeshKnowledge } from "../analysis/rule.js";
import { isMap } from "../text/is-map.js";
import { formatValue } from "../text/read.js";
import { parsePlacedDocuments } from "../text/yaml-places.js";
import { readText } from "./analysis-files.js";

/** Files of what is known of the mesh beside its objects. */
export interface MeshFiles {
  /** A MeshConfig, or a ConfigMap that has one. */
  meshConfig?: string;
  /** A MeshNetworks, or a ConfigMap that has one. */
  meshNetworks?: string;
}

/** What files say of a mesh. */
export type KnownMesh = Pick<MeshKnowledge, "rootNamespace" | "config" | "networks" | "otherClusters">;

/** Reads what is known of a mesh. @throws where a file cannot be read or is something else */
export function readMeshFiles({ meshConfig, meshNetworks }: MeshFiles): KnownMesh {
  const config = meshConfig === undefined ? {} : readConfiguration(meshConfig, "mesh");
  const { rootNamespace = "istio-system" } = config;
  if (typeof rootNamespace !== "string") throw new Error(`${meshConfig ?? ""}: rootNamespace has to be a text`);
  if (meshNetworks === undefined) return { rootNamespace, config };
  const { networks } = readConfiguration(meshNetworks, "meshNetworks");
  if (!isMap(networks)) throw new Error(`${meshNetworks} is no MeshNetworks: it has no map \`networks\``);
  return { rootNamespace, config, networks };
}

/** The configuration of a file, or that under a key of a ConfigMap's data, as the control plane has it. */
function readConfiguration(file: string, key: "mesh" | "meshNetworks"): Record<string, unknown> {
  const value = parseOne(readText(file), file);
  if (value.kind === undefined && value.apiVersion === undefined) return value;
  if (value.kind !== "ConfigMap") {
    throw new Error(
      `${file} is of kind ${formatValue(value.kind)}; it has to be the configuration itself, or a ConfigMap that has it in data.${key}`,
    );
  }
  const inner = isMap(value.data) ? value.data[key] : undefined;
  if (typeof inner !== "string") throw new Error(`${file} is a ConfigMap without a text in data.${key}`);
  return parseOne(inner, `data.${key} of ${file}`);
}

function parseOne(text: string, file: string): Record<string, unknown> {
  const documents = parsePlacedDocuments(text, file, "MESH0121");
  const problem = documents.flatMap(({ findings }) => findings)[0];
  if (problem !== undefined) throw new Error(`${file}:${problem.line ?? 1}: ${problem.message}`);
  const [first, ...others] = documents;
  // An empty mesh configuration is one that leaves everything as it is.
  if (first === undefined) return {};
  if (others.length > 0) throw new Error(`${file} holds ${documents.length} documents, but has to be one`);
  if (!isMap(first.value)) throw new Error(`${file} has to be a map`);
  return first.value;
}

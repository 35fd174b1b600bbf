import { formatFindings, hasErrors, sortByLevel } from "../findings/finding.js";
import type { MeshIndex } from "../mesh/mesh-index.js";
import { indexPlan } from "../plan/plan.js";
import { loadPolicies } from "../policy/documents/load.js";
import { placeInNamespace } from "../text/manifest-text.js";
import { readAnalysisTexts } from "./analysis-files.js";
import { readMeshFiles, type MeshFiles } from "./mesh-files.js";
import { planMesh, readStackOf } from "./mesh-plan.js";
import { findStackFolder } from "./stack-folder.js";

/** Where a mesh is described. */
export interface MeshSource extends MeshFiles {
  /** Files and folders: policy documents and Kubernetes objects. */
  paths: readonly string[];
  /** A stack of this project. @default none */
  stack?: string;
}

/**
 * The mesh of a stack, or of files, ready to be asked for; without a cluster.
 * @throws where files cannot be read, or have errors: all of them at once
 */
export async function loadMesh({ paths, stack: named, ...files }: MeshSource): Promise<MeshIndex> {
  const mesh = readMeshFiles(files);
  const folders = await Promise.all(paths.map(findStackFolder));
  const stack = await readStackOf(folders, named);
  if (stack !== undefined && stack.facts === undefined) throw new Error(formatFindings(stack.findings));
  const { texts, unnamed } = await readAnalysisTexts(paths.filter((_, index) => folders[index] === undefined));
  const loaded = loadPolicies({ ...stack?.texts, ...texts }, { unnamed });
  const manifests = loaded.manifests.map((one) =>
    stack === undefined ? { ...one, manifest: placeInNamespace(one.manifest, "default") } : one,
  );
  const placed = { ...loaded, manifests };
  const { surroundings, findings } = await planMesh(placed, { mesh, definitions: [], stack });
  const all = [...(stack?.findings ?? []), ...findings];
  if (hasErrors(all)) throw new Error(formatFindings(sortByLevel(all.filter(({ level }) => level === "error"))));
  return indexPlan(placed, surroundings);
}

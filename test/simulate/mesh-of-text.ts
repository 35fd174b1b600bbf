import { indexMesh, type AnalysisInput } from "../../src/analysis/analyze.js";
import type { MeshIndex } from "../../src/mesh/mesh-index.js";
import type { MeshWorkload } from "../../src/mesh/workloads.js";
import { createWorkloads } from "../../src/mesh/workloads.js";
import type { MeshRequest } from "../../src/simulate/request.js";
import { loadPolicies } from "../../src/policy/documents/load.js";

/** The mesh of raw objects, whose places are in `mesh.yaml`. @throws where one of them cannot be read */
export function indexText(text: string, input: Omit<AnalysisInput, "objects"> = {}): MeshIndex {
  const { manifests, findings } = loadPolicies({ "mesh.yaml": text });
  if (findings.length > 0) throw new Error(findings.map(({ message }) => message).join("\n"));
  return indexMesh({ objects: manifests, assumed: [], ...input });
}

/** The only workload of that name. @throws where there are none, or several */
export function findWorkload(mesh: MeshIndex, namespace: string, name: string): MeshWorkload {
  const found = mesh.ask(createWorkloads).select({}, namespace);
  const [workload, other] = found.filter(({ object }) => object.manifest.metadata.name === name);
  if (workload === undefined || other !== undefined) throw new Error(`there is not one workload ${namespace}/${name}`);
  return workload;
}

/** A plain GET of a workload; what differs is given. */
export function createRequest(workload: MeshWorkload, given: Partial<MeshRequest> = {}): MeshRequest {
  return {
    caller: { kind: "workload", workload },
    ...{ scheme: "http", host: "web", port: 80, method: "GET", path: "/", query: "", headers: {} },
    ...given,
  };
}

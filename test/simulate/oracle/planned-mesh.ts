import { stringify } from "yaml";
import { formatFindings } from "../../../src/findings/finding.js";
import type { Manifest } from "../../../src/kubernetes/manifest.js";
import type { MeshReader } from "../../../src/mesh/objects.js";
import { createWorkloads, type MeshWorkload } from "../../../src/mesh/workloads.js";
import { indexPlan } from "../../../src/plan/plan.js";
import { compile } from "../../../src/policy/compile.js";
import { loadPolicies } from "../../../src/policy/documents/load.js";
import type { MeshRequest } from "../../../src/simulate/request.js";
import { meshFacts } from "../generator/documents.js";
import type { GeneratedMesh } from "../generator/mesh.js";
import type { GeneratedCaller, GeneratedRequest } from "../generator/requests.js";
import { ingress, publicGateway } from "../generator/vocabulary.js";

/** A generated mesh as the API server and as the simulator get it. */
export interface PlannedMesh {
  /** What is written beside what runs. */
  manifests: readonly Manifest[];
  reader: MeshReader;
}

/** @param declared what runs, and what else is known of the cluster. @throws where a document is refused */
export function planMesh({ documents, objects }: GeneratedMesh, declared: readonly Manifest[]): PlannedMesh {
  const write = (list: readonly object[]) =>
    list.map((one) => stringify(one, { aliasDuplicateObjects: false })).join("---\n");
  const loaded = loadPolicies({ "policies.yaml": write(documents), "objects.yaml": write(objects) });
  const compiled = compile({ ...loaded, declared, mesh: meshFacts });
  const errors = [...loaded.findings, ...compiled.findings].filter(({ level }) => level === "error");
  if (errors.length > 0) throw new Error(formatFindings(errors));
  return { manifests: compiled.manifests, reader: indexPlan(loaded, { declared, mesh: meshFacts }) };
}

/** The request in that mesh. */
export function placeRequest(request: GeneratedRequest, reader: MeshReader): MeshRequest {
  return { ...request, caller: placeCaller(request.caller, reader) };
}

function placeCaller(caller: GeneratedCaller, reader: MeshReader): MeshRequest["caller"] {
  switch (caller.kind) {
    case "plain":
      return caller;
    case "workload":
      return { kind: "workload", workload: findWorkload(reader, caller.namespace, caller.name) };
    case "outside": {
      const { namespace, name } = caller.gateway === "ingress" ? ingress : publicGateway;
      return { kind: "outside", gateway: findWorkload(reader, namespace, name) };
    }
  }
}

function findWorkload(reader: MeshReader, namespace: string, name: string): MeshWorkload {
  const workloads = reader.ask(createWorkloads).select({}, namespace);
  const found = workloads.find(({ object }) => object.manifest.metadata.name === name);
  if (found === undefined) throw new Error(`there is no workload ${namespace}/${name}`);
  return found;
}

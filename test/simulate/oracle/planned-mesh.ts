import { stringify } from "yaml";
import { indexMesh } from "../../../src/analysis/analyze.js";
import { formatFindings } from "../../../src/findings/finding.js";
import type { Manifest } from "../../../src/kubernetes/manifest.js";
import type { MeshReader } from "../../../src/mesh/objects.js";
import { createWorkloads, type MeshWorkload } from "../../../src/mesh/workloads.js";
import { compile } from "../../../src/policy/compile.js";
import { locateManifest } from "../../../src/text/manifest-text.js";
import { loadPolicies } from "../../../src/policy/documents/load.js";
import type { MeshRequest } from "../../../src/simulate/request.js";
import { meshFacts } from "../generator/documents.js";
import type { GeneratedMesh } from "../generator/mesh.js";
import type { GeneratedCaller, GeneratedRequest } from "../generator/requests.js";
import { ingress, publicGateway } from "../generator/vocabulary.js";

/** A generated mesh as the API server and as the simulator get it. */
export interface PlannedMesh {
  /** What is written beside what runs, in the order in which it is made. */
  manifests: readonly Manifest[];
  /** Its objects have ages: of two for one host the older one counts. */
  reader: MeshReader;
}

/** @param declared what runs, and what else is known of the cluster. @throws where a document is refused */
export function planMesh({ documents, objects }: GeneratedMesh, declared: readonly Manifest[]): PlannedMesh {
  const loaded = loadPolicies({ "policies.yaml": format(documents), "objects.yaml": format(objects) });
  const compiled = compile({ ...loaded, declared, mesh: meshFacts });
  const manifests = compiled.manifests.toSorted(compareAge);
  const aged = manifests.map(({ metadata, ...rest }, index) => {
    const creationTimestamp = new Date(firstAge + index * 1000).toISOString();
    return { ...rest, metadata: { ...metadata, creationTimestamp } };
  });
  const placed = loadPolicies({ "mesh.yaml": format(aged) });
  const findings = [...loaded.findings, ...compiled.findings, ...placed.findings];
  const errors = findings.filter(({ level }) => level === "error");
  if (errors.length > 0) throw new Error(formatFindings(errors));
  const running = declared.map((manifest) => ({ manifest, locate: locateManifest(manifest) }));
  return { manifests, reader: indexMesh({ objects: [...placed.manifests, ...running] }) };
}

const firstAge = Date.UTC(2026, 0);

function format(list: readonly object[]): string {
  return list.map((one) => stringify(one, { aliasDuplicateObjects: false })).join("---\n");
}

/** Of one second, istiod takes the first by this for the older one. Source: `sortConfigByCreationTime` in pilot/pkg/model. */
function compareAge(a: Manifest, b: Manifest): number {
  const [first, second] = [nameOf(a), nameOf(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}

function nameOf({ kind, metadata: { name, namespace = "" }, spec }: Manifest): string {
  if (kind !== "HTTPRoute") return `${name}.${namespace}`;
  // istiod names what it makes of a route for a port of a Service by the port, which goes before the name of a host.
  const [parent] = spec.parentRefs as { port?: number }[];
  return `${namespace}/${parent?.port ?? "none"}/${name}`;
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

import { formatClosest } from "../text/closest.js";
import { createProblem, placeProblem } from "../findings/problem.js";
import type { Finding } from "../findings/finding.js";
import type { Manifest } from "../kubernetes/manifest.js";
import type { PolicyDocument } from "./documents/document.js";
import { identifyGateway } from "./exposure/gateways.js";
import type { MeshFacts } from "./kind.js";
import { describeNamespaceSlip } from "./known-namespaces.js";
import { kinds } from "./registry.js";
import { collectServices } from "./service/service.js";

/** What says of a service that its Service is missing. */
const ofMissing = ["MESH0207", "MESH0211", "MESH0253"];

/**
 * Documents about a Service or a namespace that nothing declares. Others may own objects in the same cluster, so each finding needs a sign of a slip.
 * @param mesh with the namespaces of `listKnownNamespaces`
 * @param manifests all objects of the stack
 * @param told what is said of the documents already
 */
export function findUndeclaredNames(
  documents: readonly PolicyDocument[],
  mesh: MeshFacts,
  manifests: readonly Manifest[],
  told: readonly Finding[],
): Finding[] {
  const services = [...collectServices(manifests).keys()];
  const known = new Set([...services, ...mesh.gateways.map(identifyGateway), `${mesh.rootNamespace}/istiod`]);
  const missing = told.filter(({ code }) => ofMissing.includes(code));
  return documents.flatMap((document) => {
    if (document.type === "namespace")
      return findUndeclaredNamespace(document, document.id, { mesh, documents, services });
    if (document.type !== "service") return [];
    const [namespace = "", name = ""] = document.id.split("/");
    // The document says itself that its Service is elsewhere.
    if (known.has(document.id) || document.selector !== undefined) return [];
    if (missing.some((one) => isIn(document, one))) return [];
    const beside = services.filter((id) => id.startsWith(`${namespace}/`));
    if (beside.length === 0) return findUndeclaredNamespace(document, namespace, { mesh, documents, services });
    const names = beside.map((id) => id.slice(namespace.length + 1));
    const message = `the stack declares no Service ${name} in the namespace ${namespace}${formatClosest(name, names)}`;
    const resource = { kind: "Service", namespace, name };
    return [placeProblem(createProblem([document.type], "MESH0262", message), { locate: document.locate, resource })];
  });
}

function isIn(document: PolicyDocument, finding: Finding): boolean {
  const { file, document: index } = document.locate([]);
  return finding.file === file && finding.document === index;
}

interface Known {
  mesh: MeshFacts;
  documents: readonly PolicyDocument[];
  /** `namespace/name` of those that are declared. */
  services: readonly string[];
}

function findUndeclaredNamespace(document: PolicyDocument, namespace: string, known: Known): Finding[] {
  const { namespaces } = known.mesh;
  if (namespaces === undefined || namespaces.includes(namespace)) return [];
  const slip = describeNamespaceSlip(namespace, known.mesh);
  if (slip === undefined && !isIdle(document, known)) return [];
  const message = slip ?? `nothing declares the namespace ${namespace}, and the document makes no object`;
  const resource = { kind: "Namespace", name: namespace };
  return [placeProblem(createProblem([document.type], "MESH0263", message), { locate: document.locate, resource })];
}

/** Whether a document of a namespace is only a default, of no service. */
function isIdle({ type, id, values }: PolicyDocument, { documents, services }: Known): boolean {
  if (type !== "namespace") return false;
  const named = documents.flatMap((one) => (one.type === "service" ? [one.id] : []));
  if ([...services, ...named].some((service) => service.startsWith(`${id}/`))) return false;
  return !kinds.some((kind) => values[kind.key] !== undefined && kind.toObjects !== undefined);
}

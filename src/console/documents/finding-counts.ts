import { readPodTemplate } from "../../mesh/pods.js";
import { matchesServiceSelector } from "../../mesh/selectors.js";
import type { Finding, FindingResource } from "../../findings/finding.js";
import type { Manifest } from "../../kubernetes/manifest.js";
import type { PolicyDocument } from "../../policy/documents/document.js";
import type { Service } from "../../policy/service/service.js";
import type { FindingCounts } from "../contract.js";

/** What findings may be about. */
export interface CountedMesh {
  documents: readonly PolicyDocument[];
  services: ReadonlyMap<string, Service>;
  /** Objects of the applications. */
  declared: readonly Manifest[];
}

export function createCounts(): FindingCounts {
  return { error: 0, warning: 0, info: 0 };
}

/** How many findings are about each service: in its document, or, outside of documents, about the Service or pods that it chooses. */
export function countFindings(findings: readonly Finding[], mesh: CountedMesh): ReadonlyMap<string, FindingCounts> {
  const counts = new Map<string, FindingCounts>();
  const places = indexPlaces(findings, mesh.documents);
  for (const { file, line = 0, level, resource } of findings) {
    const id = findOwner(places.get(file ?? "") ?? [], line) ?? (resource && findService(resource, mesh));
    if (id === undefined) continue;
    const count = counts.get(id) ?? createCounts();
    count[level] += 1;
    counts.set(id, count);
  }
  return counts;
}

/** The service that an object is, or that chooses its pods. */
export function findService(
  { kind, namespace = "", name }: FindingResource,
  mesh: Pick<CountedMesh, "services" | "declared">,
): string | undefined {
  const named = `${namespace}/${name}`;
  const workload = mesh.declared.find(({ kind: one, metadata }) => {
    return one === kind && metadata.namespace === namespace && metadata.name === name;
  });
  const labels = (workload && readPodTemplate(workload))?.labels ?? {};
  const choosing = [...mesh.services].find(
    ([, service]) => service.namespace === namespace && matchesServiceSelector(service.selector ?? {}, labels),
  );
  return choosing?.[0] ?? (mesh.services.has(named) ? named : undefined);
}

interface Start {
  id: string;
  line: number;
}

/** Where documents begin, in files with findings: to know a place takes to read its document again. */
function indexPlaces(findings: readonly Finding[], documents: readonly PolicyDocument[]): Map<string, Start[]> {
  const wanted = new Set(findings.map(({ file }) => file));
  const places = new Map<string, Start[]>();
  for (const { id, locate } of documents) {
    const { file = "", line = 1 } = wanted.has(locate([]).file) ? locate([]) : {};
    if (file !== "") places.set(file, [...(places.get(file) ?? []), { id, line }]);
  }
  return places;
}

/** The document that a line is in: the last that begins above it. */
function findOwner(starts: readonly Start[], line: number): string | undefined {
  return starts.findLast((start) => start.line <= line)?.id;
}

import { createFinding } from "../codes.js";
import type { Finding } from "../finding.js";
import { identify, sortManifests, type Manifest } from "../manifest.js";
import type { Place, ValuePath } from "../schema-problems.js";
import { assumeService } from "./assumed-service.js";
import { createContext, createServiceContexts, type Surroundings } from "./contexts.js";
import { renderDestinationRule } from "./destination-rule.js";
import type { PolicyDocument } from "./document.js";
import { findChain, findLooser, isApplicable } from "./effective.js";
import { renderExposedHosts } from "./exposed-hosts.js";
import { renderExternalHosts } from "./external-hosts.js";
import type { HttpRoute, MeshFacts } from "./kind.js";
import type { LoadedPolicies } from "./load.js";
import { kinds } from "./registry.js";
import { collectServices, createUndeclaredService, type Service } from "./service.js";
import { findSharedPods } from "./shared-pods.js";
import { renderHttpRoutes, renderVirtualServices } from "./virtual-service.js";

/** What is compiled. */
export interface CompileInput extends Pick<LoadedPolicies, "documents" | "manifests"> {
  /** Objects of the stack's applications: they say which services there are. */
  declared: readonly Manifest[];
  mesh: MeshFacts;
}

/** Objects for the cluster, and what is wrong with the documents; with errors among it the objects are not to be used. */
export interface Compiled {
  manifests: Manifest[];
  findings: Finding[];
  /** Where the document stands that an object is made from, by the object's identity (see `identify`). */
  places: ReadonlyMap<string, Place>;
  /** What stands for services that are only named in documents, for who looks at references: it is not for the cluster. */
  assumed: Manifest[];
}

/** Every object that policies make carries it. */
export const managedBy = { "app.kubernetes.io/managed-by": "pulumi-istio" };

/** Documents and the manifests beside them -> objects for the cluster, in an order of their own. The same input gives the same objects. */
export function compile({ documents, manifests: raw, declared, mesh }: CompileInput): Compiled {
  const beside = raw.map(({ manifest }) => manifest);
  const services = findServices(documents, [...declared, ...beside]);
  const surroundings: Surroundings = {
    documents,
    services,
    serviceValues: collectServiceValues(documents),
    mesh,
    callers: findCallers(documents, services),
    findings: [],
  };
  const places = new Map<string, Place>();
  const ownDocuments = new Map(documents.filter(({ type }) => type === "service").map((one) => [one.id, one]));
  const ofDocuments = documents.flatMap((document) => {
    const objects = compileDocument(document, surroundings);
    for (const object of objects) places.set(identify(object), document.locate([]));
    return objects;
  });
  const ofServices = [...services].map(([id, service]) => {
    const compiled = compileService(service, surroundings);
    for (const object of compiled.objects) places.set(identify(object), ownDocuments.get(id)?.locate([]) ?? {});
    return { id, ...compiled };
  });
  const made = [
    ...ofDocuments,
    ...ofServices.flatMap(({ objects }) => objects),
    ...renderExternalHosts(surroundings),
    ...renderExposedHosts(new Map(ofServices.map(({ id, routes }) => [id, routes])), surroundings),
  ].map(label);
  findSharedPods(surroundings);
  const looser = documents.flatMap((document) => findLooser(chainOf(document, documents)));
  const findings = [...dropDoubles([...surroundings.findings, ...looser]), ...findClashes(made, raw, declared)];
  for (const { manifest, locate } of raw) places.set(identify(manifest), locate([]));
  const assumed = [...services].flatMap(([id, service]) => assumeService(service, surroundings.serviceValues.get(id)));
  return { manifests: sortManifests([...made, ...beside]), findings, places, assumed };
}

/** Declared services and those that have a document, in a stable order. */
function findServices(documents: readonly PolicyDocument[], manifests: readonly Manifest[]): Map<string, Service> {
  const services = collectServices(manifests);
  for (const { type, id, selector } of documents) {
    if (type !== "service") continue;
    const [namespace = "", name = ""] = id.split("/");
    const known = services.get(id) ?? createUndeclaredService(namespace, name);
    services.set(id, selector === undefined ? known : { ...known, selector });
  }
  return new Map([...services].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function collectServiceValues(documents: readonly PolicyDocument[]): Surroundings["serviceValues"] {
  const own = documents.filter(({ type }) => type === "service");
  return new Map(own.map(({ id, values }) => [id, values] as const).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Who declares, by `calls`, to call each service. */
function findCallers(documents: readonly PolicyDocument[], services: ReadonlyMap<string, Service>) {
  const callers = new Map<string, Service[]>();
  for (const { id, type, values } of documents) {
    const caller = type === "service" ? services.get(id) : undefined;
    if (caller === undefined) continue;
    for (const called of (values.calls ?? []) as unknown[]) {
      if (typeof called === "string") callers.set(called, [...(callers.get(called) ?? []), caller]);
    }
  }
  return callers;
}

function compileDocument(document: PolicyDocument, surroundings: Surroundings): Manifest[] {
  return kinds.flatMap((kind) => {
    const value = document.values[kind.key] as unknown;
    if (value === undefined) return [];
    const context = createContext(document, kind.key, surroundings);
    const { service } = context;
    if (service !== undefined && !isApplicable(kind, service)) {
      const ports = service.ports.map(({ number, protocol }) => `${number} ${protocol}`).join(", ");
      const message = `${kind.key} works for ${kind.protocols.join(" and ")}, and the ports of ${document.id} are ${ports}`;
      context.report([], "MESH0204", message);
      return [];
    }
    if (document.type === "namespace" && document.id === context.mesh.rootNamespace && kind.toObjects !== undefined) {
      const message = `${document.id} is the root namespace: ${kind.key} there is in force in the whole mesh`;
      context.report([], "MESH0206", message, "move it to the document of the mesh");
      return [];
    }
    return kind.toObjects?.(value, context) ?? [];
  });
}

/** The objects of a service, and its routes in the mesh. */
function compileService(service: Service, surroundings: Surroundings): { objects: Manifest[]; routes: HttpRoute[] } {
  const contexts = createServiceContexts(service, surroundings);
  const objects = kinds.flatMap((kind) => {
    const context = contexts.of(kind.key);
    const value = context.values[kind.key] as unknown;
    return value === undefined || !isApplicable(kind, service) ? [] : (kind.toServiceObjects?.(value, context) ?? []);
  });
  const rendered = renderHttpRoutes(contexts);
  return {
    objects: [...renderVirtualServices(contexts, rendered), ...renderDestinationRule(contexts.of), ...objects],
    routes: rendered.flatMap(({ routes }) => routes),
  };
}

function label(manifest: Manifest): Manifest {
  const { metadata } = manifest;
  return { ...manifest, metadata: { ...metadata, labels: { ...managedBy, ...metadata.labels } } };
}

function chainOf({ type, id }: PolicyDocument, documents: readonly PolicyDocument[]): PolicyDocument[] {
  const [namespace, service] = type === "mesh" ? [] : id.split("/");
  return findChain(documents, namespace, service);
}

/** What is wrong with a value of a namespace is found again for each of its services, a contradiction in each place that it reaches. */
function dropDoubles(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

/** An object that is made by a document and written by hand too. */
function findClashes(
  made: readonly Manifest[],
  raw: CompileInput["manifests"],
  declared: readonly Manifest[],
): Finding[] {
  const identities = new Set(made.map(identify));
  const places = [
    ...raw.map(({ manifest, locate }) => ({ manifest, place: locate([] as ValuePath) })),
    ...declared.map((manifest) => ({ manifest, place: {} })),
  ];
  return places
    .filter(({ manifest }) => identities.has(identify(manifest)))
    .map(({ manifest: { kind, metadata }, place }) => {
      const resource = { kind, name: metadata.name, namespace: metadata.namespace };
      const message = `a policy document makes ${kind} ${metadata.namespace ?? ""}/${metadata.name} too`;
      return { ...createFinding("MESH0208", message), resource, ...place };
    });
}

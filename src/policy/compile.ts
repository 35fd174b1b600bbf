import { createProblem, placeProblem } from "../findings/problem.js";
import { Collector } from "../findings/collector.js";
import type { Finding } from "../findings/finding.js";
import { dropDuplicates } from "../text/drop-duplicates.js";
import { locateManifest } from "../text/manifest-text.js";
import { identify, sortManifests, type Manifest } from "../kubernetes/manifest.js";
import type { Place, ValuePath } from "../findings/place.js";
import { assumeService, assumeSubsets } from "./service/assumed-service.js";
import { createContext, createServiceContexts, type Surroundings } from "./contexts.js";
import { renderDestinationRule } from "./destination/destination-rule.js";
import type { PolicyDocument } from "./documents/document.js";
import { findEgressDetours } from "./egress/egress-detours.js";
import { findChain, findLooser, isApplicable } from "./effective.js";
import { checkWrittenBeside, type Written } from "./exposure/exposed-beside.js";
import { renderExposures } from "./exposure/exposed-hosts.js";
import { checkExposureConflicts } from "./exposure/exposure-conflicts.js";
import { collectExposed } from "./exposure/exposures.js";
import { renderExternalHosts } from "./egress/external-hosts.js";
import { listLostVersions } from "./follow-ups.js";
import { createHostPlaces } from "./host-places.js";
import type { MeshFacts } from "./kind.js";
import { listKnownNamespaces } from "./known-namespaces.js";
import type { LoadedPolicies } from "./documents/load.js";
import { kinds } from "./registry.js";
import { collectServices, createUndeclaredService, type Service } from "./service/service.js";
import type { ServiceRoutes } from "./routes/service-routes.js";
import { checkSharedPods } from "./service/shared-pods.js";
import { findUndeclaredNames } from "./undeclared-names.js";
import { renderHttpRoutes, renderTcpRoutes, renderVirtualServices } from "./routes/virtual-service.js";

/** What is compiled. */
export interface CompileInput extends Pick<LoadedPolicies, "documents" | "manifests"> {
  /** Objects of the stack's applications: they say which services there are. */
  declared: readonly Manifest[];
  /** `namespace/name` of services that there may be although nobody can read where they are named. @default none */
  possible?: readonly string[];
  mesh: MeshFacts;
}

/** Objects for the cluster, and what is wrong with the documents; with errors among it the objects are not to be used. */
export interface Compiled {
  manifests: Manifest[];
  findings: Finding[];
  /** Where the value stands that a path of an object is made from, by the object's identity (see `identify`). */
  places: ReadonlyMap<string, (path: ValuePath) => Place>;
  /** What stands for services that are only named in documents, for who looks at references: it is not for the cluster. */
  assumed: Manifest[];
}

/** Every object that policies make carries it. */
export const managedBy = { "app.kubernetes.io/managed-by": "pulumi-istio" };

/** Documents and the manifests beside them -> objects for the cluster, in an order of their own. The same input gives the same objects. */
export function compile({ documents, manifests: raw, declared, possible, mesh: facts }: CompileInput): Compiled {
  const beside = raw.map(({ manifest }) => manifest);
  const objects = [...declared, ...beside];
  const services = findServices(documents, objects, possible);
  const mesh = { ...facts, namespaces: listKnownNamespaces(facts, objects) };
  const surroundings: Surroundings = {
    documents,
    services,
    serviceValues: collectServiceValues(documents),
    mesh,
    callers: findCallers(documents, services),
    found: new Collector(),
  };
  const places = new Map<string, (path: ValuePath) => Place>();
  const ownDocuments = new Map(documents.filter(({ type }) => type === "service").map((one) => [one.id, one]));
  const ofDocuments = documents.flatMap((document) => {
    const objects = compileDocument(document, surroundings);
    for (const { object, key } of objects) places.set(identify(object), () => document.locate([key]));
    return objects.map(({ object }) => object);
  });
  const ofServices = [...services].map(([id, service]) => {
    const compiled = compileService(service, surroundings);
    const { locate = () => ({}), values = {} } = ownDocuments.get(id) ?? {};
    for (const { object, key } of compiled.objects) {
      places.set(identify(object), (path) => locate(key === undefined ? findShared(path, values) : [key]));
    }
    return { id, ...compiled, objects: compiled.objects.map(({ object }) => object) };
  });
  const exposed = collectExposed(surroundings);
  const written = [...raw, ...declared.map((manifest) => ({ manifest, locate: locateManifest(manifest) }))];
  checkExposureConflicts(exposed);
  checkWrittenBeside(exposed, written);
  const routes = new Map(ofServices.map(({ id, routes, tcpRoutes }) => [id, { routes, tcpRoutes }]));
  const made = [
    ...ofDocuments,
    ...ofServices.flatMap(({ objects }) => objects),
    ...renderExternalHosts(surroundings),
    ...renderExposures(exposed, routes, surroundings),
  ].map(label);
  const findPlace = createHostPlaces(exposed, documents);
  for (const object of made) placeObject(object, places, findPlace);
  checkSharedPods(surroundings);
  const looser = documents.flatMap((document) => findLooser(chainOf(document, documents)));
  const detours = findEgressDetours({ documents, mesh, written, all: [...made, ...beside, ...declared] });
  const undeclared = findUndeclaredNames(documents, mesh, objects, surroundings.found.items);
  // A value of a namespace is checked again for each of its services, a contradiction in each place that it reaches.
  const ofDocumentsAlone = dropDuplicates([...surroundings.found.items, ...looser, ...undeclared]);
  const findings = [...ofDocumentsAlone, ...findClashes(made, written), ...detours];
  const assumed = [...services].flatMap(([id, service]) => {
    const own = ownDocuments.get(id);
    return [
      ...assumeService(service, surroundings.serviceValues.get(id)),
      ...(own === undefined ? [] : assumeSubsets(service, listLostVersions(own))),
    ];
  });
  return { manifests: sortManifests([...made, ...beside]), findings, places, assumed };
}

/** What several documents may share stands where the first of them names its host. */
function placeObject(
  object: Manifest,
  places: Map<string, (path: ValuePath) => Place>,
  findPlace: (object: Manifest) => Place | undefined,
): void {
  const place = places.has(identify(object)) ? undefined : findPlace(object);
  if (place !== undefined) places.set(identify(object), () => place);
}

/** Declared services and those that have a document, in a stable order. */
export function findServices(
  documents: readonly PolicyDocument[],
  manifests: readonly Manifest[],
  possible: readonly string[] = [],
): Map<string, Service> {
  const services = collectServices(manifests);
  const named = possible.map((id): Pick<PolicyDocument, "type" | "id" | "selector"> => ({ type: "service", id }));
  for (const { type, id, selector } of [...documents, ...named]) {
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

/** An object, and the one kind that makes it; several do together where none is named. */
interface Made {
  object: Manifest;
  key?: string;
}

function compileDocument(document: PolicyDocument, surroundings: Surroundings): (Made & { key: string })[] {
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
    return (kind.toObjects?.(value, context) ?? []).map((object) => ({ object, key: kind.key }));
  });
}

/** The objects of a service, and its routes in the mesh. */
function compileService(service: Service, surroundings: Surroundings): ServiceRoutes & { objects: Made[] } {
  const contexts = createServiceContexts(service, surroundings);
  const objects = kinds.flatMap((kind) => {
    const context = contexts.of(kind.key);
    const value = context.values[kind.key] as unknown;
    if (value === undefined || !isApplicable(kind, service)) return [];
    return (kind.toServiceObjects?.(value, context) ?? []).map((object) => ({ object, key: kind.key }));
  });
  const rendered = renderHttpRoutes(contexts);
  const tcpRoutes = renderTcpRoutes(contexts);
  const shared = [...renderVirtualServices(contexts, rendered, tcpRoutes), ...renderDestinationRule(contexts.of)];
  return {
    objects: [...shared.map((object) => ({ object })), ...objects],
    routes: rendered.flatMap(({ routes }) => routes),
    tcpRoutes,
  };
}

/** The kind that says what stands at a path of a VirtualService or DestinationRule, which several kinds make together. */
function findShared([, part, field]: ValuePath, values: PolicyDocument["values"]): ValuePath {
  const key = part === "trafficPolicy" ? field : part === "http" || part === "tcp" ? "routes" : undefined;
  return typeof key === "string" && values[key] !== undefined ? [key] : [];
}

function label(manifest: Manifest): Manifest {
  const { metadata } = manifest;
  return { ...manifest, metadata: { ...metadata, labels: { ...managedBy, ...metadata.labels } } };
}

function chainOf({ type, id }: PolicyDocument, documents: readonly PolicyDocument[]): PolicyDocument[] {
  const [namespace, service] = type === "mesh" ? [] : id.split("/");
  return findChain(documents, namespace, service);
}

/** An object that is made by a document and written by hand too. */
function findClashes(made: readonly Manifest[], written: readonly Written[]): Finding[] {
  const identities = new Set(made.map(identify));
  // To know a place takes to read its document again, so that only those that clash are asked for theirs.
  return written
    .filter(({ manifest }) => identities.has(identify(manifest)))
    .map(({ manifest: { kind, metadata }, locate }) => {
      const resource = { kind, name: metadata.name, namespace: metadata.namespace };
      const message = `a policy document makes ${kind} ${metadata.namespace ?? ""}/${metadata.name} too`;
      return placeProblem(createProblem([], "MESH0208", message), { resource, locate });
    });
}

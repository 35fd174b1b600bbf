import { createGrants, isCore } from "../../../mesh/gateway/reference-grants.js";
import { computeServiceHost } from "../../../mesh/host-names.js";
import { createHosts } from "../../../mesh/hosts.js";
import type { AnalyzedObject, MeshReader } from "../../../mesh/objects.js";
import { toPort } from "../../../mesh/ports.js";
import { toMap, toMaps, toText } from "../../../text/read.js";
import { convertHeaders } from "./filters.js";

type Fields = Readonly<Record<string, any>>;

/** What istiod makes of a reference: a destination of Istio's API, with an empty host where it may not be used. */
export interface Backend {
  destination: Fields;
  /** Whether there is such a Service, and the route may use it. */
  isValid: boolean;
}

/** For which routes a reference is read. */
export interface BackendReader {
  reader: MeshReader;
  route: AnalyzedObject;
  /** Whether references into other namespaces need a ReferenceGrant: for routes at gateways they do. */
  needsGrant: boolean;
}

/**
 * Undefined where istiod refuses the whole route for it.
 * Source: `buildDestination` in istio pilot/pkg/config/kube/gateway/conversion.go.
 */
export function readBackend(given: BackendReader, reference: Fields): Backend | undefined {
  const { reader, route, needsGrant } = given;
  const { kind = "Service", group, name, namespace } = reference;
  const own = toText(namespace) || route.namespace;
  const isElsewhere = needsGrant && own !== route.namespace;
  const to = { kind: toText(kind), namespace: own, name: toText(name) };
  const from = { kind: route.manifest.kind, namespace: route.namespace };
  if (isElsewhere && !reader.ask(createGrants)(from, to)) return { destination: { host: "" }, isValid: false };
  const port = toPort(reference.port);
  if (kind === "Service" && isCore(group)) {
    if (to.name.includes(".") || port === undefined) return undefined;
    const isValid = reader.find("Service", own, to.name) !== undefined;
    return { destination: { host: computeServiceHost(own, to.name), port: { number: port } }, isValid };
  }
  if (kind === "Hostname" && group === "networking.istio.io") {
    if (toText(namespace) !== "" || port === undefined) return undefined;
    const isValid = reader
      .ask(createHosts)
      .find(to.name, own)
      .some(({ host }) => host === to.name);
    return { destination: { host: to.name, port: { number: port } }, isValid };
  }
  return { destination: { host: "" }, isValid: false };
}

/**
 * The destinations of a rule; undefined where istiod refuses the whole route. Source: `buildHTTPDestination` in the same file.
 */
export function listBackends(given: BackendReader, backendRefs: unknown): Fields[] | undefined {
  // A destination without weight keeps its place, so that steps find it.
  const found = toMaps(backendRefs).map((reference) => {
    const backend = readBackend(given, reference);
    const headers = convertHeaders(reference.filters);
    if (backend === undefined || headers === undefined) return undefined;
    const weight = readWeight(reference);
    return { destination: backend.destination, weight, ...headers };
  });
  return found.some((one) => one === undefined) ? undefined : found.filter((one) => one !== undefined);
}

/** Of a reference that says nothing it is 1. */
export function readWeight({ weight }: Fields): number {
  return weight === undefined || weight === null ? 1 : Number(weight);
}

/** The destination of a copy; undefined if nothing is copied. */
export function readMirror(given: BackendReader, mirror: unknown): Fields | undefined {
  const { backendRef, percent, fraction } = toMap(mirror);
  const backend = readBackend(given, toMap(backendRef));
  if (backend?.isValid !== true) return undefined;
  const { numerator, denominator } = toMap(fraction);
  const value = numerator === undefined ? (percent as unknown) : (100 * Number(numerator)) / Number(denominator ?? 100);
  return {
    destination: backend.destination,
    ...(value === undefined || value === null ? {} : { percentage: { value } }),
  };
}

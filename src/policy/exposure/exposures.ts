import { formatClosest } from "../../text/closest.js";
import type { Code } from "../../findings/codes.js";
import type { Place } from "../../findings/place.js";
import { isNamed } from "../../mesh/gateway/x509.js";
import { createServiceContexts, type Surroundings } from "../contexts.js";
import type { PolicyDocument } from "../documents/document.js";
import { findGateway, type MeshGateway } from "./gateways.js";
import type { ServiceContext } from "../kind.js";
import type { Exposure } from "../kinds/expose.js";
import {
  describeGateway,
  describeListener,
  familyOf,
  listListeners,
  takesHost,
  takesNamespace,
  type Family,
  type NamedListener,
} from "./listeners.js";
import type { Service, ServicePort } from "../service/service.js";

/** A path of a host at a gateway, or a host, or a port, and the service behind it. */
export interface Exposed {
  gateway: MeshGateway;
  family: Family;
  /** All of one family. */
  listeners: readonly NamedListener[];
  /** `*` with TCP. */
  host: string;
  /** Of HTTP alone: empty with TLS and TCP. */
  path: string;
  service: Service;
  /** Port of the service; undefined where it is not known. */
  port?: number;
  place: Place;
  report: (code: Code, message: string, remedy?: string) => void;
}

/** Ports of the gateway, in ascending order. */
export function listPorts(own: readonly Exposed[]): number[] {
  return [...new Set(own.flatMap(({ listeners }) => listeners.map(({ port }) => port)))].sort((a, b) => a - b);
}

interface Given {
  exposure: Exposure;
  index: number;
  gateway: MeshGateway;
  context: ServiceContext;
}

/** All that is exposed, by document; what no listener takes is reported. */
export function collectExposed(surroundings: Surroundings): Exposed[] {
  return surroundings.documents.flatMap((document) => collectOf(document, surroundings));
}

function collectOf(document: PolicyDocument, surroundings: Surroundings): Exposed[] {
  const service = document.type === "service" ? surroundings.services.get(document.id) : undefined;
  if (service === undefined) return [];
  const context = createServiceContexts(service, surroundings).of("expose");
  const exposures = (document.values.expose ?? []) as Exposure[];
  return exposures.flatMap((exposure, index) => {
    const gateway = findGateway(exposure.gateway, surroundings.mesh);
    if (typeof gateway === "string") {
      context.report([index, "gateway"], "MESH0203", gateway);
      return [];
    }
    const given = { exposure, index, gateway, context };
    const candidates = findCandidates(given);
    const [first] = candidates;
    if (first === undefined) return [];
    const family = familyOf(first);
    const port = choosePort(given, family);
    return listPlaces(given, family, candidates).map(({ at, host, path, listeners }): Exposed => {
      const report: Exposed["report"] = (code, message, remedy) => context.report(at, code, message, remedy);
      const place = document.locate(["expose", ...at]);
      return { gateway, family, listeners, host, path, service, port, place, report };
    });
  });
}

/** The listener that is named, else all with HTTP. */
function findCandidates({ exposure, index, gateway, context }: Given): NamedListener[] {
  const { listener: wanted } = exposure;
  if (wanted !== undefined && gateway.listeners === undefined) return [];
  const all = listListeners(gateway);
  const names = all.map(({ name }) => name);
  if (wanted === undefined) {
    const found = all.filter((listener) => familyOf(listener) === "HTTP");
    if (found.length > 0) return found;
    const message = `${describeGateway(gateway)} has no listener with HTTP or HTTPS; it has ${names.join(", ") || "none"}`;
    context.report([index], "MESH0243", message, "name one by `listener`");
    return [];
  }
  const found = all.filter(({ name }) => name === wanted);
  if (found.length > 0) return found;
  const message = `${describeGateway(gateway)} has no listener ${wanted}; it has ${names.join(", ") || "none"}`;
  context.report([index, "listener"], "MESH0203", `${message}${formatClosest(wanted, names)}`);
  return [];
}

/** The port of the service that is meant: a gateway listens on others. */
function choosePort({ exposure: { port }, index, context }: Given, family: Family): number | undefined {
  const { service, report } = context;
  const { ports, namespace, name } = service;
  const spoken = family === "HTTP" ? "HTTP or gRPC" : "TCP";
  const isUsable = ({ protocol }: ServicePort) =>
    family === "HTTP" ? protocol !== "tcp" : protocol === "tcp" || protocol === "auto";
  const known = ports.filter(isUsable).map(({ number }) => number);
  if (ports.length > 0 && known.length === 0) {
    const listed = ports.map(({ number, protocol }) => `${number} ${protocol}`).join(", ");
    const message = `the listener routes to ${spoken}, and the ports of ${namespace}/${name} are ${listed}`;
    const other = family === "HTTP" ? "TLS or TCP" : "HTTP or HTTPS";
    report([index], "MESH0204", message, `name a listener with ${other}, or the port's protocol by its appProtocol`);
    return undefined;
  }
  if (port !== undefined && known.length > 0 && !known.includes(port)) {
    const message = `${namespace}/${name} has no port ${port} with ${spoken}`;
    report([index, "port"], "MESH0203", message, `name one of ${known.join(", ")}`);
  }
  if (port === undefined && known.length > 1) {
    const message = `${namespace}/${name} has several ports with ${spoken}: ${known.join(", ")}`;
    report([index], "MESH0240", message);
  }
  return port ?? known[0];
}

interface ExposedPlace extends Pick<Exposed, "host" | "path" | "listeners"> {
  /** Path within `expose`. */
  at: (string | number)[];
}

function listPlaces(given: Given, family: Family, candidates: readonly NamedListener[]): ExposedPlace[] {
  const { exposure, index, context, gateway } = given;
  const { hosts = [], paths } = exposure;
  const [{ name, protocol } = { name: "", protocol: "" }] = candidates;
  if (paths !== undefined && family !== "HTTP") {
    const message = `listener ${name} is ${protocol}, so paths are not visible`;
    context.report([index, "paths"], "MESH0206", message, "remove `paths`, or name a listener with HTTP or HTTPS");
  }
  if (family === "TCP") return placeTcp(given, candidates);
  if (hosts.length === 0) {
    const message = `${describeGateway(gateway)} tells services apart by host here, and there are no \`hosts\``;
    context.report([index], "MESH0206", message, "add `hosts`, or name a listener with TCP");
  }
  return hosts.flatMap((host, position): ExposedPlace[] => {
    const listeners = takeHost(given, candidates, position);
    if (listeners.length === 0) return [];
    if (family === "TLS") return [{ at: [index, "hosts", position], host, path: "", listeners }];
    return (paths ?? ["/"]).map((path, at) => {
      return { at: paths === undefined ? [index] : [index, "paths", at], host, path, listeners };
    });
  });
}

function placeTcp({ exposure, index, context, gateway }: Given, candidates: readonly NamedListener[]): ExposedPlace[] {
  const { service, report } = context;
  if (exposure.hosts !== undefined) {
    const message = `listener ${exposure.listener ?? ""} is TCP, so hosts are not visible`;
    report([index, "hosts"], "MESH0206", message, "remove `hosts`, or name a listener with TLS");
  }
  const listeners = candidates.filter((listener) => takesNamespace(listener, service.namespace));
  if (listeners.length > 0) return [{ at: [index, "listener"], host: "*", path: "", listeners }];
  const allowed = candidates.map(describeListener).join("; ");
  const message = `${describeGateway(gateway)} exposes no TCP of namespace ${service.namespace} there: ${allowed}`;
  report([index, "listener"], "MESH0243", message);
  return [];
}

/** The listeners that take a host of the service's namespace. */
function takeHost({ exposure, index, context, gateway }: Given, all: readonly NamedListener[], position: number) {
  const { namespace } = context.service;
  const host = exposure.hosts?.[position] ?? "";
  const taking = all.filter((listener) => takesNamespace(listener, namespace) && takesHost(listener, host));
  const report: Exposed["report"] = (...said) => {
    context.report([index, "hosts", position], ...said);
  };
  for (const listener of taking) checkCertificate(listener, host, report);
  // Where the listeners are not known, others may take it.
  if (taking.length > 0 || gateway.listeners === undefined) return taking;
  const allowed = all.map(describeListener).join("; ");
  const message = `${describeGateway(gateway)} does not take ${host} from namespace ${namespace}: ${allowed}`;
  context.report([index, "hosts", position], "MESH0243", message);
  return [];
}

/** Clients refuse a host that the certificate is not for. */
function checkCertificate({ name, tls }: NamedListener, host: string, report: Exposed["report"]): void {
  const { certificateHosts: names } = tls ?? {};
  if (names === undefined || isNamed(host, names)) return;
  const message = `the certificate of listener ${name} is for ${names.join(", ") || "no host"}, not for ${host}`;
  report("MESH0252", message, "get a certificate for this host, or name a `listener` that has one");
}

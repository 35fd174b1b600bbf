import type { AnalyzedObject } from "../../mesh/objects.js";
import { isOfDocument, toPort } from "../../mesh/ports.js";
import { isHttp, isTls, parseProtocol, readPortProtocol, type Protocol } from "../../mesh/protocols.js";
import { toMap, toMaps, toText } from "../../text/read.js";

/** What a proxy does with connections to a port: `detected` where it finds out from what the client sends. */
export type PortKind = "http" | "detected" | "tls" | "tcp";

/** A port of a Service or of a ServiceEntry. */
export interface ServicePort {
  port: number;
  kind: PortKind;
}

/**
 * The ports that proxies have clusters for; UDP has none. Source: `ModelProtocolToListenerProtocol` in istio pilot/pkg/networking/networking.go.
 */
export function listServicePorts({ manifest }: AnalyzedObject): ServicePort[] {
  const isService = manifest.kind === "Service";
  return toMaps(toMap(manifest.spec).ports).flatMap((given): ServicePort[] => {
    const port = toPort(isService ? given.port : given.number);
    const protocol = isService ? readPortProtocol(given) : parseProtocol(given.protocol);
    return port === undefined || protocol === "UDP" ? [] : [{ port, kind: findKind(protocol) }];
  });
}

function findKind(protocol: Protocol | undefined): PortKind {
  if (protocol === undefined) return "detected";
  if (isHttp(protocol)) return "http";
  return isTls(protocol) ? "tls" : "tcp";
}

/** The port with that number, if the object has it. A Service that only a document names has each port that is called. */
export function findServicePort(object: AnalyzedObject, port: number): ServicePort | undefined {
  if (isOfDocument(object)) return { port, kind: "detected" };
  return listServicePorts(object).find((one) => one.port === port);
}

/** Whether clients find pods behind a Service, and no address of its own. */
export function isHeadless({ manifest }: AnalyzedObject): boolean {
  return manifest.kind === "Service" && toMap(manifest.spec).clusterIP === "None";
}

/**
 * Whether it has an address of its own, so that proxies tell its connections from those to others at the same port.
 */
export function hasAddress(object: AnalyzedObject): boolean {
  const { addresses } = toMap(object.manifest.spec);
  if (object.manifest.kind === "Service") return !isHeadless(object);
  return Array.isArray(addresses) && addresses.some((address) => toText(address) !== "");
}

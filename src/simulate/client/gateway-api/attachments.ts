import { listAllowedKinds } from "../../../mesh/gateway/allowed-routes.js";
import { gatewayGroup } from "../../../mesh/gateway/gateway-group.js";
import { isCore } from "../../../mesh/gateway/reference-grants.js";
import { computeServiceHost, coversHost, shareHosts } from "../../../mesh/host-names.js";
import type { AnalyzedObject, MeshReader } from "../../../mesh/objects.js";
import { toPort } from "../../../mesh/ports.js";
import { toMap, toMaps, toText, toTexts } from "../../../text/read.js";
import { listHostsFor } from "../gateway-listeners.js";
import { listListeners, nameListener } from "./listeners.js";

/** What a route is attached to, and for which hosts. */
export interface Attachment {
  /** `mesh`, or the name of a listener. */
  gateway: string;
  /** Of those for one key Istio makes one. */
  key: string;
  host: string;
  /** The port of the Service that it is for alone. */
  port: number | undefined;
  /** The listener's own; empty where it is for all, and for the mesh. */
  listenerHost: string;
}

/** Source: `extractParentReferenceInfo` and `referenceAllowed` in istio pilot/pkg/config/kube/gateway/conversion.go. */
export function listAttachments(reader: MeshReader, route: AnalyzedObject): Attachment[] {
  return toMaps(toMap(route.manifest.spec).parentRefs).flatMap((reference) => {
    const { kind = "Gateway", group = gatewayGroup } = reference;
    if (kind === "Gateway" && group === gatewayGroup) return attachToGateway(reader, route, reference);
    if (kind === "Service" && isCore(group)) return attachToService(reader, route, reference);
    return kind === "ServiceEntry" ? attachToEntry(reader, route, reference) : [];
  });
}

function attachToService(reader: MeshReader, route: AnalyzedObject, reference: Record<string, any>): Attachment[] {
  const [namespace, name] = [toText(reference.namespace) || route.namespace, toText(reference.name)];
  if (reader.find("Service", namespace, name) === undefined) return [];
  return attachToMesh(route, reference, [computeServiceHost(namespace, name)]);
}

function attachToEntry(reader: MeshReader, route: AnalyzedObject, reference: Record<string, any>): Attachment[] {
  const namespace = toText(reference.namespace) || route.namespace;
  const entry = reader.find("networking.istio.io/ServiceEntry", namespace, toText(reference.name));
  return attachToMesh(route, reference, toTexts(toMap(entry?.manifest.spec).hosts));
}

function attachToMesh(route: AnalyzedObject, reference: Record<string, any>, hosts: readonly string[]): Attachment[] {
  const port = toPort(reference.port);
  const key = `mesh ${route.namespace}${port === undefined ? "" : `/${port}`}`;
  return hosts.map((host) => ({ gateway: "mesh", key: `${key}/${host}`, host, port, listenerHost: "" }));
}

function attachToGateway(reader: MeshReader, route: AnalyzedObject, reference: Record<string, any>): Attachment[] {
  const namespace = toText(reference.namespace) || route.namespace;
  const gateway = reader.find("gateway.networking.k8s.io/Gateway", namespace, toText(reference.name));
  if (gateway === undefined) return [];
  const listeners = toMaps(toMap(gateway.manifest.spec).listeners);
  const given = toTexts(toMap(route.manifest.spec).hostnames).map((host) => host.toLowerCase());
  const hosts = given.length === 0 ? ["*"] : given;
  return listeners
    .filter((listener) => isTaken(reader, { gateway, listener, route, reference, hosts }))
    .flatMap((listener) => {
      const name = nameListener(gateway, toText(listener.name));
      const own = toText(listener.hostname).toLowerCase();
      const others = listeners.filter(({ port, protocol }) => port === listener.port && protocol === listener.protocol);
      const nearer = others.map(({ hostname }) => toText(hostname)).filter((host) => host !== own);
      return hosts
        .filter((host) => isLeft(host, own, nearer))
        .map((host) => ({ gateway: name, key: `${name}/${host}`, host, port: undefined, listenerHost: own }));
    });
}

interface Candidate {
  gateway: AnalyzedObject;
  listener: Record<string, any>;
  route: AnalyzedObject;
  reference: Record<string, any>;
  hosts: readonly string[];
}

function isTaken(reader: MeshReader, { gateway, listener, route, reference, hosts }: Candidate): boolean {
  const isMeant =
    [undefined, null, "", listener.name].includes(reference.sectionName) &&
    (toPort(reference.port) === undefined || toPort(reference.port) === toPort(listener.port));
  if (!isMeant || listAllowedKinds(listener)?.includes(route.manifest.kind) === false) return false;
  const known = listListeners(reader, gateway).find(
    (one) => one.gateway === nameListener(gateway, toText(listener.name)),
  );
  const offered = known === undefined ? [] : listHostsFor(known, route.namespace);
  return offered.some((host) => hosts.some((one) => shareHosts(host, one)));
}

/** Whether no other listener of the same port has a name that is nearer. Source: `hostnameAllowedByIsolation` in the same file. */
function isLeft(host: string, own: string, others: readonly string[]): boolean {
  if (own !== "" && !own.startsWith("*")) return true;
  if (own !== "" && !shareHosts(host, own)) return false;
  return !others.some((other) => own.length <= other.length && other !== "" && isWithin(host, other));
}

function isWithin(host: string, other: string): boolean {
  return host.startsWith("*") ? other.startsWith("*") && coversHost(other, host) : coversHost(other, host);
}

import { isIP } from "node:net";
import { clusterSuffix, computeServiceHost } from "../../mesh/host-names.js";
import { createHosts } from "../../mesh/hosts.js";
import type { AnalyzedObject, MeshReader } from "../../mesh/objects.js";
import { listNamespaces } from "../../mesh/namespaces.js";
import { toMap } from "../../text/read.js";

/** What the name of a host stands for at a pod. */
export type Callee =
  /** A Service of Kubernetes, by its full host. */
  | { kind: "service"; host: string; service: AnalyzedObject }
  /** A name that the cluster's DNS does not make: of a ServiceEntry, or one that nobody declares. */
  | { kind: "name"; host: string }
  /** DNS knows no such name. */
  | { kind: "missing"; reason: string }
  | { kind: "unknown"; reason: string };

/**
 * Looks a name up as a pod of that namespace does.
 * Source: https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
 */
export function findCallee(reader: MeshReader, given: string, namespace: string): Callee {
  const host = given.endsWith(".") ? given.slice(0, -1) : given;
  if (isIP(host) !== 0) return findAddress(reader, host);
  const { find } = reader;
  const [name = "", second = "", ...rest] = host.split(".");
  const suffix = rest.length === 0 ? "" : `.${rest.join(".")}`;
  const ofService = second === "" ? namespace : second;
  if (second === "" || ["", ".svc", clusterSuffix].includes(suffix)) {
    const service = find("Service", ofService, name);
    if (service !== undefined) return readService(service);
  }
  if (reader.ask(createHosts).find(host, "", [namespace, "*"]).length > 0) return { kind: "name", host };
  if (second === "") return { kind: "missing", reason: `DNS knows no ${host}: ${namespace} has no Service ${name}` };
  if ([".svc", clusterSuffix].includes(suffix) || (suffix === "" && reader.ask(listNamespaces)?.has(second) === true)) {
    return { kind: "missing", reason: `DNS knows no ${host}: ${second} has no Service ${name}` };
  }
  if (host.endsWith(clusterSuffix) || host.endsWith(".svc")) {
    return { kind: "unknown", reason: `${host} is the name of single pods, which objects do not say` };
  }
  return { kind: "name", host };
}

function readService(service: AnalyzedObject): Callee {
  const { metadata, spec } = service.manifest;
  if (toMap(spec).type === "ExternalName") {
    const name = `${service.namespace}/${metadata.name}`;
    return { kind: "unknown", reason: `the Service ${name} only stands for another name, which is not followed` };
  }
  return { kind: "service", host: computeServiceHost(service.namespace, metadata.name), service };
}

function findAddress({ list }: MeshReader, address: string): Callee {
  const service = list("Service").find(({ manifest }) => toMap(manifest.spec).clusterIP === address);
  if (service !== undefined) return readService(service);
  return { kind: "unknown", reason: `no Service has the address ${address}, and objects do not say whose it is` };
}

import { createHosts } from "../../mesh/hosts.js";
import type { AnalyzedObject, MeshReader } from "../../mesh/objects.js";
import { findTargetPort, isOfDocument, toPort } from "../../mesh/ports.js";
import { readPortProtocol } from "../../mesh/protocols.js";
import { formatLabels } from "../../mesh/selectors.js";
import { createWorkloads, type MeshWorkload } from "../../mesh/workloads.js";
import { toMap, toMaps, toText } from "../../text/read.js";
import { formatObject } from "../format-object.js";
import type { Target } from "../routed.js";
import { listServiceEntryEndpoints } from "./service-entry-endpoints.js";
import { createEndpoint, createOutside, createUnknown, type FoundEndpoints } from "./workload-endpoints.js";

/** All that a host's port stands for, or why it stands for nothing. */
export function findEndpoints(reader: MeshReader, { host, port, service }: Target): FoundEndpoints {
  if (service === undefined) return { ...outside, list: [createOutside(port)] };
  if (service.manifest.kind === "Service") return reader.ask(createServiceEndpoints)(service, port);
  if (service.isAssumed) return createUnknown(`what is behind ${formatObject(service)} is not known`);
  const same = reader.ask(createHosts).find(host, service.namespace);
  const others = same.filter(({ object }) => object !== service);
  if (others.length > 0) {
    return createUnknown(
      `${[service, ...others.map(({ object }) => object)].map(formatObject).join(" and ")} both have ${host}`,
    );
  }
  return listServiceEntryEndpoints(reader, service, port);
}

const outside = { protocol: undefined, isExternal: true, keepsAddress: false };

/** The endpoints of Services, each port's found once. */
function createServiceEndpoints(reader: MeshReader): (service: AnalyzedObject, port: number) => FoundEndpoints {
  const known = new Map<AnalyzedObject, Map<number, FoundEndpoints>>();
  return (service, port) => {
    const ofService = known.get(service) ?? new Map<number, FoundEndpoints>();
    const found = ofService.get(port) ?? findServiceEndpoints(reader, service, port);
    known.set(service, ofService.set(port, found));
    return found;
  };
}

function findServiceEndpoints(reader: MeshReader, service: AnalyzedObject, port: number): FoundEndpoints {
  const spec = toMap(service.manifest.spec);
  if (spec.type === "ExternalName") return findAliased(reader, service, toText(spec.externalName), port);
  const own = isOfDocument(service) ? { port } : toMaps(spec.ports).find((one) => toPort(one.port) === port);
  if (own === undefined) return { absence: `${formatObject(service)} has no port ${port}` };
  const selector = toMap(spec.selector);
  if (formatLabels(selector) === "") {
    return createUnknown(`${formatObject(service)} has no selector, and its addresses are not known`);
  }
  const workloads = reader.ask(createWorkloads);
  if (!workloads.areKnown && !isOfDocument(service))
    return createUnknown(`no workloads are declared, so the pods of ${formatObject(service)} are not known`);
  const selected = workloads.select(selector, service.namespace);
  const group = selected.find(({ object }) => object.manifest.kind === "WorkloadGroup");
  if (group !== undefined) {
    return createUnknown(`no object says how many machines ${formatObject(group.object)} has`);
  }
  const list = selected.flatMap((workload) => createEndpoint(reader, workload, findPodPort(own, workload)));
  return { list, protocol: readPortProtocol(own), isExternal: false, keepsAddress: spec.clusterIP === "None" };
}

/** Istio takes such a Service for another name of a host. Source: `ENABLE_EXTERNAL_NAME_ALIAS` in istio pilot/pkg/features. */
function findAliased(reader: MeshReader, service: AnalyzedObject, name: string, port: number): FoundEndpoints {
  const [known] = reader.ask(createHosts).find(name, service.namespace);
  if (known === undefined) return { ...outside, list: [createOutside(port)] };
  if (known.object.manifest.kind !== "Service" || toMap(known.object.manifest.spec).type === "ExternalName") {
    return createUnknown(`${formatObject(service)} is another name of ${name}, which is no Service with pods`);
  }
  return reader.ask(createServiceEndpoints)(known.object, port);
}

function findPodPort(port: Readonly<Record<string, any>>, { workload, object }: MeshWorkload): number | undefined {
  if (workload !== undefined) return findTargetPort(port, workload);
  const ports = toMap(toMap(object.manifest.spec).ports);
  return toPort(ports[toText(port.name)]) ?? findTargetPort(port, { podSpec: {} });
}

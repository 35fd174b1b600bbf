import { parseServiceHost } from "../../mesh/host-names.js";
import type { AnalyzedObject, MeshReader } from "../../mesh/objects.js";
import { toPort } from "../../mesh/ports.js";
import { parseProtocol } from "../../mesh/protocols.js";
import { createWorkloads } from "../../mesh/workloads.js";
import { toMap, toMaps, toText } from "../../text/read.js";
import { formatObject } from "../format-object.js";
import {
  createEndpoint,
  createOutside,
  createUnknown,
  type Endpoint,
  type FoundEndpoints,
} from "./workload-endpoints.js";

/**
 * What a ServiceEntry names: addresses, pods and machines that it selects, or the host itself.
 * Source: https://istio.io/latest/docs/reference/config/networking/service-entry/, `convertServiceEntryToInstances` in istio
 * pilot/pkg/serviceregistry/serviceentry/conversion.go.
 */
export function listServiceEntryEndpoints(reader: MeshReader, entry: AnalyzedObject, number: number): FoundEndpoints {
  const {
    ports,
    resolution = "NONE",
    endpoints,
    workloadSelector,
    location = "MESH_EXTERNAL",
  } = toMap(entry.manifest.spec);
  const port = toMaps(ports).find((one) => toPort(one.number) === number);
  if (port === undefined) return { absence: `${formatObject(entry)} has no port ${number}` };
  const ofPort = { protocol: parseProtocol(port.protocol), isExternal: location !== "MESH_INTERNAL" };
  if (workloadSelector !== undefined && workloadSelector !== null) {
    const labels = toMap(toMap(workloadSelector).labels);
    const selected = reader.ask(createWorkloads).select(labels, entry.namespace);
    const group = selected.find(({ object }) => object.manifest.kind === "WorkloadGroup");
    if (group !== undefined) {
      return createUnknown(`no object says how many machines ${formatObject(group.object)} has`);
    }
    const list = selected.flatMap((workload) => {
      const own = toPort(toMap(toMap(workload.object.manifest.spec).ports)[toText(port.name)]);
      return createEndpoint(reader, workload, own ?? toPort(port.targetPort) ?? number);
    });
    return { ...ofPort, list, keepsAddress: false };
  }
  const given = toMaps(endpoints);
  const isByName = ["DNS", "DNS_ROUND_ROBIN"].includes(toText(resolution));
  const service = given
    .map(({ address }) => toText(address))
    .find((address) => parseServiceHost(address) !== undefined);
  if (service !== undefined) {
    return createUnknown(
      `${formatObject(entry)} has the address ${service}, a Service of the cluster, which is not followed`,
    );
  }
  if (isByName || resolution === "STATIC") {
    const list = given.map((one) => createAddress(one, toText(port.name), toPort(port.targetPort) ?? number));
    return { ...ofPort, list: list.length === 0 && isByName ? [createOutside(number)] : list, keepsAddress: false };
  }
  // The client has looked up the address.
  return { ...ofPort, list: [createOutside(number)], keepsAddress: true };
}

function createAddress(endpoint: Readonly<Record<string, any>>, portName: string, port: number): Endpoint {
  const { labels, weight, ports, serviceAccount } = endpoint;
  const mode: unknown = toMap(labels)["security.istio.io/tlsMode"];
  return {
    workload: undefined,
    labels: toMap(labels),
    port: toPort(toMap(ports)[portName]) ?? port,
    weight: toPort(weight) ?? 1,
    takesMutualTls: mode === undefined ? toText(serviceAccount) !== "" : mode === "istio",
  };
}

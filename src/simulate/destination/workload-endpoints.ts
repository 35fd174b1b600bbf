import type { MeshReader } from "../../mesh/objects.js";
import type { Protocol } from "../../mesh/protocols.js";
import { matchesPolicySelector, type Labels } from "../../mesh/selectors.js";
import type { MeshWorkload } from "../../mesh/workloads.js";
import { toMap, toText } from "../../text/read.js";
import type { End } from "../routed.js";
import { countReplicas } from "./replicas.js";

/** Pods, machines, or a host outside of the mesh, that requests for a port go to. */
export interface Endpoint {
  /** Undefined for an address or a host that is no workload of the mesh. */
  workload: MeshWorkload | undefined;
  labels: Labels;
  /** Of the pods. */
  port: number | undefined;
  /** How many pods it stands for; above 0. */
  weight: number;
  /** Whether its proxy takes mutual TLS without a DestinationRule that says so. */
  takesMutualTls: boolean;
}

/** What is behind a port of a host. */
export interface Endpoints {
  list: readonly Endpoint[];
  protocol: Protocol | undefined;
  /** Whether the host is of no mesh, so that nobody speaks mutual TLS of the mesh to it by itself. */
  isExternal: boolean;
  /** Whether the connection goes to the address that the client has looked up, whatever a subset says. */
  keepsAddress: boolean;
}

/** What is behind a port, why nothing is, or why the objects do not say it. */
export type FoundEndpoints = Endpoints | { absence: string } | { end: End };

/** A host that is outside of the mesh. */
export function createOutside(port: number): Endpoint {
  return { workload: undefined, labels: {}, port, weight: 1, takesMutualTls: false };
}

/** An end of which the objects say no more. */
export function createUnknown(reason: string): { end: End } {
  return { end: { kind: "unknown", reason } };
}

/** The pods of a workload behind a port; none where it has no pods, or none of them has the port. */
export function createEndpoint(reader: MeshReader, workload: MeshWorkload, port: number | undefined): Endpoint[] {
  const weight = countReplicas(reader, workload);
  if (weight === 0 || port === undefined) return [];
  return [{ workload, labels: workload.labels, port, weight, takesMutualTls: takesMutualTls(workload) }];
}

/** Source: `getTLSModeFromWorkloadEntry` in istio pilot/pkg/serviceregistry/serviceentry; the injector labels pods that have a sidecar. */
export function takesMutualTls({ labels, hasSidecar, workload, object }: MeshWorkload): boolean {
  const mode = labels["security.istio.io/tlsMode"];
  if (mode !== undefined) return mode === "istio";
  return hasSidecar || (workload === undefined && toText(toMap(object.manifest.spec).serviceAccount) !== "");
}

/** Those that have the labels of a subset. */
export function selectEndpoints(list: readonly Endpoint[], labels: Labels): readonly Endpoint[] {
  return list.filter((endpoint) => matchesPolicySelector(labels, endpoint.labels));
}

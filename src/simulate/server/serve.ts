import { isGatewayPod } from "../../mesh/injection.js";
import type { MeshReader } from "../../mesh/objects.js";
import type { MeshWorkload } from "../../mesh/workloads.js";
import { toMap, toMaps } from "../../text/read.js";
import { matchesPolicySelector } from "../../mesh/selectors.js";
import { formatWorkload } from "../format-object.js";
import { listRateLimits } from "../proxy-filters.js";
import { admit, type Admission } from "./admit.js";
import type { Arrival } from "./arrival.js";
import { checkHandshake, isTaken, type Handshake } from "./handshake.js";

/** What comes to pods: the connection, and the request in it. */
export type Served = Omit<Arrival, "workload" | "port"> & Handshake;

/** What pods make of a request: their proxy takes it, refuses it, or there is none. */
export function serve(reader: MeshReader, served: Served): Admission {
  const { workload, request } = served;
  const reason = findUnsimulated(reader, workload);
  if (reason !== undefined) return { steps: [], end: { kind: "unknown", reason }, request };
  const handshake = checkHandshake(reader, served);
  if (handshake.end !== undefined || !isTaken(workload, served.port)) return { ...handshake, request };
  const admission = admit(reader, served, "inbound");
  const limits = served.isHttp && admission.end === undefined ? listRateLimits(reader, workload) : [];
  return { ...admission, steps: [...handshake.steps, ...admission.steps, ...limits] };
}

/** Why nothing is said of what some pods do. */
function findUnsimulated(reader: MeshReader, workload: MeshWorkload): string | undefined {
  const name = formatWorkload(workload);
  if (workload.isInMesh === undefined) {
    return `whether ${name} has a proxy is not known: Namespace ${workload.namespace} is not declared`;
  }
  if (isGateway(workload)) return `${name} is a gateway, and requests from the mesh to it are not simulated`;
  if (workload.isInMesh && !workload.hasSidecar && workload.workload !== undefined) {
    return `${name} is in the ambient mode, which is not simulated`;
  }
  const hasIngress = reader.ask(createIngressSidecars)(workload);
  return hasIngress ? `${name} has a Sidecar with ingress listeners, which are not simulated` : undefined;
}

/** Whether a Sidecar says by itself what comes in at a workload. */
function createIngressSidecars({ list }: MeshReader): (workload: MeshWorkload) => boolean {
  const sidecars = list("networking.istio.io/Sidecar").filter(
    ({ manifest }) => toMaps(toMap(manifest.spec).ingress).length > 0,
  );
  return ({ namespace, labels }) =>
    sidecars.some((object) => {
      const { workloadSelector } = toMap(object.manifest.spec);
      return object.namespace === namespace && matchesPolicySelector(toMap(toMap(workloadSelector).labels), labels);
    });
}

/** Whether pods are a gateway's, of either API. */
export function isGateway({ object, workload }: MeshWorkload): boolean {
  return workload === undefined ? object.manifest.kind === "Gateway" : isGatewayPod(workload);
}

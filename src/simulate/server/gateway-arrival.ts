import type { MeshReader, Workload } from "../../mesh/objects.js";
import { findTargetPort, toPort } from "../../mesh/ports.js";
import { createServiceSelection } from "../../mesh/selection.js";
import { toMap, toMaps } from "../../text/read.js";
import { computeAuthority } from "../client/flow.js";
import { normalizePath } from "../client/normalize-path.js";
import type { MeshRequest, OutsideCaller } from "../request.js";
import type { Arrival } from "./arrival.js";
import { parsePlacedYaml } from "../../text/yaml-places.js";

/**
 * A request as it comes to the pods of a gateway, whose caller shows no certificate of the mesh.
 * @param isHttp whether the gateway looks into it
 */
export function createGatewayArrival(
  reader: MeshReader,
  caller: OutsideCaller,
  request: MeshRequest,
  isHttp: boolean,
): Arrival {
  const { gateway, address } = caller;
  const direct = address ?? { doubt: "the address of the client is not given" };
  return {
    workload: gateway,
    port: findPodPort(reader, gateway.workload, request.port),
    isHttp,
    peer: caller.peer,
    path: normalizePath(request.path, toMap(reader.mesh.config.pathNormalization).normalization),
    sni: request.scheme === "https" ? (request.sni ?? request.host) : "",
    address: direct,
    clientAddress: readForwarded(request, countTrusted(reader, gateway.workload)) ?? direct,
    request,
    authority: computeAuthority(request),
  };
}

/** Of the Service in front of the pods. istiod makes one whose ports are the pods' own. */
function findPodPort({ ask }: MeshReader, workload: Workload | undefined, port: number): number | undefined {
  if (workload === undefined) return port;
  // Charts differ in it, and of a gateway that is only taken to be there nobody knows the chart.
  if (workload.object.isAssumed) return undefined;
  const ports = ask(createServiceSelection)(workload).flatMap(({ manifest }) => toMaps(toMap(manifest.spec).ports));
  const own = ports.find((one) => toPort(one.port) === port);
  return own && findTargetPort(own, workload);
}

/** Proxies in front of the gateway. Source: `numTrustedProxies` of `gatewayTopology` in Istio's ProxyConfig. */
function countTrusted({ mesh }: MeshReader, workload: Workload | undefined): number {
  const annotation: unknown = toMap(workload?.annotations)["proxy.istio.io/config"];
  const own =
    typeof annotation === "string" ? parsePlacedYaml(annotation, "proxy", "MESH0122", "kubernetes").value : {};
  const read = (config: unknown): unknown => toMap(toMap(config).gatewayTopology).numTrustedProxies;
  const count = read(own) ?? read(mesh.config.defaultConfig);
  return typeof count === "number" ? count : 0;
}

/** The address that the outermost trusted proxy has written. Source: `xff_num_trusted_hops` of Envoy. */
function readForwarded({ headers }: MeshRequest, trusted: number): string | undefined {
  if (trusted === 0) return undefined;
  return headers["x-forwarded-for"]?.split(",").at(-trusted)?.trim();
}

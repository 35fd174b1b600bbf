import type { MeshReader } from "../../mesh/objects.js";
import type { MeshWorkload } from "../../mesh/workloads.js";
import type { MeshRequest } from "../request.js";
import type { Upstream } from "./flow.js";
import { findServicePort } from "./service-ports.js";
import type { EgressListener, SidecarScope } from "./sidecar-scope.js";
import { findVisibleService } from "./visible-services.js";

interface Caller {
  reader: MeshReader;
  scope: SidecarScope;
  listener: EgressListener;
  request: MeshRequest;
  workload: MeshWorkload;
}

/**
 * What a sidecar has a cluster for: the services in its scope, and those that the routes in its scope lead to, as far as its
 * namespace sees them. Without a port it is the called one.
 * Source: `collectImportedServices` in istio pilot/pkg/model/sidecar.go, `GetDestinationCluster` in pilot/pkg/networking/core/route/route.go.
 */
export function findSidecarUpstream(
  { reader, scope, request, workload }: Caller,
  host: string,
  port: number = request.port,
): Upstream | undefined {
  // What a route in scope leads to is in scope too, and only such routes ask.
  const inScope = scope.listeners.map((one) => one.findService(host)).find((found) => found !== undefined);
  const known = inScope ?? findVisibleService(reader, host, workload.namespace);
  if (known === undefined || findServicePort(known.object, port) === undefined) return undefined;
  return { service: known.object, port };
}

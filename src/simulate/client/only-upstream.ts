import type { MeshReader } from "../../mesh/objects.js";
import { toMap, toMaps } from "../../text/read.js";
import type { Upstream } from "./flow.js";
import { findServicePort } from "./service-ports.js";
import { findVisibleService } from "./visible-services.js";

/** A destination of a route. */
export interface Wanted {
  host: string;
  port: number | undefined;
  /** Of the proxies. */
  namespace: string;
  called: number;
}

/**
 * What proxies of a namespace have a cluster for, as gateways and routes for connections look it up: without a port it is the Service's
 * only one, or else the called one.
 * Source: `GetDestinationCluster` in istio pilot/pkg/networking/core/route/route.go.
 */
export function findOnlyUpstream(reader: MeshReader, { host, port, namespace, called }: Wanted): Upstream | undefined {
  const known = findVisibleService(reader, host, namespace);
  if (known === undefined) return undefined;
  const all = toMaps(toMap(known.object.manifest.spec).ports);
  const only = all.length === 1 ? Number(all[0]?.port ?? all[0]?.number) : undefined;
  const chosen = port ?? only ?? called;
  return findServicePort(known.object, chosen) === undefined ? undefined : { service: known.object, port: chosen };
}

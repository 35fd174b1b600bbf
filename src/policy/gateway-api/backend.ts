import type { Destination } from "../kind.js";
import type { Service } from "../service/service.js";

/** BackendRef of the Gateway API. */
export interface BackendRef {
  name: string;
  /** Absent in the route's own namespace. */
  namespace?: string;
  port: number;
  weight?: number;
}

/** What a backend is resolved with. */
export interface BackendPlace {
  /** The exposed service; its routes are in its namespace. */
  service: Service;
  /** Its port; undefined where it is not known. */
  port?: number;
  /** All services, by host. */
  byHost: ReadonlyMap<string, Service>;
}

/** Why a destination cannot be named, and what to do about it. */
export interface Unnamed {
  what: string;
  remedy?: string;
}

/** The Service and port of a destination, or what keeps it from being named. */
export function computeBackend({ host, subset, port }: Destination, place: BackendPlace): BackendRef | Unnamed {
  if (subset !== undefined) {
    return { what: `version ${subset}, for its backends are Services`, remedy: versionRemedy };
  }
  const found = place.byHost.get(host);
  if (found === undefined) return { what: `the host ${host}, which is no Service of the stack` };
  const own = found === place.service ? place.port : undefined;
  const number = port?.number ?? own ?? (found.ports.length === 1 ? found.ports[0]?.number : undefined);
  const { namespace, name } = found;
  if (number === undefined) {
    return { what: `${namespace}/${name} without its port, which is not known`, remedy: portRemedy };
  }
  return { name, ...(namespace === place.service.namespace ? {} : { namespace }), port: number };
}

const versionRemedy =
  'make the version a Service of its own and name that one, or expose the service at a gateway with `api: "istio"`';
const portRemedy = "add `port`, or put the Service among the stack's manifests";

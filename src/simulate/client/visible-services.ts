import { createHosts, type KnownHost } from "../../mesh/hosts.js";
import type { MeshReader } from "../../mesh/objects.js";
import { compareAge } from "./object-age.js";

/**
 * The Service or ServiceEntry of exactly that host which proxies of a namespace see: of several one of Kubernetes' Services, else that of
 * their own namespace, else the oldest.
 * Source: `selectServices` and `appendSidecarServices` in istio pilot/pkg/model/sidecar.go.
 */
export function findVisibleService(reader: MeshReader, host: string, namespace: string): KnownHost | undefined {
  const found = reader.ask(createHosts).find(host, namespace);
  const [first] = found;
  if (first?.host !== host) return undefined;
  return chooseService(found, namespace);
}

/** The one of several of one host that proxies of a namespace go by. */
export function chooseService(found: readonly KnownHost[], namespace: string): KnownHost | undefined {
  const services = found.filter(({ object }) => object.manifest.kind === "Service");
  const own = found.filter(({ object }) => object.namespace === namespace);
  return services[0] ?? (own.length > 0 ? own : found).toSorted((a, b) => compareAge(a.object, b.object))[0];
}

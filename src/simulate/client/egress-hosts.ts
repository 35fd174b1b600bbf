import { coversHost, shareHosts } from "../../mesh/host-names.js";

/** What the hosts of an egress listener take in. */
export interface EgressHosts {
  /** Whether they take in a Service or ServiceEntry of a namespace. */
  takesService: (namespace: string, host: string) => boolean;
  /** Whether they take in routes of a namespace; those of the Gateway API only for what is within. */
  takesRoutes: (namespace: string, hosts: readonly string[], isGatewayApi: boolean) => boolean;
}

interface Named {
  included: string[];
  excluded: string[];
}

/**
 * Reads `namespace/host`: `.` is the proxy's own namespace, `*` stands for all, and `~` in front leaves out.
 * Source: `convertIstioListenerToWrapper` and `hostClassification` in istio pilot/pkg/model/sidecar.go, `SelectVirtualServices` in
 * pilot/pkg/model/virtualservice.go.
 */
export function readEgressHosts(hosts: readonly string[], own: string): EgressHosts {
  const byNamespace = new Map<string, Named>();
  for (const text of hosts) {
    const [scope = "", host, ...rest] = text.split("/");
    if (host === undefined || rest.length > 0) continue;
    const isExcluded = scope.startsWith("~");
    const name = (isExcluded ? scope.slice(1) : scope) || (isExcluded ? "*" : "");
    const namespace = name === "." ? own : name;
    const named = byNamespace.get(namespace) ?? { included: [], excluded: [] };
    named[isExcluded ? "excluded" : "included"].push(host);
    byNamespace.set(namespace, named);
  }
  const listFor = (namespace: string) =>
    [byNamespace.get(namespace), byNamespace.get("*")].filter((one) => one !== undefined);
  const isExcluded = (named: readonly Named[], host: string) =>
    named.some(({ excluded }) => excluded.some((pattern) => coversHost(pattern, host)));
  return {
    takesService: (namespace, host) => {
      const named = listFor(namespace);
      const isIncluded = named.some(({ included }) => included.some((pattern) => coversHost(pattern, host)));
      return isIncluded && !isExcluded(named, host);
    },
    takesRoutes: (namespace, given, isGatewayApi) => {
      const named = listFor(namespace);
      const fits = isGatewayApi ? coversHost : shareHosts;
      return given.some(
        (host) =>
          !isExcluded(named, host) && named.some(({ included }) => included.some((pattern) => fits(pattern, host))),
      );
    },
  };
}

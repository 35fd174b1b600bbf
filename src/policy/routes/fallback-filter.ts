import type { Manifest } from "../../kubernetes/manifest.js";
import type { Destination, HttpRoute, ServiceContext } from "../kind.js";

/** What a proxy answers by itself: one of the two. */
export interface Answer {
  respond?: { status: number; body?: string; headers?: Readonly<Record<string, string>> };
  redirect?: { uri?: string; authority?: string; scheme?: string; redirectCode?: number };
}

const type = "type.googleapis.com/envoy.extensions";

/**
 * Sends the requests of a route to an aggregate of the clusters of its destination and its fallback: Envoy's priorities then
 * say how many go where. Where a proxy does not know the filter, the route stays as it was.
 */
export function renderClusterFilter(to: string, routes: readonly HttpRoute[], context: ServiceContext): Manifest[] {
  const { service, resolve, report } = context;
  const fallback = resolve(to, ["to"]);
  const [primary, ...others] = routes[0]?.route ?? [];
  const name = routes.at(-1)?.name ?? "";
  if (primary === undefined || others.length > 0) {
    const message = `route "${name}" splits its requests, and only one destination can have a fallback`;
    report([], "MESH0206", message, "give that route one destination, or answer by respond or redirect");
    return [];
  }
  if (fallback === undefined) return [];
  const patches = listPorts(context, ["http", "grpc", "auto"]).flatMap((port) => {
    const [first, second] = [primary.destination, fallback].map((one) => nameCluster(one, port, context));
    if (second === undefined) {
      const message = `${to} has no port ${port}, but ${service.namespace}/${service.name} is called by it`;
      report(["to"], "MESH0206", message, "name a service with the same ports, or with one");
    }
    if (first === undefined || second === undefined || first === second) return [];
    const cluster = `fallback|${port}|${name}|${service.host}`;
    const match = (route: string) => ({ vhost: { name: `${service.host}:${port}`, route: { name: route } } });
    return [
      {
        applyTo: "CLUSTER",
        match: { context: "SIDECAR_OUTBOUND" },
        patch: { operation: "ADD", value: createAggregate(cluster, [first, second]) },
      },
      ...listNames(routes, ({ name: own = "" }) => own).map((route) => ({
        applyTo: "HTTP_ROUTE",
        match: { context: "SIDECAR_OUTBOUND", routeConfiguration: match(route) },
        patch: { operation: "MERGE", value: { route: { cluster } } },
      })),
    ];
  });
  return patches.length === 0 ? [] : [createFilter(name, patches, context)];
}

/** Answers in the place of Envoy where it has no healthy upstream (UH) or cannot connect to it (UF). */
export function renderAnswerFilter(value: Answer, routes: readonly HttpRoute[], context: ServiceContext): Manifest {
  const names = listNames(routes, findEnvoyName);
  const patches = listPorts(context, ["http", "auto"]).map((port) => {
    const isOurs = `xds.virtual_host_name == "${context.service.host}:${port}" && xds.route_name in ${JSON.stringify(names)}`;
    const cel = { "@type": `${type}.access_loggers.filters.cel.v3.ExpressionFilter`, expression: isOurs };
    const filters = [
      { response_flag_filter: { flags: ["UH", "UF"] } },
      { extension_filter: { name: "envoy.access_loggers.extension_filters.cel", typed_config: cel } },
    ];
    const manager = {
      "@type": `${type}.filters.network.http_connection_manager.v3.HttpConnectionManager`,
      local_reply_config: { mappers: [{ filter: { and_filter: { filters } }, ...createAnswer(value) }] },
    };
    const filterChain = { filter: { name: "envoy.filters.network.http_connection_manager" } };
    return {
      applyTo: "NETWORK_FILTER",
      match: { context: "SIDECAR_OUTBOUND", listener: { portNumber: port, filterChain } },
      patch: { operation: "MERGE", value: { typed_config: manager } },
    };
  });
  return createFilter(routes.at(-1)?.name ?? "", patches, context);
}

/** The callers are anywhere, so their proxies are told from the root namespace; the match keeps other hosts out of it. */
function createFilter(route: string, configPatches: readonly object[], { service, mesh }: ServiceContext): Manifest {
  return {
    apiVersion: "networking.istio.io/v1alpha3",
    kind: "EnvoyFilter",
    metadata: { name: `${service.namespace}.${service.name}.${route}.fallback`, namespace: mesh.rootNamespace },
    spec: { configPatches },
  };
}

function createAggregate(name: string, clusters: readonly string[]): object {
  const config = { "@type": `${type}.clusters.aggregate.v3.ClusterConfig`, clusters };
  const cluster_type = { name: "envoy.clusters.aggregate", typed_config: config };
  return { name, lb_policy: "CLUSTER_PROVIDED", cluster_type };
}

function createAnswer({ respond, redirect }: Answer): object {
  if (redirect !== undefined) {
    const given = escapeAll({ scheme: redirect.scheme, authority: redirect.authority, uri: redirect.uri });
    const { scheme = "%REQ(:SCHEME)%", authority = "%REQ(:AUTHORITY)%", uri = "%REQ(:PATH)%" } = given;
    const headers_to_add = [createHeader("location", `${scheme}://${authority}${uri}`)];
    return { status_code: redirect.redirectCode ?? 302, body: { inline_string: "" }, headers_to_add };
  }
  const { status = 200, body = "", headers = {} } = respond ?? {};
  const added = Object.entries(escapeAll(headers)).map(([key, value]) => createHeader(key, value));
  const contentType = Object.entries(headers).find(([name]) => name.toLowerCase() === "content-type")?.[1];
  return {
    status_code: status,
    body: { inline_string: body },
    // Envoy sets the type after the headers.
    ...(contentType === undefined ? {} : { body_format_override: createFormat(contentType) }),
    ...(added.length === 0 ? {} : { headers_to_add: added }),
  };
}

/** Envoy puts values of the request in the place of what stands between percent signs. What is undefined is left out. */
export function escapeAll(texts: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([name, text]) => (text === undefined ? [] : [[name, text.replaceAll("%", "%%")]])),
  );
}

function createFormat(content_type: string): object {
  return { text_format_source: { inline_string: "%LOCAL_REPLY_BODY%" }, content_type };
}

function createHeader(key: string, value: string): object {
  return { header: { key, value }, append_action: "OVERWRITE_IF_EXISTS_OR_ADD" };
}

function listPorts({ service }: ServiceContext, protocols: readonly string[]): number[] {
  return service.ports.filter(({ protocol }) => protocols.includes(protocol)).map(({ number }) => number);
}

/**
 * The cluster that istiod makes for a destination: of its only port, or of that with the same number.
 * Source: `GetDestinationCluster` in its pilot/pkg/networking/core/route.
 */
function nameCluster({ host, subset = "" }: Destination, port: number, { services }: ServiceContext) {
  const ports =
    [...services.values()].find((service) => service.host === host)?.ports.map(({ number }) => number) ?? [];
  if (ports.length > 1 && !ports.includes(port)) return undefined;
  return `outbound|${ports.length === 1 ? (ports[0] ?? port) : port}|${subset}|${host}`;
}

/** Routes whose paths are rewritten in several ways share a name. */
function listNames(routes: readonly HttpRoute[], nameOf: (route: HttpRoute) => string): string[] {
  return [...new Set(routes.map(nameOf))];
}

/** What Envoy calls a route: istiod puts a delegate's own name behind that of the route. */
function findEnvoyName({ name = "", delegate }: HttpRoute): string {
  const inner = (delegate as { name: string } | undefined)?.name.split(".")[1];
  return inner === undefined ? name : `${name}-${inner}`;
}

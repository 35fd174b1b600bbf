import type { KubernetesMatch, NamedMatch } from "./match.js";
import type { KubernetesRule } from "./rule.js";

/** GRPCRouteMatch of the Gateway API. */
interface GrpcMatch {
  method?: { type: "Exact"; service: string; method?: string };
  headers?: NamedMatch[];
}

const grpcFilters = ["RequestHeaderModifier", "ResponseHeaderModifier", "RequestMirror"];

/** The same rules for a GRPCRoute; undefined where it cannot say one of them. */
export function convertToGrpc(rules: readonly KubernetesRule[]): object[] | undefined {
  const converted = rules.map(({ matches, filters, backendRefs, timeouts, retry }) => {
    const own = matches.map(convertMatch);
    const isSaid =
      timeouts === undefined &&
      retry === undefined &&
      backendRefs !== undefined &&
      own.every((match) => match !== undefined) &&
      (filters ?? []).every(({ type }) => grpcFilters.includes(type));
    if (!isSaid) return undefined;
    // A rule without a match is for every request.
    const said = own.some((match) => Object.keys(match ?? {}).length === 0) ? {} : { matches: own };
    return { ...said, ...(filters === undefined ? {} : { filters }), backendRefs };
  });
  return converted.every((rule) => rule !== undefined) ? converted : undefined;
}

/** A path of gRPC is `/<service>/<method>`. */
function convertMatch({ path, method, headers, queryParams }: KubernetesMatch): GrpcMatch | undefined {
  if (method !== undefined || queryParams !== undefined) return undefined;
  const own = headers === undefined ? {} : { headers };
  if (path.type === "PathPrefix" && path.value === "/") return own;
  const [, service = "", called, ...more] = path.value.split("/");
  if (service === "" || more.length > 0) return undefined;
  if (path.type === "PathPrefix" && called === undefined) return { method: { type: "Exact", service }, ...own };
  if (path.type !== "Exact" || called === undefined || called === "") return undefined;
  return { method: { type: "Exact", service, method: called }, ...own };
}

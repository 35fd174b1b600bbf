import type { RateLimitService } from "../kinds/rate-limit-service.js";
import {
  nameGlobalLimit,
  renderActions,
  renderLocalDescriptor,
  toSeconds,
  type GlobalLimit,
  type LocalLimit,
} from "./rate-limits.js";

/** Values that the filter keeps a bucket for, in each limit by header; the least recently seen go. */
const keptBuckets = 10_000;

/** Of every request: otherwise the filter is off. */
const always = { default_value: { numerator: 100, denominator: "HUNDRED" } };

const answerHeaders = { enable_x_ratelimit_headers: "DRAFT_VERSION_03" };

/** Callers by gRPC try again what is UNAVAILABLE, which it would be otherwise. */
const grpcStatus = { rate_limited_as_resource_exhausted: true };

/**
 * Patch of an EnvoyFilter with Envoy's local rate limit filter.
 * @param isAlone whether no other filter says in the answer what is left; two would write every header twice
 */
export function renderLocalFilter(limits: readonly LocalLimit[], isAlone: boolean): object {
  const names = limits.map((limit, index) => ({ limit, name: String(index) }));
  return insert("local_ratelimit", "LocalRateLimit", {
    stat_prefix: "rate_limit",
    filter_enabled: always,
    filter_enforced: always,
    ...(isAlone ? answerHeaders : {}),
    ...grpcStatus,
    descriptors: names.map(({ limit, name }) => renderLocalDescriptor(limit, name)),
    rate_limits: names.flatMap(({ limit, name }) => renderActions(limit, name)),
    ...(limits.some(({ by }) => by !== undefined) ? { max_dynamic_descriptors: keptBuckets } : {}),
  });
}

/**
 * Patch of an EnvoyFilter with Envoy's rate limit filter.
 * @param service whose limits they are, as `namespace/name`
 * @param host of the rate limit service
 */
export function renderGlobalFilter(
  limits: readonly GlobalLimit[],
  service: string,
  { port, domain, timeout, failureModeDeny }: RateLimitService,
  host: string,
): object {
  const grpc = { cluster_name: `outbound|${port}||${host}`, authority: host };
  return insert("ratelimit", "RateLimit", {
    domain,
    timeout: toSeconds(timeout),
    failure_mode_deny: failureModeDeny,
    ...answerHeaders,
    ...grpcStatus,
    rate_limit_service: { grpc_service: { envoy_grpc: grpc }, transport_api_version: "V3" },
    rate_limits: limits.flatMap((limit, index) => renderActions(limit, nameGlobalLimit(service, index))),
  });
}

/** Right before the router: who may not come at all is gone by then, and tokens have become headers. */
function insert(filter: string, type: string, config: object): object {
  const subFilter = { name: "envoy.filters.http.router" };
  const manager = { name: "envoy.filters.network.http_connection_manager", subFilter };
  const typed = { "@type": `type.googleapis.com/envoy.extensions.filters.http.${filter}.v3.${type}`, ...config };
  return {
    applyTo: "HTTP_FILTER",
    match: { context: "SIDECAR_INBOUND", listener: { filterChain: { filter: manager } } },
    patch: { operation: "INSERT_BEFORE", value: { name: `envoy.filters.http.${filter}`, typed_config: typed } },
  };
}

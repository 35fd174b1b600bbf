import { isMap } from "../../text/is-map.js";
import type { ValuePath } from "../../findings/place.js";
import {
  nanoseconds,
  requireAddress,
  requireAll,
  requireAny,
  requireDuration,
  requireFullAddress,
  requireHost,
  requireIdle,
  requireLeast,
  requireMilliseconds,
  requireNoPast,
  requireNone,
  requireOneWay,
  requireOtherWays,
  requirePercent,
  requirePort,
  requirePositive,
  requireRegions,
  requireShares,
  requireSplit,
  requireText,
  requireTls,
  requireTracer,
  requireTrustDomain,
  type Requirement,
} from "./requirements.js";
import { findScalarFault } from "./scalars.js";
import { listFields, type MeshField } from "./mesh-schema.js";

/** A value that istiod can read and does not take. */
export interface RefusedValue {
  path: ValuePath;
  value: unknown;
  /** What it must be. */
  wanted: string;
}

/** The same requirement for several fields of one message. */
function forEach(prefix: string, fields: string, requirement: Requirement): Record<string, Requirement> {
  return Object.fromEntries(fields.split(" ").map((field) => [`${prefix}.${field}`, requirement]));
}

/** Path of a value, `*` for each entry of a list -> what istiod's own validation wants there. */
const ofProxy: Readonly<Record<string, Requirement>> = {
  configPath: requireText,
  binaryPath: requireText,
  serviceCluster: requireText,
  drainDuration: requireDuration("second"),
  discoveryAddress: requireFullAddress,
  "tracing.zipkin": requireAny("address"),
  "tracing.zipkin.address": requireTracer,
  "tracing.datadog": requireAny("address"),
  "tracing.datadog.address": requireTracer,
  "tracing.lightstep": requireAll("address", "accessToken"),
  "tracing.lightstep.address": requireFullAddress,
  "tracing.lightstep.accessToken": requireText,
  "tracing.tlsSettings": requireTls,
  statsdUdpAddress: requireAddress,
  envoyMetricsServiceAddress: requireAddress,
  "envoyMetricsService.address": requireAddress,
  "envoyAccessLogService.address": requireAddress,
  proxyAdminPort: requirePort,
  statusPort: requirePort,
  controlPlaneAuthPolicy: (value) => (value === "INHERIT" ? "allowed are NONE, MUTUAL_TLS" : undefined),
  ...forEach(
    "connectionSettings",
    "listenerPerConnectionBufferLimitBytes clusterPerConnectionBufferLimitBytes",
    requireLeast(0),
  ),
  ...forEach(
    "connectionSettings",
    "httpIdleTimeout httpMaxConnectionDuration httpDrainTimeout httpRequestTimeout httpRequestHeadersTimeout httpStreamIdleTimeout httpMaxStreamDuration",
    requireNoPast,
  ),
  ...forEach(
    "connectionSettings",
    "httpMaxConcurrentStreams listenerConnectionLimit globalDownstreamConnectionLimit",
    requireLeast(1),
  ),
  ...forEach(
    "connectionSettings",
    "http2InitialStreamWindowSize http2InitialConnectionWindowSize",
    requireLeast(65535),
  ),
  privateKeyProvider: requireAny("cryptomb", "qat"),
  "privateKeyProvider.cryptomb": requireAny("pollDelay"),
  "privateKeyProvider.qat": requireAny("pollDelay"),
  "privateKeyProvider.cryptomb.pollDelay": requirePositive,
  "privateKeyProvider.qat.pollDelay": requirePositive,
};

const ofMesh: Readonly<Record<string, Requirement>> = {
  ...Object.fromEntries(Object.entries(ofProxy).map(([path, requirement]) => [`defaultConfig.${path}`, requirement])),
  proxyListenPort: requirePort,
  connectTimeout: requireDuration("millisecond", nanoseconds.hour),
  protocolDetectionTimeout: requireMilliseconds,
  trustDomain: requireTrustDomain,
  "trustDomainAliases.*": requireTrustDomain,
  "serviceSettings.*.hosts.*": requireHost,
  localityLbSetting: requireOneWay,
  "localityLbSetting.failover.*": requireRegions,
  "localityLbSetting.distribute.*": requireShares,
  "zoneAwareLbSetting.failover.*": requireRegions,
  "zoneAwareLbSetting.failoverPriority.*": requireOtherWays,
  "defaultTrafficPolicy.connectionPool": requireAny("http", "tcp"),
  ...forEach(
    "defaultTrafficPolicy.connectionPool.http",
    "http1MaxPendingRequests http2MaxRequests maxRequestsPerConnection maxRetries maxConcurrentStreams",
    requireLeast(0),
  ),
  "defaultTrafficPolicy.connectionPool.http.idleTimeout": requireDuration("millisecond"),
  "defaultTrafficPolicy.connectionPool.tcp.maxConnections": requireLeast(0),
  "defaultTrafficPolicy.connectionPool.tcp.idleTimeout": requireIdle,
  ...forEach(
    "defaultTrafficPolicy.connectionPool.tcp",
    "connectTimeout maxConnectionDuration tcpKeepalive.time tcpKeepalive.interval",
    requireDuration("millisecond"),
  ),
  "defaultTrafficPolicy.outlierDetection": requireSplit,
  ...forEach("defaultTrafficPolicy.outlierDetection", "baseEjectionTime interval", requireDuration("millisecond")),
  ...forEach("defaultTrafficPolicy.outlierDetection", "maxEjectionPercent minHealthPercent", requirePercent),
  "meshMTLS.ecdhCurves": requireNone("it must be left out: for traffic within the mesh istiod takes none"),
};

/** The values that istiod's validation refuses, and all of the configuration with them. Source: `ValidateMeshConfig` of Istio's pkg/config/validation/agent. */
export function findRefusedValues(config: unknown, type: "MeshConfig" | "ProxyConfig"): RefusedValue[] {
  const requirements = type === "MeshConfig" ? ofMesh : ofProxy;
  return Object.entries(requirements).flatMap(([path, requirement]) =>
    listAt(config, path.split("."), type).flatMap(({ path: at, value }) => {
      const wanted = requirement(value);
      return wanted === undefined ? [] : [{ path: at, value, wanted }];
    }),
  );
}

interface Found {
  path: ValuePath;
  value: unknown;
}

/** The values at a path that have the right type; others are said to be wrong already. */
function listAt(value: unknown, [step, ...rest]: readonly string[], type: string, path: ValuePath = []): Found[] {
  if (step === undefined) return [{ path, value }];
  if (!isMap(value)) return [];
  const field = (listFields(type) ?? []).find(({ name }) => name === step);
  const key = field === undefined ? undefined : [field.name, field.protoName].find((name) => isSet(value[name]));
  if (field === undefined || key === undefined) return [];
  return listInner(value[key], field, rest, [...path, key]);
}

function listInner(value: unknown, field: MeshField, rest: readonly string[], path: ValuePath): Found[] {
  if (field.shape === "list" && rest[0] === "*") {
    const entries = Array.isArray(value) ? (value as unknown[]) : [];
    // An empty entry is an empty text.
    const filled = entries.map((entry) => (field.type === "string" ? (entry ?? "") : entry));
    return filled.flatMap((entry, index) =>
      listInner(entry, { ...field, shape: "single" }, rest.slice(1), [...path, index]),
    );
  }
  const isRight = field.shape !== "single" || findScalarFault(value, field.type) === undefined;
  return isSet(value) && isRight ? listAt(value, rest, field.type, path) : [];
}

function isSet(value: unknown): boolean {
  return value !== null && value !== undefined;
}

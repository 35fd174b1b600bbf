import { isIPv4, isIPv6 } from "node:net";
import { parseGoDuration } from "../text/go-duration.js";
import { isMap } from "../text/is-map.js";
import { toMap } from "../text/read.js";
import type { ValuePath } from "../text/schema-problems.js";
import { findScalarFault } from "./mesh-config-scalars.js";
import { listFields, type MeshField } from "./mesh-schema.js";

/** A value that istiod can read and does not take. */
export interface RefusedValue {
  path: ValuePath;
  value: unknown;
  /** What it must be. */
  wanted: string;
}

/** What a value must be; undefined where it is that. Asked only of values of the right type. */
type Requirement = (value: unknown) => string | undefined;

const nanoseconds = { millisecond: 1_000_000n, second: 1_000_000_000n, hour: 3_600_000_000_000n };

/** `ValidateDuration` of Istio's pkg/config/validation/agent. */
const requireDuration =
  (unit: "millisecond" | "second", most?: bigint): Requirement =>
  (value) => {
    const span = parseGoDuration(String(value)) ?? 0n;
    const isTaken = span >= nanoseconds.millisecond && (most === undefined || span <= most);
    if (isTaken && span % nanoseconds[unit] === 0n) return undefined;
    return `it must be 1ms or more${most === undefined ? "" : " and 1h or less"}, in whole ${unit}s`;
  };
const requireMilliseconds: Requirement = (value) =>
  (parseGoDuration(String(value)) ?? 0n) % nanoseconds.millisecond === 0n
    ? undefined
    : "it must be in whole milliseconds";
const requirePositive: Requirement = (value) =>
  parseGoDuration(String(value)) === 0n ? "it must not be 0" : undefined;
const requirePort: Requirement = (value) =>
  Number(value) >= 1 && Number(value) <= 65535 ? undefined : "it must be a port, 1 to 65535";
const requireText: Requirement = (value) => (value === "" ? "it must not be empty" : undefined);
const requireNone =
  (why: string): Requirement =>
  () =>
    why;
const requireAddress: Requirement = (value) =>
  value === "" || isAddress(String(value))
    ? undefined
    : "it must be an address with its port, as in zipkin.observability:9411";
const requireFullAddress: Requirement = (value) => (value === "" ? "it must not be empty" : requireAddress(value));
const requireTracer: Requirement = (value) => requireFullAddress(String(value).replace("$(HOST_IP)", "127.0.0.1"));
const requireTrustDomain: Requirement = (value) =>
  isTrustDomain(String(value)) ? undefined : "it must be a name like cluster.local";
const requireHost: Requirement = (value) =>
  isWildcardHost(String(value))
    ? undefined
    : "it must be a host, as in reviews.shop.svc.cluster.local, or begin with `*`";

const requireKey =
  (...keys: readonly string[]): Requirement =>
  (value) =>
    isMap(value) && !keys.some((key) => isSet(value[key])) ? `it must have ${keys.join(" or ")}` : undefined;
const requireRegions: Requirement = (value) => {
  const { from = "", to = "" } = toMap(value);
  const isTaken = from !== to && !/[/*]/.test(`${String(from)}${String(to)}`);
  return isTaken ? undefined : "it must lead from one region to another one, both without zone and `*`";
};
const requireWhole: Requirement = (value) => {
  const weights = Object.values(toMap(value)).map(Number);
  const isTaken = weights.every((one) => one > 0 && one <= 100) && weights.reduce((sum, one) => sum + one, 0) === 100;
  return isTaken ? undefined : "its weights must be 1 to 100 and sum to 100";
};
const requireOneWay: Requirement = (value) => {
  const { distribute, failover } = toMap(value);
  const hasBoth = [distribute, failover].every((one) => Array.isArray(one) && one.length > 0);
  return hasBoth ? "it must have `distribute` or `failover`, not both" : undefined;
};

/** Path of a value, `*` for each entry of a list -> what istiod's own validation wants there. */
const ofProxy: Readonly<Record<string, Requirement>> = {
  configPath: requireText,
  binaryPath: requireText,
  serviceCluster: requireText,
  drainDuration: requireDuration("second"),
  discoveryAddress: requireFullAddress,
  "tracing.zipkin": requireKey("address"),
  "tracing.zipkin.address": requireTracer,
  "tracing.datadog": requireKey("address"),
  "tracing.datadog.address": requireTracer,
  "tracing.lightstep": requireKey("address"),
  "tracing.lightstep.address": requireFullAddress,
  "tracing.lightstep.accessToken": requireText,
  statsdUdpAddress: requireAddress,
  envoyMetricsServiceAddress: requireAddress,
  "envoyMetricsService.address": requireAddress,
  "envoyAccessLogService.address": requireAddress,
  proxyAdminPort: requirePort,
  statusPort: requirePort,
  controlPlaneAuthPolicy: (value) => (value === "INHERIT" ? "allowed are NONE, MUTUAL_TLS" : undefined),
  privateKeyProvider: requireKey("cryptomb", "qat"),
  "privateKeyProvider.cryptomb": requireKey("pollDelay"),
  "privateKeyProvider.qat": requireKey("pollDelay"),
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
  "localityLbSetting.distribute.*.to": requireWhole,
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

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/i;
const isLabel = (text: string) => text.length <= 63 && label.test(text);
/** The last label may be empty, as in `istio.io.`. */
const areLabels = (labels: readonly string[]) =>
  labels.every((one, index) => isLabel(one) || (one === "" && index > 0 && index === labels.length - 1));

function isTrustDomain(text: string): boolean {
  return text !== "" && areLabels(text.split("."));
}

function isHost(text: string): boolean {
  const labels = text.split(".");
  return text !== "" && text.length <= 255 && !/^[+-]?\d+$/.test(labels.at(-1) ?? "") && areLabels(labels);
}

function isWildcardHost(text: string): boolean {
  const [first = "", ...rest] = text.split(".");
  if (text.length > 255 || !(first === "*" || isLabel(first.startsWith("*-") ? first.slice(2) : first))) return false;
  return rest.length === 0 || isHost(rest.join("."));
}

function isAddress(text: string): boolean {
  const [, bracketed, plain, port] = /^(?:\[([^\][]*)\]|([^:\][]*)):(\d+)$/.exec(text) ?? [];
  if (port === undefined || requirePort(port) !== undefined) return false;
  const host = bracketed ?? plain ?? "";
  return isHost(host) || isIPv4(host) || isIPv6(host);
}

import { findMessageProblems } from "../istio/mesh-config/check.js";
import { describeProblem } from "../findings/problem.js";
import { formatClosest } from "../text/closest.js";
import { parseGoDuration } from "../text/go-duration.js";
import { isBlock } from "../text/ip-block.js";
import { isMap } from "../text/is-map.js";
import { toText } from "../text/read.js";
import { parsePlacedYaml } from "../text/yaml-places.js";
import type { Labels } from "../mesh/selectors.js";

/** What is wrong with a value, one thing or several; undefined where nothing is. The others are all annotations beside it. */
type Check = (value: string, others: Labels) => string | readonly string[] | undefined;

const modes = ["NONE", "REDIRECT", "TPROXY"];
const truths = new Set(["1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"]);

const isPort = (text: string) => /^\d+$/.test(text.trim()) && Number(text) <= 65535;
const isCount = (text: string) => /^\d+$/.test(text) && Number(text) <= 4294967295;
const isQuantity = (text: string) => /^[+-]?(\d+\.?\d*|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/.test(text);
const isInterface = (text: string) => /^[a-zA-Z][a-zA-Z0-9_.-]{0,14}$/.test(text.trim());

const each =
  (isValid: (text: string) => boolean, what: string): Check =>
  (value) => {
    const wrong = value.trim() === "" ? undefined : value.split(",").find((one) => !isValid(one));
    return wrong === undefined ? undefined : `"${wrong}" is not ${what}`;
  };
const orAll =
  (check: Check): Check =>
  (value, others) =>
    value === "*" ? undefined : check(value, others);
const one =
  (isValid: (text: string) => boolean, what: string): Check =>
  (value) =>
    isValid(value) ? undefined : `"${value}" is not ${what}`;

const ports = each(isPort, "a port");
const ranges = each(isBlock, "an IP range like 10.0.0.0/8");
const interfaces = each(isInterface, "a name of a network interface");
const count = one(isCount, "an integer of 0 or more");
const quantity = one(isQuantity, "a quantity of Kubernetes, like 100m or 128Mi");

const truth = one((value) => truths.has(value), "true or false");

/** Istio's own, as it writes seconds. */
const flushByDefault = "5s";

/**
 * The annotations whose values Istio checks when it injects, and those that it, or the proxy, reads later and passes over where they are wrong. Source:
 * `AnnotationValidation` in istio pkg/kube/inject/validate.go; `getStatsOptions` in pkg/bootstrap/config.go, and where each is read.
 */
export const annotationChecks: ReadonlyMap<string, Check> = new Map<string, Check>([
  ["ambient.istio.io/bypass-inbound-capture", truth],
  ["ambient.istio.io/dns-capture", truth],
  ["istio.io/reroute-virtual-interfaces", interfaces],
  [
    "istio.io/use-waypoint-canary-weight",
    one((value) => /^\+?\d+$/.test(value) && Number(value) <= 100, "an integer of 0 to 100"),
  ],
  ["networking.istio.io/traffic-distribution", findDistributionFault],
  ["prometheus.istio.io/merge-metrics", truth],
  ["proxy.istio.io/config", findProxyConfigFaults],
  ["readiness.status.sidecar.istio.io/failureThreshold", count],
  ["readiness.status.sidecar.istio.io/initialDelaySeconds", count],
  ["readiness.status.sidecar.istio.io/periodSeconds", count],
  ["sidecar.istio.io/interceptionMode", findModeFault],
  ["sidecar.istio.io/proxyCPU", quantity],
  ["sidecar.istio.io/proxyCPULimit", quantity],
  ["sidecar.istio.io/proxyMemory", quantity],
  ["sidecar.istio.io/proxyMemoryLimit", quantity],
  ["sidecar.istio.io/nativeSidecar", one((value) => value === "true" || value === "false", "true or false")],
  ["sidecar.istio.io/rewriteAppHTTPProbers", truth],
  ["sidecar.istio.io/statsEvictionInterval", findEvictionFault],
  ["sidecar.istio.io/statsFlushInterval", findFlushFault],
  [
    "sidecar.istio.io/statsHistogramBuckets",
    json(isBuckets, 'a map of lists of numbers in JSON, like {"istio": [1, 5, 10]}'),
  ],
  ["status.sidecar.istio.io/port", one(isPort, "a port")],
  ["traffic.istio.io/nodeSelector", json(isTexts, 'a map of strings in JSON, like {"zone": "a"}')],
  ["traffic.sidecar.istio.io/excludeInboundPorts", ports],
  ["traffic.sidecar.istio.io/excludeInterfaces", interfaces],
  ["traffic.sidecar.istio.io/excludeOutboundIPRanges", ranges],
  ["traffic.sidecar.istio.io/excludeOutboundPorts", ports],
  ["traffic.sidecar.istio.io/includeInboundPorts", orAll(ports)],
  ["traffic.sidecar.istio.io/includeOutboundIPRanges", orAll(ranges)],
  ["traffic.sidecar.istio.io/includeOutboundPorts", orAll(ports)],
  ["traffic.sidecar.istio.io/kubevirtInterfaces", interfaces],
]);

function json(isValid: (value: unknown) => boolean, what: string): Check {
  return (value) => {
    try {
      return isValid(JSON.parse(value)) ? undefined : `${value} is not ${what}`;
    } catch {
      return `${value} is not ${what}`;
    }
  };
}

function isBuckets(value: unknown): boolean {
  return (
    isMap(value) &&
    Object.values(value).every((list) => Array.isArray(list) && list.every((one) => typeof one === "number"))
  );
}

function isTexts(value: unknown): boolean {
  return isMap(value) && Object.values(value).every((one) => typeof one === "string");
}

/** The agent writes it into Envoy's configuration as Go writes durations, 1m0s and 500ms, where Envoy takes seconds alone and does not start else. */
function findFlushFault(value: string, others: Labels): string | undefined {
  const span = parseGoDuration(value);
  if (span === undefined) return noDuration(value);
  if (span === 0n) {
    return others["sidecar.istio.io/statsEvictionInterval"] === undefined
      ? undefined
      : `"${value}" ends the proxy, for statsEvictionInterval is divided by it`;
  }
  const isWritten = span >= 1_000_000_000n && span < 60_000_000_000n;
  return isWritten ? undefined : `"${value}" keeps Envoy from starting: it must be 1s or more, and less than 1m`;
}

function findEvictionFault(value: string, others: Labels): string | undefined {
  const span = parseGoDuration(value);
  if (span === undefined) return noDuration(value);
  const flush = toText(others["sidecar.istio.io/statsFlushInterval"] ?? flushByDefault);
  const each = parseGoDuration(flush) ?? parseGoDuration(flushByDefault) ?? 1n;
  if (each === 0n || span % each === 0n) return undefined;
  return `"${value}" is not a multiple of the flush interval ${flush}, and is not used`;
}

function noDuration(value: string): string {
  return `"${value}" is not a duration, like 10s or 1m30s`;
}

function findDistributionFault(value: string): string | undefined {
  const known = ["PreferClose", "PreferSameZone", "PreferSameNode"];
  if (value === "" || known.some((one) => one.toLowerCase() === value.toLowerCase())) return undefined;
  return `"${value}" is not a way to distribute; allowed are ${known.join(", ")}${formatClosest(value, known)}`;
}

function findModeFault(value: string): string | undefined {
  if (modes.includes(value)) return undefined;
  return `"${value}" is not a mode; allowed are ${modes.join(", ")}${formatClosest(value, modes)}`;
}

/** The webhook reads it as istiod reads `defaultConfig`: what it does not know it ignores, and of what it cannot read it refuses the pod. */
function findProxyConfigFaults(value: string): readonly string[] | undefined {
  const { value: config, findings } = parsePlacedYaml(value, "", "IST0125", "kubernetes");
  const isMapOrEmpty = typeof config === "object" && !Array.isArray(config);
  if (findings.length === 0 && !isMapOrEmpty) return ["it must be a map in YAML, with fields of ProxyConfig"];
  if (findings.length > 0) return findings.map(({ message }) => message);
  const problems = findMessageProblems(config, { type: "ProxyConfig" });
  return problems.length === 0 ? undefined : problems.map(describeProblem);
}

import { isIPv4, isIPv6 } from "node:net";
import { parseGoDuration } from "../../text/go-duration.js";
import { formatValue, toMap } from "../../text/read.js";

// What istiod's own validation wants of values that it can read. Source: Istio's pkg/config/validation/agent.

/** What a value must be; undefined where it is that. Asked only of values of the right type. */
export type Requirement = (value: unknown) => string | undefined;

export const nanoseconds = { millisecond: 1_000_000n, second: 1_000_000_000n, hour: 3_600_000_000_000n };

/** `ValidateDuration` of Istio's pkg/config/validation/agent. */
export const requireDuration =
  (unit: "millisecond" | "second", most?: bigint): Requirement =>
  (value) => {
    const span = parseGoDuration(String(value)) ?? 0n;
    const isTaken = span >= nanoseconds.millisecond && (most === undefined || span <= most);
    if (isTaken && span % nanoseconds[unit] === 0n) return undefined;
    return `it must be 1ms or more${most === undefined ? "" : " and 1h or less"}, in whole ${unit}s`;
  };
export const requireMilliseconds: Requirement = (value) =>
  (parseGoDuration(String(value)) ?? 0n) % nanoseconds.millisecond === 0n
    ? undefined
    : "it must be in whole milliseconds";
export const requirePositive: Requirement = (value) =>
  parseGoDuration(String(value)) === 0n ? "it must not be 0" : undefined;
export const requirePort: Requirement = (value) =>
  Number(value) >= 1 && Number(value) <= 65535 ? undefined : "it must be a port, 1 to 65535";
export const requireText: Requirement = (value) => (value === "" ? "it must not be empty" : undefined);
export const requireNone =
  (why: string): Requirement =>
  () =>
    why;
export const requireAddress: Requirement = (value) =>
  value === "" || isAddress(String(value))
    ? undefined
    : "it must be an address with its port, as in zipkin.observability:9411";
export const requireFullAddress: Requirement = (value) =>
  value === "" ? "it must not be empty" : requireAddress(value);
export const requireTracer: Requirement = (value) =>
  requireFullAddress(String(value).replace("$(HOST_IP)", "127.0.0.1"));
export const requireTrustDomain: Requirement = (value) =>
  isTrustDomain(String(value)) ? undefined : "it must be a name like cluster.local";
export const requireHost: Requirement = (value) =>
  isWildcardHost(String(value))
    ? undefined
    : "it must be a host, as in reviews.shop.svc.cluster.local, or begin with `*`";

/** A field of a message, by either of its names. */
function pick(value: unknown, name: string): unknown {
  const map = toMap(value);
  return map[name] ?? map[name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)] ?? undefined;
}

const hasAny = (value: unknown, names: readonly string[]) =>
  names.some((name) => pick(value, name) !== undefined && pick(value, name) !== "");

export const requireAny =
  (...names: readonly string[]): Requirement =>
  (value) =>
    names.every((name) => pick(value, name) === undefined) ? `it must have ${names.join(" or ")}` : undefined;
export const requireAll =
  (...names: readonly string[]): Requirement =>
  (value) => {
    const missing = names.filter((name) => pick(value, name) === undefined);
    return missing.length === 0 ? undefined : `it must have ${missing.join(" and ")}`;
  };
/** `ValidateTLS` of the same package. */
export const requireTls: Requirement = (value) => {
  const mode = pick(value, "mode") ?? "DISABLE";
  const isKnown = mode === "SIMPLE" || mode === "MUTUAL";
  const own = ["clientCertificate", "caCertificates", "privateKey", "caCrl"];
  const sans = pick(value, "subjectAltNames");
  if (pick(value, "insecureSkipVerify") === true && isKnown) {
    const others = mode === "SIMPLE" ? ["caCertificates", "credentialName"] : ["caCertificates"];
    if (hasAny(value, others) || (Array.isArray(sans) && sans.length > 0)) {
      return `it must not have ${others.join(", ")} or subjectAltNames together with insecureSkipVerify`;
    }
  }
  if (isKnown && hasAny(value, ["credentialName"])) {
    return hasAny(value, own) ? `it must not have ${own.join(", ")} together with credentialName` : undefined;
  }
  return mode === "MUTUAL" && !["clientCertificate", "privateKey"].every((name) => hasAny(value, [name]))
    ? "with mode MUTUAL it must have clientCertificate and privateKey"
    : undefined;
};
export const requireRegions: Requirement = (value) => {
  const [from, to] = ["from", "to"].map((name) => formatValue(pick(value, name) ?? ""));
  const isTaken = from !== to && !/[/*]/.test(`${from ?? ""}${to ?? ""}`);
  return isTaken ? undefined : "it must lead from one region to another one, both without zone and `*`";
};
export const requireShares: Requirement = (value) => {
  const shares = toMap(pick(value, "to"));
  const weights = Object.values(shares).map(Number);
  const isWhole = weights.every((one) => one > 0 && one <= 100) && weights.reduce((sum, one) => sum + one, 0) === 100;
  if (!isWhole) return "the weights in `to` must be 1 to 100 and sum to 100";
  return [formatValue(pick(value, "from") ?? ""), ...Object.keys(shares)].every(isLocality)
    ? undefined
    : "localities must be region, region/zone or region/zone/subzone, with `*` at the end at most";
};
const isLocality = (text: string) => /^[^*]*\*?$/.test(text) && text.split("/", 3).every((part) => part !== "");
const ownLabels = /^topology\.(kubernetes\.io\/(region|zone)|istio\.io\/subzone)$/;

export const requireOneWay: Requirement = (value) => {
  const toList = (name: string) => [pick(value, name) ?? []].flat();
  if (toList("failover").length === 0) return undefined;
  if (toList("distribute").length > 0) return "it must have `distribute` or `failover`, not both";
  const isDoubled = toList("failoverPriority").some((one) => ownLabels.test(formatValue(one)));
  return isDoubled ? "together with `failover`, its failoverPriority must not name region, zone or subzone" : undefined;
};
export const requireLeast =
  (least: number): Requirement =>
  (value) =>
    Number(value) >= least ? undefined : `it must be ${least} or more`;
export const requirePercent: Requirement = (value) =>
  Number(value) >= 0 && Number(value) <= 100 ? undefined : "it must be a percentage, 0 to 100";
export const requireNoPast: Requirement = (value) =>
  (parseGoDuration(String(value)) ?? 0n) >= 0n ? undefined : "it must be 0s or more";
/** As a pool takes it: 0 is none at all. */
export const requireIdle: Requirement = (value) =>
  (parseGoDuration(String(value)) ?? 0n) / nanoseconds.millisecond === 0n
    ? undefined
    : requireDuration("millisecond")(value);
export const requireSplit: Requirement = (value) => {
  const failures = Number(pick(value, "consecutiveLocalOriginFailures") ?? 0);
  const isLost = pick(value, "splitExternalLocalOriginErrors") !== true && failures > 0;
  return isLost ? "consecutiveLocalOriginFailures needs splitExternalLocalOriginErrors: true" : undefined;
};
export const requireOtherWays: Requirement = (value) =>
  ownLabels.test(String(value))
    ? "it must not be a label of region, zone or subzone, which are always considered"
    : undefined;

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

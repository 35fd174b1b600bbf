import { isIPv4, isIPv6 } from "node:net";
import { formatClosest } from "../text/closest.js";
import { parsePlacedYaml } from "../text/yaml-places.js";

/** What is wrong with a value; undefined where nothing is. */
type Check = (value: string) => string | undefined;

const modes = ["NONE", "REDIRECT", "TPROXY"];
const truths = new Set(["1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"]);

const isPort = (text: string) => /^\d+$/.test(text.trim()) && Number(text) <= 65535;
const isCount = (text: string) => /^\d+$/.test(text) && Number(text) <= 4294967295;
const isQuantity = (text: string) => /^[+-]?(\d+\.?\d*|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/.test(text);
const isInterface = (text: string) => /^[a-zA-Z][a-zA-Z0-9_.-]{0,14}$/.test(text.trim());

function isRange(text: string): boolean {
  const [address = "", bits = "", ...rest] = text.split("/");
  if (rest.length > 0 || !/^(0|[1-9]\d*)$/.test(bits)) return false;
  return (isIPv4(address) && Number(bits) <= 32) || (isIPv6(address) && Number(bits) <= 128);
}

const each =
  (isValid: (text: string) => boolean, what: string): Check =>
  (value) => {
    const wrong = value === "" ? undefined : value.split(",").find((one) => !isValid(one));
    return wrong === undefined ? undefined : `"${wrong}" is no ${what}`;
  };
const orAll =
  (check: Check): Check =>
  (value) =>
    value === "*" ? undefined : check(value);
const one =
  (isValid: (text: string) => boolean, what: string): Check =>
  (value) =>
    isValid(value) ? undefined : `"${value}" is no ${what}`;

const ports = each(isPort, "port");
const ranges = each(isRange, "IP range like 10.0.0.0/8");
const interfaces = each(isInterface, "name of a network interface");
const count = one(isCount, "whole number of 0 or more");
const quantity = one(isQuantity, "quantity of Kubernetes, like 100m or 128Mi");

/** The annotations whose values Istio checks when it injects. Source: `AnnotationValidation` in istio pkg/kube/inject/validate.go. */
export const annotationChecks: ReadonlyMap<string, Check> = new Map<string, Check>([
  ["istio.io/reroute-virtual-interfaces", interfaces],
  ["prometheus.istio.io/merge-metrics", one((value) => truths.has(value), "true or false")],
  ["proxy.istio.io/config", checkProxyConfig],
  ["readiness.status.sidecar.istio.io/failureThreshold", count],
  ["readiness.status.sidecar.istio.io/initialDelaySeconds", count],
  ["readiness.status.sidecar.istio.io/periodSeconds", count],
  ["sidecar.istio.io/interceptionMode", checkMode],
  ["sidecar.istio.io/proxyCPU", quantity],
  ["sidecar.istio.io/proxyCPULimit", quantity],
  ["sidecar.istio.io/proxyMemory", quantity],
  ["sidecar.istio.io/proxyMemoryLimit", quantity],
  ["status.sidecar.istio.io/port", one(isPort, "port")],
  ["traffic.sidecar.istio.io/excludeInboundPorts", ports],
  ["traffic.sidecar.istio.io/excludeInterfaces", interfaces],
  ["traffic.sidecar.istio.io/excludeOutboundIPRanges", ranges],
  ["traffic.sidecar.istio.io/excludeOutboundPorts", ports],
  ["traffic.sidecar.istio.io/includeInboundPorts", orAll(ports)],
  ["traffic.sidecar.istio.io/includeOutboundIPRanges", orAll(ranges)],
  ["traffic.sidecar.istio.io/kubevirtInterfaces", interfaces],
]);

function checkMode(value: string): string | undefined {
  if (modes.includes(value)) return undefined;
  return `"${value}" is no mode; allowed are ${modes.join(", ")}${formatClosest(value, modes)}`;
}

function checkProxyConfig(value: string): string | undefined {
  const { value: config, findings } = parsePlacedYaml(value, "", "IST0125", "kubernetes");
  if (findings.length > 0) return findings.map(({ message }) => message).join(", ");
  const isMap = typeof config === "object" && !Array.isArray(config);
  return isMap ? undefined : "it has to be a map in YAML, with fields of ProxyConfig";
}

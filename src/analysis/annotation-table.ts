/** What Istio says of one of its annotations. */
export interface AnnotationFacts {
  /** The kinds that it does something on; `Any` stands for all. */
  on: readonly string[];
  phase: "alpha" | "beta" | "stable";
  isDeprecated: boolean;
}

type Row = [on: string, phase: AnnotationFacts["phase"], names: string];

// Names that share a prefix stand as `prefix/{one,two}`. Source: annotation/annotations.yaml of Istio's API.
const current: readonly Row[] = [
  ["Any", "alpha", "galley.istio.io/analyze-suppress gateway.istio.io/controller-version"],
  ["AuthorizationPolicy", "alpha", "istio.io/dry-run"],
  ["Gateway", "alpha", "gateway.istio.io/{name-override,service-account} networking.istio.io/service-type"],
  ["GatewayClass Gateway", "alpha", "ambient.istio.io/waypoint-inbound-binding"],
  ["Ingress", "stable", "kubernetes.io/ingress.class"],
  ["Namespace", "alpha", "topology.istio.io/controlPlaneClusters"],
  ["Namespace Service ServiceEntry", "alpha", "networking.istio.io/traffic-distribution"],
  ["Namespace Service ServiceEntry", "alpha", "istio.io/use-waypoint-canary-weight"],
  ["Pod", "alpha", "ambient.istio.io/{bypass-inbound-capture,dns-capture} inject.istio.io/templates"],
  ["Pod", "alpha", "istio.io/{reroute-virtual-interfaces,rev} prometheus.istio.io/merge-metrics"],
  ["Pod", "alpha", "proxy.istio.io/overrides status.sidecar.istio.io/port"],
  [
    "Pod",
    "alpha",
    "readiness.status.sidecar.istio.io/{applicationPorts,failureThreshold,initialDelaySeconds,periodSeconds}",
  ],
  ["Pod", "alpha", "sidecar.istio.io/{agentLogLevel,bootstrapOverride,componentLogLevel,interceptionMode,logLevel}"],
  ["Pod", "alpha", "sidecar.istio.io/{nativeSidecar,proxyCPU,proxyCPULimit,proxyImage,proxyImageType,proxyMemory}"],
  ["Pod", "alpha", "sidecar.istio.io/{proxyMemoryLimit,rewriteAppHTTPProbers,statsEvictionInterval}"],
  ["Pod", "alpha", "sidecar.istio.io/{statsFlushInterval,statsHistogramBins,statsHistogramBuckets}"],
  ["Pod", "alpha", "sidecar.istio.io/{status,userVolume,userVolumeMount}"],
  ["Pod", "alpha", "traffic.sidecar.istio.io/{excludeInboundPorts,excludeInterfaces,excludeOutboundIPRanges}"],
  ["Pod", "alpha", "traffic.sidecar.istio.io/{excludeOutboundPorts,includeInboundPorts,includeOutboundIPRanges}"],
  ["Pod", "alpha", "traffic.sidecar.istio.io/{includeOutboundPorts}"],
  ["Pod", "beta", "ambient.istio.io/redirection proxy.istio.io/config"],
  ["Service", "alpha", "networking.istio.io/exportTo"],
  ["Service", "stable", "traffic.istio.io/nodeSelector"],
  ["WorkloadEntry", "alpha", "istio.io/{autoRegistrationGroup,connectedAt,disconnectedAt,workloadController}"],
];

const deprecated: readonly Row[] = [
  ["Pod", "alpha", "sidecar.istio.io/{discoveryAddress,extraStatTags,statsCompression,statsInclusionPrefixes}"],
  ["Pod", "alpha", "sidecar.istio.io/{statsInclusionRegexps,statsInclusionSuffixes}"],
  ["Pod", "alpha", "traffic.sidecar.istio.io/kubevirtInterfaces"],
  ["Pod", "beta", "sidecar.istio.io/inject"],
  ["Service", "alpha", "alpha.istio.io/{canonical-serviceaccounts,kubernetes-serviceaccounts}"],
];

/** Istio's annotations by their names. */
export const annotations: ReadonlyMap<string, AnnotationFacts> = new Map([
  ...current.flatMap((row) => readRow(row, false)),
  ...deprecated.flatMap((row) => readRow(row, true)),
]);

function readRow([on, phase, names]: Row, isDeprecated: boolean): [string, AnnotationFacts][] {
  const facts = { on: on.split(" "), phase, isDeprecated };
  return names
    .split(" ")
    .flatMap(expand)
    .map((name) => [name, facts]);
}

function expand(word: string): string[] {
  const [prefix = "", list] = word.split("{");
  return list === undefined
    ? [word]
    : list
        .replace("}", "")
        .split(",")
        .map((name) => prefix + name);
}

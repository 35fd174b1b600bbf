/** Labels that Istio reads, and the kinds that it reads them of. Source: label/labels.yaml of istio.io/api. */
export const istioLabels: ReadonlyMap<string, readonly string[]> = new Map([
  ["istio-injection", ["Namespace"]],
  ["sidecar.istio.io/inject", ["Pod"]],
  ["istio.io/rev", ["Namespace", "Pod", "Gateway"]],
  ["istio.io/dataplane-mode", ["Namespace", "Pod"]],
  ["istio.io/use-waypoint", ["Namespace", "Service", "ServiceEntry", "Pod", "WorkloadEntry"]],
  ["istio.io/use-waypoint-namespace", ["Namespace", "Service", "ServiceEntry", "Pod", "WorkloadEntry"]],
  ["istio.io/ingress-use-waypoint", ["Namespace", "Service", "ServiceEntry"]],
  ["istio.io/waypoint-for", ["Gateway", "GatewayClass"]],
  ["service.istio.io/canonical-name", ["Pod", "WorkloadEntry"]],
  ["service.istio.io/canonical-revision", ["Pod", "WorkloadEntry"]],
  ["service.istio.io/workload-name", ["Pod", "WorkloadEntry"]],
  ["topology.istio.io/network", ["Namespace", "Pod", "Service"]],
]);

// Does not prove that Istio says the same: the differential test beside istioctl does.
import { expect, it } from "vitest";
import { annotationChecks } from "../../../../src/analysis/annotation-values.js";
import { istioAnnotations } from "../../../../src/analysis/rules/workload/annotations.js";
import { analyzeFixture, analyzeText } from "../../analyze-text.js";

it("finds annotations that are unknown, misplaced, wrong, deprecated or in alpha phase", () => {
  expect(analyzeFixture(istioAnnotations, "good")).toEqual([]);
  expect(analyzeFixture(istioAnnotations, "bad")).toEqual([
    "mesh.yaml:6:18: warning IST0107: the annotation proxy.istio.io/config does nothing on a Deployment; it is for Pod; move it to the annotations of the pods' template",
    "mesh.yaml:11:9: info IST0135: the annotation sidecar.istio.io/inject is deprecated; use the label sidecar.istio.io/inject",
    'mesh.yaml:12:9: warning IST0125: sidecar.istio.io/interceptionMode: "REDIRECTED" is not a mode; allowed are NONE, REDIRECT, TPROXY; did you mean "REDIRECT"?; correct the value',
    'mesh.yaml:13:9: warning IST0125: traffic.sidecar.istio.io/excludeOutboundPorts: "70000" is not a port; correct the value',
    "mesh.yaml:13:9: info IST0136: the annotation traffic.sidecar.istio.io/excludeOutboundPorts is in alpha phase; make sure that this feature is worth the risk",
    "mesh.yaml:14:9: warning IST0125: proxy.istio.io/config: it must be a map in YAML, with fields of ProxyConfig; correct the value",
    'mesh.yaml:19:60: warning IST0108: Istio has no annotation networking.istio.io/exportsTo; did you mean "networking.istio.io/exportTo"?; correct its name, or remove it',
    "mesh.yaml:24:40: warning IST0107: the annotation kubernetes.io/ingress.class does nothing on a Namespace; it is for Ingress; move it to where Istio reads it",
    'mesh.yaml:33:9: warning IST0125: sidecar.istio.io/statsEvictionInterval: "five" is not a duration, like 10s or 1m30s; correct the value',
    'mesh.yaml:34:9: warning IST0125: proxy.istio.io/config: `holdApplicationUntilProxyStart` is not a known key; did you mean "holdApplicationUntilProxyStarts"?; correct the value',
    "mesh.yaml:39:44: warning IST0108: istio.io/dataplane-mode is a label, not an annotation; move it to the labels",
  ]);
});

it.each([
  ["ambient.istio.io/bypass-inbound-capture", "true", "yes"],
  ["ambient.istio.io/dns-capture", "0", "off"],
  ["istio.io/reroute-virtual-interfaces", "eth0, net1", "0eth"],
  ["istio.io/use-waypoint-canary-weight", "100", "10%"],
  ["networking.istio.io/traffic-distribution", "preferclose", "PreferZone"],
  ["prometheus.istio.io/merge-metrics", "True", "yes"],
  ["proxy.istio.io/config", "", "[: x"],
  ["proxy.istio.io/config", "concurrency: 2", "concurrency: two"],
  ["proxy.istio.io/config", "holdApplicationUntilProxyStarts: yes", "holdApplicationUntilProxyStart: true"],
  ["readiness.status.sidecar.istio.io/periodSeconds", "4294967295", "-1"],
  ["sidecar.istio.io/interceptionMode", "TPROXY", "tproxy"],
  ["sidecar.istio.io/proxyCPU", "0.5", "half"],
  ["sidecar.istio.io/proxyMemory", "128Mi", "128 Mi"],
  ["sidecar.istio.io/nativeSidecar", "true", "True"],
  ["sidecar.istio.io/rewriteAppHTTPProbers", "F", "no"],
  ["sidecar.istio.io/statsEvictionInterval", "10s", "five"],
  ["sidecar.istio.io/statsEvictionInterval", "1m", "7s"],
  ["sidecar.istio.io/statsFlushInterval", "1.5s", "10"],
  ["sidecar.istio.io/statsFlushInterval", "59s", "1m"],
  ["sidecar.istio.io/statsFlushInterval", "0s", "500ms"],
  ["sidecar.istio.io/statsHistogramBuckets", '{ "istio": [1, 5.5] }', '{ "istio": 1 }'],
  ["status.sidecar.istio.io/port", "15020", "65536"],
  ["traffic.istio.io/nodeSelector", '{ "zone": "a" }', "zone: a"],
  ["traffic.sidecar.istio.io/excludeInboundPorts", "", "*"],
  ["traffic.sidecar.istio.io/excludeOutboundIPRanges", "10.0.0.0/8,2001:db8::/32", "10.0.0.1"],
  ["traffic.sidecar.istio.io/excludeOutboundIPRanges", "0.0.0.0/0", "10.0.0.0/33"],
  ["traffic.sidecar.istio.io/includeInboundPorts", "*", "http"],
  ["traffic.sidecar.istio.io/includeOutboundIPRanges", "*", "10.0.0.0/08"],
  ["traffic.sidecar.istio.io/includeOutboundPorts", "*", "80;81"],
])("%s takes %j and not %j", (name, right, wrong) => {
  expect(annotationChecks.get(name)?.(right, {})).toBeUndefined();
  expect([annotationChecks.get(name)?.(wrong, {})].flat()).toEqual([expect.any(String)]);
});

it("holds the interval of eviction against that of flushes", () => {
  const check = annotationChecks.get("sidecar.istio.io/statsEvictionInterval");
  expect(check?.("9s", { "sidecar.istio.io/statsFlushInterval": "3s" })).toBeUndefined();
  expect(check?.("10s", { "sidecar.istio.io/statsFlushInterval": "3s" })).toBe(
    '"10s" is not a multiple of the flush interval 3s, and is not used',
  );
  const checkFlush = annotationChecks.get("sidecar.istio.io/statsFlushInterval");
  expect(checkFlush?.("0s", { "sidecar.istio.io/statsEvictionInterval": "10s" })).toBe(
    '"0s" ends the proxy, for statsEvictionInterval is divided by it',
  );
});

it("says all that is wrong with a ProxyConfig", () => {
  const text = `
apiVersion: v1
kind: Pod
metadata:
  name: a
  namespace: shop
  annotations:
    proxy.istio.io/config: |
      concurrency: two
      proxyMetadata: { ISTIO_META_DNS_CAPTURE: on }
      holdApplicationUntilProxyStart: true
spec: { containers: [] }`;
  expect(analyzeText(istioAnnotations, text).map(({ code, line, message }) => [code, line, message])).toEqual([
    [
      "IST0125",
      8,
      'proxy.istio.io/config: `concurrency` is "two"; it must be an integer within -2147483648 and 2147483647',
    ],
    [
      "IST0125",
      8,
      'proxy.istio.io/config: `holdApplicationUntilProxyStart` is not a known key; did you mean "holdApplicationUntilProxyStarts"?',
    ],
    ["IST0125", 8, "proxy.istio.io/config: `proxyMetadata.ISTIO_META_DNS_CAPTURE` is true; it must be a string"],
  ]);
});

it("finds wrong values where gateways and machines have annotations for their proxies", () => {
  const config = 'annotations: { proxy.istio.io/config: "concurrency: two", networking.istio.io/exportTo: "." }';
  const text = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  gatewayClassName: istio
  infrastructure: { ${config} }
  listeners: []
---
apiVersion: networking.istio.io/v1
kind: WorkloadGroup
metadata: { name: machines, namespace: shop }
spec:
  metadata: { ${config} }
  template: { serviceAccount: machines }`;
  const message =
    'proxy.istio.io/config: `concurrency` is "two"; it must be an integer within -2147483648 and 2147483647';
  expect(analyzeText(istioAnnotations, text).map((finding) => [finding.code, finding.line, finding.message])).toEqual([
    ["IST0125", 7, message],
    ["IST0125", 14, message],
  ]);
});

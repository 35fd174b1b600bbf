// Does not prove that Istio says the same: the differential test beside istioctl does.
import { expect, it } from "vitest";
import { annotationChecks } from "../../../src/analysis/annotation-values.js";
import { istioAnnotations } from "../../../src/analysis/rules/annotations.js";
import { analyzeFixture } from "../analyze-text.js";

it("finds annotations that are unknown, misplaced, wrong, deprecated or in alpha phase", () => {
  expect(analyzeFixture(istioAnnotations, "good")).toEqual([]);
  expect(analyzeFixture(istioAnnotations, "bad")).toEqual([
    "mesh.yaml:6:18: warning IST0107: the annotation proxy.istio.io/config does nothing on a Deployment; it is for Pod; move it to the annotations of the pods' template",
    "mesh.yaml:11:9: info IST0135: the annotation sidecar.istio.io/inject is deprecated; use the label sidecar.istio.io/inject",
    'mesh.yaml:12:9: warning IST0125: sidecar.istio.io/interceptionMode: "REDIRECTED" is no mode; allowed are NONE, REDIRECT, TPROXY; did you mean "REDIRECT"?; correct the value',
    'mesh.yaml:13:9: warning IST0125: traffic.sidecar.istio.io/excludeOutboundPorts: "70000" is no port; correct the value',
    "mesh.yaml:13:9: info IST0136: the annotation traffic.sidecar.istio.io/excludeOutboundPorts is in alpha phase; make sure that this feature is worth the risk",
    "mesh.yaml:14:9: warning IST0125: proxy.istio.io/config: it has to be a map in YAML, with fields of ProxyConfig; correct the value",
    'mesh.yaml:19:60: warning IST0108: Istio has no annotation networking.istio.io/exportsTo; did you mean "networking.istio.io/exportTo"?; correct its name, or remove it',
    "mesh.yaml:24:40: warning IST0107: the annotation kubernetes.io/ingress.class does nothing on a Namespace; it is for Ingress; move it to where Istio reads it",
    "mesh.yaml:28:44: warning IST0108: istio.io/dataplane-mode is a label, not an annotation; move it to the labels",
  ]);
});

it.each([
  ["istio.io/reroute-virtual-interfaces", "eth0, net1", "0eth"],
  ["prometheus.istio.io/merge-metrics", "True", "yes"],
  ["proxy.istio.io/config", "", "[: x"],
  ["readiness.status.sidecar.istio.io/periodSeconds", "4294967295", "-1"],
  ["sidecar.istio.io/interceptionMode", "TPROXY", "tproxy"],
  ["sidecar.istio.io/proxyCPU", "0.5", "half"],
  ["sidecar.istio.io/proxyMemory", "128Mi", "128 Mi"],
  ["status.sidecar.istio.io/port", "15020", "65536"],
  ["traffic.sidecar.istio.io/excludeInboundPorts", "", "*"],
  ["traffic.sidecar.istio.io/excludeOutboundIPRanges", "10.0.0.0/8,2001:db8::/32", "10.0.0.1"],
  ["traffic.sidecar.istio.io/excludeOutboundIPRanges", "0.0.0.0/0", "10.0.0.0/33"],
  ["traffic.sidecar.istio.io/includeInboundPorts", "*", "http"],
  ["traffic.sidecar.istio.io/includeOutboundIPRanges", "*", "10.0.0.0/08"],
])("%s takes %j and not %j", (name, right, wrong) => {
  expect(annotationChecks.get(name)?.(right)).toBeUndefined();
  expect(annotationChecks.get(name)?.(wrong)).toEqual(expect.any(String));
});

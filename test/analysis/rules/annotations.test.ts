// Does not prove that Istio says the same: the differential test beside istioctl does.
import { expect, it } from "vitest";
import { istioAnnotations } from "../../../src/analysis/rules/annotations.js";
import { analyzeFixture } from "../analyze-text.js";

it("finds annotations that are unknown, misplaced, wrong, deprecated or in alpha phase", () => {
  expect(analyzeFixture(istioAnnotations, "good")).toEqual([]);
  expect(analyzeFixture(istioAnnotations, "bad")).toEqual([
    "mesh.yaml:6:18: warning IST0107: the annotation proxy.istio.io/config does nothing on a Deployment; it is for Pod; move it to the annotations of the pods' template",
    "mesh.yaml:11:9: info IST0135: the annotation sidecar.istio.io/inject is deprecated; use the label sidecar.istio.io/inject",
    'mesh.yaml:12:9: warning IST0125: sidecar.istio.io/interceptionMode: "REDIRECTED" is no mode; allowed are NONE, REDIRECT, TPROXY; did you mean "REDIRECT"?; correct the value',
    "mesh.yaml:12:9: info IST0136: the annotation sidecar.istio.io/interceptionMode is in alpha phase; make sure that this feature is worth the risk",
    'mesh.yaml:13:9: warning IST0125: traffic.sidecar.istio.io/excludeOutboundPorts: "70000" is no port; correct the value',
    "mesh.yaml:13:9: info IST0136: the annotation traffic.sidecar.istio.io/excludeOutboundPorts is in alpha phase; make sure that this feature is worth the risk",
    "mesh.yaml:14:9: warning IST0125: proxy.istio.io/config: it has to be a map in YAML, with fields of ProxyConfig; correct the value",
    'mesh.yaml:19:60: warning IST0108: Istio has no annotation networking.istio.io/exportsTo; did you mean "networking.istio.io/exportTo"?; correct its name, or remove it',
    "mesh.yaml:24:40: warning IST0107: the annotation kubernetes.io/ingress.class does nothing on a Namespace; it is for Ingress; move it to where Istio reads it",
  ]);
});

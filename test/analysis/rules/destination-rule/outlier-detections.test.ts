// Does not prove what Envoy ejects: that was run beside it.
import { expect, it } from "vitest";
import { outlierDetections } from "../../../../src/analysis/rules/destination-rule/outlier-detections.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds thresholds that others come before, and detections that never eject", () => {
  expect(analyzeFixture(outlierDetections, "good")).toEqual([]);
  expect(analyzeFixture(outlierDetections, "bad")).toEqual([
    "mesh.yaml:22:5: warning MESH0356: nothing is ever ejected: one of 3 replicas is 33.3 %, and maxEjectionPercent, which is 10 by default, allows less; set maxEjectionPercent to 34 or more",
    "mesh.yaml:22:50: info MESH0357: 3 gateway errors in a row never come: each is a 5xx error too, and consecutive5xxErrors, which is 3, comes first; set consecutiveGatewayErrors below consecutive5xxErrors, or consecutive5xxErrors to 0",
    "mesh.yaml:25:9: warning MESH0356: nothing is ever ejected: one of 3 replicas is 33.3 %, and maxEjectionPercent 33 allows less; set maxEjectionPercent to 34 or more",
    "mesh.yaml:25:29: info MESH0357: 5xx errors of any kind eject too, by consecutive5xxErrors, which is 5 by default; set consecutive5xxErrors: 0 where gateway errors alone are to eject",
    "mesh.yaml:29:24: warning MESH0356: nothing is ever ejected: one of 2 replicas is 50.0 %, and maxEjectionPercent 49 allows less; set maxEjectionPercent to 50 or more",
    "mesh.yaml:35:44: warning MESH0356: consecutive5xxErrors 0 switches it off, and no other errors are counted, so that nothing is ejected; set consecutiveGatewayErrors, or remove outlierDetection",
    "mesh.yaml:38:44: info MESH0357: 5 gateway errors in a row never come: each is a 5xx error too, and consecutive5xxErrors, which is 5 by default, comes first; set consecutiveGatewayErrors below consecutive5xxErrors, or consecutive5xxErrors to 0",
    "mesh.yaml:58:39: warning MESH0356: nothing is ever ejected: one of 5 replicas is 20.0 %, and maxEjectionPercent, which is 10 by default, allows less; set maxEjectionPercent to 20 or more",
  ]);
});

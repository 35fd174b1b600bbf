// Does not prove that a waypoint runs.
import { expect, it } from "vitest";
import { ambientPolicies } from "../../../../src/analysis/rules/authorization-policy/ambient-policies.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds policies that nothing keeps to where there are no sidecars", () => {
  expect(analyzeFixture(ambientPolicies, "good")).toEqual([]);
  expect(analyzeFixture(ambientPolicies, "bad")).toEqual([
    "mesh.yaml:21:1: warning KIA0110: the pods of shop have no sidecars, and waypoints keep to nothing without targetRefs; use targetRefs, of kind Service or of kind Gateway for the waypoint",
    "mesh.yaml:26:1: warning KIA1115: the pods of shop have no sidecars, and waypoints keep to nothing without targetRefs; use targetRefs, of kind Service or of kind Gateway for the waypoint",
    "mesh.yaml:31:1: warning KIA1116: the pods of shop have no sidecars, and waypoints keep to nothing without targetRefs; use targetRefs, of kind Service or of kind Gateway for the waypoint",
    "mesh.yaml:36:1: warning KIA1117: the pods of shop have no sidecars, and waypoints keep to nothing without targetRefs; use targetRefs, of kind Service or of kind Gateway for the waypoint",
    "mesh.yaml:41:1: warning KIA0109: the Service orders uses no waypoint, so nothing keeps to this; make a waypoint, and label the Service or its namespace istio.io/use-waypoint",
    "mesh.yaml:46:1: warning KIA1110: the Service orders uses no waypoint, so nothing keeps to this; make a waypoint, and label the Service or its namespace istio.io/use-waypoint",
    "mesh.yaml:51:1: warning KIA1111: the Service orders uses no waypoint, so nothing keeps to this; make a waypoint, and label the Service or its namespace istio.io/use-waypoint",
    "mesh.yaml:56:1: warning KIA1112: the Service orders uses no waypoint, so nothing keeps to this; make a waypoint, and label the Service or its namespace istio.io/use-waypoint",
    "mesh.yaml:61:1: warning KIA1112: the namespace shop has no waypoint, and nothing else sees its requests; make a waypoint, and label the Service or its namespace istio.io/use-waypoint",
  ]);
});

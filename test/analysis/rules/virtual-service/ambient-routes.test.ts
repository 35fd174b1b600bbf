// Does not prove that a waypoint runs.
import { expect, it } from "vitest";
import { ambientRoutes } from "../../../../src/analysis/rules/virtual-service/ambient-routes.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds routes that no waypoint handles", () => {
  expect(analyzeFixture(ambientRoutes, "good")).toEqual([]);
  expect(analyzeFixture(ambientRoutes, "bad")).toEqual([
    "mesh.yaml:21:17: warning KIA1113: the Service orders.shop uses no waypoint, so nothing keeps to this; make a waypoint, and label the Service or its namespace istio.io/use-waypoint",
    "mesh.yaml:26:9: warning KIA0211: the Service orders.shop uses no waypoint, so nothing keeps to this; make a waypoint, and label the Service or its namespace istio.io/use-waypoint",
    "mesh.yaml:37:13: warning KIA1114: the waypoint of Service till.shop takes routes of namespace shop alone; put the VirtualService into the namespace of the Service",
    "mesh.yaml:42:9: warning KIA0212: the waypoint of Service till.shop takes rules of the namespaces shop and istio-system alone; put the DestinationRule into the namespace of the Service",
  ]);
});

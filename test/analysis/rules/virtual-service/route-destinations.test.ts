// Does not prove that the shares are those that were meant.
import { expect, it } from "vitest";
import { routeDestinations } from "../../../../src/analysis/rules/virtual-service/route-destinations.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds weights and destinations that are one too many", () => {
  expect(analyzeFixture(routeDestinations, "good")).toEqual([]);
  expect(analyzeFixture(routeDestinations, "bad")).toEqual([
    "mesh.yaml:7:55: warning KIA1104: the only destination of a route gets everything, not 50%; remove the weight, or add the other destinations",
    "mesh.yaml:14:17: warning KIA1105: orders.shop.svc.cluster.local with the subset v1 is the destination 1 of this route already; make one of them, with the sum of the weights",
  ]);
});

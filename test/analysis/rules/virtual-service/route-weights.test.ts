// Does not prove that Envoy shares so.
import { expect, it } from "vitest";
import { routeWeights } from "../../../../src/analysis/rules/virtual-service/route-weights.js";
import { analyzeFixture } from "../../analyze-text.js";

it("says what destinations get where weights are no percents", () => {
  expect(analyzeFixture(routeWeights, "good")).toEqual([]);
  expect(analyzeFixture(routeWeights, "bad")).toEqual([
    "mesh.yaml:8:7: warning MESH0311: the weights 90, 5 sum to 95, so the destinations get 94.7%, 5.3%; make them sum to 100",
    "mesh.yaml:11:7: warning MESH0311: the weights 80, 30, 0 sum to 110, so the destinations get 72.7%, 27.3%, 0%; make them sum to 100",
    "mesh.yaml:15:11: warning MESH0311: the weights 1, 2 sum to 3, so the destinations get 33.3%, 66.7%; make them sum to 100",
  ]);
});

// Does not prove that somebody answers.
import { expect, it } from "vitest";
import { kubernetesRouteWeights } from "../../../../src/analysis/rules/gateway-api/kubernetes-route-weights.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds rules that send nothing anywhere", () => {
  expect(analyzeFixture(kubernetesRouteWeights, "good")).toEqual([]);
  expect(analyzeFixture(kubernetesRouteWeights, "bad")).toEqual([
    "mesh.yaml:6:7: warning MESH0374: the rule gives every backend the weight 0, so every request gets the answer 500; give a backend a weight, or redirect",
    "mesh.yaml:7:7: warning MESH0374: the rule names no backend, so every request gets the answer 500; give a backend a weight, or redirect",
    "mesh.yaml:8:7: warning MESH0374: the rule names no backend, so every request gets the answer 500; give a backend a weight, or redirect",
    "mesh.yaml:13:19: warning MESH0374: the rule gives every backend the weight 0, so every call gets the answer 500; give a backend a weight, or redirect",
    "mesh.yaml:18:19: warning MESH0374: the rule gives every backend the weight 0, so every connection is refused; give a backend a weight, or redirect",
  ]);
});

// Does not prove that a variable is one that Envoy knows.
import { expect, it } from "vitest";
import { kubernetesRouteHeaders } from "../../../../src/analysis/rules/gateway-api/kubernetes-route-headers.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds values of headers that istiod or the proxy refuses", () => {
  expect(analyzeFixture(kubernetesRouteHeaders, "good")).toEqual([]);
  expect(analyzeFixture(kubernetesRouteHeaders, "bad")).toEqual([
    "mesh.yaml:8:58: error MESH0373: the proxy refuses this value of the header x-team, and every later change of its routes; write %% for a literal %, or close the variable with %; correct the value",
    "mesh.yaml:8:104: error MESH0373: the proxy refuses this value of the header x-share, and every later change of its routes; write %% for a literal %, or close the variable with %; correct the value",
    "mesh.yaml:14:63: error MESH0373: istiod leaves the rule out: the value of the header x-line has a character that no header has; correct the value",
    "mesh.yaml:21:97: error MESH0373: the proxy refuses this value of the header x-rate, and every later change of its routes; write %% for a literal %, or close the variable with %; correct the value",
  ]);
});

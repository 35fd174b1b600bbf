// Does not prove that other minors of Istio want the same versions.
import { expect, it } from "vitest";
import { gatewayApiDefinitions } from "../../../../src/analysis/rules/gateway-api/gateway-api-definitions.js";
import { analyzeFixture } from "../../analyze-text.js";

it("names definitions that are older than istiod reads", () => {
  expect(analyzeFixture(gatewayApiDefinitions, "good")).toEqual([]);
  expect(analyzeFixture(gatewayApiDefinitions, "bad")).toEqual([
    "mesh.yaml:5:18: warning IST0176: istiod reads tlsroutes from version 1.5.0 of the Gateway API on, and this is v1.4.1; install the Gateway API 1.5.0 or later",
    "mesh.yaml:12:18: warning IST0176: istiod reads grpcroutes from version 1.1.0 of the Gateway API on, and this is v1.0.0-rc2; install the Gateway API 1.1.0 or later",
  ]);
});

// Does not prove what Envoy does: that it counts the timeout from after the injected delay is read up, and not shown here.
import { expect, it } from "vitest";
import { routeTimeouts } from "../../../../src/analysis/rules/virtual-service/route-timeouts.js";
import { analyzeFixture } from "../../analyze-text.js";

it("says which retries never begin, and which delays no timeout cuts off", () => {
  expect(analyzeFixture(routeTimeouts, "good")).toEqual([]);
  expect(analyzeFixture(routeTimeouts, "bad")).toEqual([
    "mesh.yaml:9:18: warning MESH0312: 3 retries after tries of 2s do not fit into the timeout 6s: only 2 of them begin in time; set the timeout to more than 6s, or fewer attempts, or a shorter perTryTimeout",
    "mesh.yaml:13:18: warning MESH0312: 2 retries after tries of 1m30s do not fit into the timeout 1.5s: none of them begins in time; set the timeout to more than 180s, or fewer attempts, or a shorter perTryTimeout",
    "mesh.yaml:16:52: warning MESH0313: the delay of 5s is not cut off by the timeout 500ms of the same route, which begins after it; set the timeout at the caller that the fault tests, or use a shorter delay",
  ]);
});

// Does not prove what istiod makes of them: that was seen in its clusters.
import { expect, it } from "vitest";
import { portSettings } from "../../../../src/analysis/rules/destination-rule/port-settings.js";
import { analyzeFixture } from "../../analyze-text.js";

it("says which settings of the host or subset a port's settings leave out", () => {
  expect(analyzeFixture(portSettings, "good")).toEqual([]);
  expect(analyzeFixture(portSettings, "bad")).toEqual([
    "mesh.yaml:10:9: warning MESH0355: connectionPool and outlierDetection above do not count for port 8080: its settings take the place of all of them; repeat connectionPool and outlierDetection in it",
    "mesh.yaml:12:9: warning MESH0355: outlierDetection above does not count for port 9090: its settings take the place of all of them; repeat outlierDetection in it",
    "mesh.yaml:19:29: warning MESH0355: tls above does not count for port 8080: its settings take the place of all of them; repeat tls in it",
  ]);
});

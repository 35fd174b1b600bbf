// Does not prove that callers use the port.
import { expect, it } from "vitest";
import { excludedPorts } from "../../../../src/analysis/rules/peer-authentication/excluded-ports.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds ports that go past the proxy", () => {
  expect(analyzeFixture(excludedPorts, "good")).toEqual([]);
  expect(analyzeFixture(excludedPorts, "bad")).toEqual([
    "mesh.yaml:6:57: info MESH0340: port 80 of Service orders.shop leads past the proxy, so no policy of the mesh counts there; remove the port from the annotation, unless this is intended",
    "mesh.yaml:19:54: info MESH0340: port 80 of Service web.shop leads past the proxy, so no policy of the mesh counts there; remove the port from the annotation, unless this is intended",
  ]);
});

// Does not prove that anything listens at the port.
import { expect, it } from "vitest";
import { serviceTargets } from "../../../../src/analysis/rules/service/service-targets.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds ports that no container has", () => {
  expect(analyzeFixture(serviceTargets, "good")).toEqual([]);
  expect(analyzeFixture(serviceTargets, "bad")).toEqual([
    "mesh.yaml:12:56: warning KIA0701: no container of the Service's pods has a port named \"htpp\"; correct targetPort, or name the container's port",
  ]);
});

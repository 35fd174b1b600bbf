// Does not prove which one of two counts.
import { expect, it } from "vitest";
import { telemetrySelectors } from "../../../../src/analysis/rules/telemetry/telemetry-selectors.js";
import { analyzeFixture } from "../../analyze-text.js";

it("names selectors without pods, and Telemetries for the same pods", () => {
  expect(analyzeFixture(telemetrySelectors, "good")).toEqual([]);
  expect(analyzeFixture(telemetrySelectors, "bad")).toEqual([
    "mesh.yaml:8:13: error IST0160: all-too.shop is for the whole namespace shop too; make one of them, or give the others a selector",
    "mesh.yaml:13:13: error IST0160: all.shop is for the whole namespace shop too; make one of them, or give the others a selector",
    "mesh.yaml:19:9: error IST0159: the pods of Deployment web.shop are selected by by-tier.shop too; let only one Telemetry select these pods",
    "mesh.yaml:24:9: error IST0159: the pods of Deployment web.shop are selected by by-app.shop too; let only one Telemetry select these pods",
    "mesh.yaml:29:21: error IST0101: the selector app=db,tier=back matches no pods in the namespace shop; select pods that are there, or remove it",
    "mesh.yaml:35:21: error IST0101: the selector app=web matches no pods in the namespace istio-system; select pods that are there, or remove it",
  ]);
});

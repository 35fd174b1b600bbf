// Does not prove that nothing else serves these hosts.
import { expect, it } from "vitest";
import { virtualServiceExports } from "../../../../src/analysis/rules/virtual-service/virtual-service-exports.js";
import { formatFinding } from "../../../../src/findings/finding.js";
import { analyzeFixture, analyzeText, readFixture } from "../../analyze-text.js";

it("finds VirtualServices that the pods of their gateway do not see", () => {
  expect(analyzeFixture(virtualServiceExports, "good")).toEqual([]);
  expect(analyzeFixture(virtualServiceExports, "bad")).toEqual([
    "mesh.yaml:13:3: error MESH0345: the pods of Gateway istio-system/public are in namespace istio-system, but exportTo does not export this to it; add istio-system to exportTo",
    "mesh.yaml:22:3: error MESH0345: the pods of Gateway istio-system/public are in namespace istio-system, but exportTo does not export this to it; add istio-system to exportTo",
  ]);
});

it("goes by the default of the mesh where a VirtualService says nothing", () => {
  const text = readFixture(virtualServiceExports, "bad").replaceAll(/ {2}exportTo: .*\n/g, "");
  expect(analyzeText(virtualServiceExports, text)).toEqual([]);
  const config = { defaultVirtualServiceExportTo: ["."] };
  expect(analyzeText(virtualServiceExports, text, { mesh: { config } }).map(formatFinding)).toEqual([
    "mesh.yaml:13:14: error MESH0345: the pods of Gateway istio-system/public are in namespace istio-system, but defaultVirtualServiceExportTo of the mesh configuration does not export this to it; add exportTo with istio-system",
    "mesh.yaml:21:20: error MESH0345: the pods of Gateway istio-system/public are in namespace istio-system, but defaultVirtualServiceExportTo of the mesh configuration does not export this to it; add exportTo with istio-system",
  ]);
});

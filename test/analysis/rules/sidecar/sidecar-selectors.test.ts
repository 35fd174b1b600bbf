// Does not prove that Istio says the same: the differential test beside istioctl does.
import { expect, it } from "vitest";
import { sidecarSelectors } from "../../../../src/analysis/rules/sidecar/sidecar-selectors.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds Sidecars that select no pods, the same pods, or pods without sidecars", () => {
  expect(analyzeFixture(sidecarSelectors, "good")).toEqual([]);
  expect(analyzeFixture(sidecarSelectors, "bad")).toEqual([
    "mesh.yaml:3:13: error IST0111: Sidecar second.shop has no selector either; keep one, or give the others a workloadSelector",
    "mesh.yaml:8:13: error IST0111: Sidecar default.shop has no selector either; keep one, or give the others a workloadSelector",
    "mesh.yaml:14:29: error IST0110: Sidecar reviews-v1.shop selects the pods of Deployment reviews too; let only one Sidecar select these pods",
    "mesh.yaml:19:29: error IST0110: Sidecar reviews.shop selects the pods of Deployment reviews too; let only one Sidecar select these pods",
    "mesh.yaml:24:29: error IST0101: the selector app=nobody matches no pods in shop; select pods that are there",
    "mesh.yaml:42:13: warning IST0167: the pods of namespace data have no sidecars, because it is ambient; this has no effect; remove it, or attach it to something that it affects",
  ]);
});

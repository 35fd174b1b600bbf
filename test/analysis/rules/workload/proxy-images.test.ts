// Does not prove what a tag of another registry holds.
import { expect, it } from "vitest";
import { proxyImages } from "../../../../src/analysis/rules/workload/proxy-images.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds images of Istio that get no fixes any more", () => {
  expect(analyzeFixture(proxyImages, "good")).toEqual([]);
  expect(analyzeFixture(proxyImages, "bad")).toEqual([
    "mesh.yaml:9:44: warning MESH0103: Istio 1.20 has been out of support for long; this is docker.io/istio/pilot:1.20.8-distroless; upgrade one minor at a time to 1.31.4",
    "mesh.yaml:21:44: warning MESH0103: Istio 1.28 has been out of support since 2026-07-01; this is registry.example.com/istio/ztunnel:1.28.3; upgrade one minor at a time to 1.31.4",
    "mesh.yaml:33:50: warning MESH0103: Istio 1.9 has been out of support for long; this is docker.io/istio/proxyv2:1.9.0; upgrade one minor at a time to 1.31.4",
  ]);
});

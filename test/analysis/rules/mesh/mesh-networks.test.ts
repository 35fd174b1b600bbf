// Does not prove that Istio says the same: the differential test beside istioctl does.
import { expect, it } from "vitest";
import { meshNetworks } from "../../../../src/analysis/rules/mesh/mesh-networks.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds registries that are not known", () => {
  expect(analyzeFixture(meshNetworks, "good")).toEqual([]);
  expect(analyzeFixture(meshNetworks, "bad")).toEqual([
    'mesh.yaml:5:3: error IST0126: network west is from the registry "wset", which is not known; did you mean "west"?; known are External, Kubernetes, Mock, west; name a cluster that has a Secret labeled istio/multiCluster=true, or Kubernetes',
  ]);
});

it("says of networks that are given beside the objects where they are wrong", () => {
  const networks = { north: { endpoints: [{ fromRegistry: "north" }] } };
  expect(analyzeFixture(meshNetworks, "good", { mesh: { networks } })).toEqual([
    'error IST0126: network north is from the registry "north", which is not known; known are External, Kubernetes, Mock, west; name a cluster that has a Secret labeled istio/multiCluster=true, or Kubernetes',
  ]);
});

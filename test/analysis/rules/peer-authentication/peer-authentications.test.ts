// Does not prove which of several policies is the oldest: that is known in the cluster alone.
import { expect, it } from "vitest";
import { peerAuthentications } from "../../../../src/analysis/rules/peer-authentication/peer-authentications.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds PeerAuthentications that take each other's place, or count nowhere", () => {
  expect(analyzeFixture(peerAuthentications, "good")).toEqual([]);
  expect(analyzeFixture(peerAuthentications, "bad")).toEqual([
    "mesh.yaml:20:13: error KIA0002: two.shop is for the whole namespace shop too; the oldest counts; keep one of them, or give the others a selector",
    "mesh.yaml:25:13: error KIA0002: one.shop is for the whole namespace shop too; the oldest counts; keep one of them, or give the others a selector",
    "mesh.yaml:31:9: error KIA0003: Deployment orders.shop is selected by orders-too.shop too; the oldest counts; let only one of them select these pods",
    "mesh.yaml:31:94: warning MESH0333: the selected pods listen on no port 80; Service orders.shop leads its port 80 to 8080; name the port of the pods",
    "mesh.yaml:36:9: error KIA0003: Deployment orders.shop is selected by orders.shop too; the oldest counts; let only one of them select these pods",
    "mesh.yaml:36:94: warning MESH0333: the selected pods listen on no port 9090; name the port of the pods",
    "mesh.yaml:41:9: warning IST0167: a PeerAuthentication with a selector has no effect in the root namespace; put it into the namespace of the pods, or remove the selector",
  ]);
});

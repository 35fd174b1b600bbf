// Does not prove that a mesh without these findings is safe.
import { expect, it } from "vitest";
import { meshHardening } from "../../../../src/analysis/rules/mesh/mesh-hardening.js";
import { analyzeFixture } from "../../analyze-text.js";

it("says once what the mesh leaves open", () => {
  expect(analyzeFixture(meshHardening, "good")).toEqual([]);
  expect(analyzeFixture(meshHardening, "bad")).toEqual([
    "info MESH0328: not all pods take mutual TLS alone: those of orders.shop take plain text too; make a PeerAuthentication with mode STRICT in the root namespace",
    "info MESH0329: not all pods deny by default: those of orders.shop let in every caller; create an AuthorizationPolicy with an empty spec in the root namespace, and allow the callers",
    "info MESH0331: pods may call every host outside of the mesh, known or not; set outboundTrafficPolicy.mode of the mesh configuration to REGISTRY_ONLY, and declare the hosts that are called",
  ]);
});

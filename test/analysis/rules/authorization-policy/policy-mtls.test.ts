// Does not prove that callers use mutual TLS where it is not turned off.
import { expect, it } from "vitest";
import { policyMtls } from "../../../../src/analysis/rules/authorization-policy/policy-mtls.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds rules about callers that nothing proves", () => {
  expect(analyzeFixture(policyMtls, "good")).toEqual([]);
  expect(analyzeFixture(policyMtls, "bad")).toEqual([
    "mesh.yaml:26:30: error KIA0105: principals is known by mutual TLS alone, which PeerAuthentication default.shop turns off; set the PeerAuthentication to STRICT, or use another condition",
    "mesh.yaml:26:74: error KIA0105: notNamespaces is known by mutual TLS alone, which PeerAuthentication default.shop turns off; set the PeerAuthentication to STRICT, or use another condition",
    "mesh.yaml:27:20: error KIA0105: source.principal is known by mutual TLS alone, which PeerAuthentication default.shop turns off; set the PeerAuthentication to STRICT, or use another condition",
    "mesh.yaml:43:52: warning MESH0220: a caller that is denied by its namespaces can call web.open in plain text, where it has none; set the PeerAuthentication to STRICT, or allow by name instead",
  ]);
});

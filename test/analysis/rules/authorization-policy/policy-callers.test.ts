// Does not prove that a pod runs with the account.
import { expect, it } from "vitest";
import { policyCallers } from "../../../../src/analysis/rules/authorization-policy/policy-callers.js";
import { analyzeFixture } from "../../analyze-text.js";

it("names callers that are not there", () => {
  expect(analyzeFixture(policyCallers, "good")).toEqual([]);
  expect(analyzeFixture(policyCallers, "bad")).toEqual([
    'mesh.yaml:16:34: error KIA0106: no caller has the identity "cluster.local/ns/shop/sa/wbe": the namespace shop has no service account wbe; correct the name, or declare the ServiceAccount',
    'mesh.yaml:16:64: error KIA0106: no caller has the identity "cluster.local/ns/shpo/sa/web": there is no namespace shpo; did you mean "shop"?; correct the name, or declare the ServiceAccount',
    'mesh.yaml:17:39: error KIA0106: no caller has the identity "order": the namespace shop has no service account order; did you mean "orders"?; correct the name, or declare the ServiceAccount',
    'mesh.yaml:18:34: warning KIA0108: the mesh is the trust domain shop.example.com, and "partner.example.com" is not among its aliases; correct the trust domain, or add it to `trustDomainAliases` of the mesh configuration',
  ]);
});

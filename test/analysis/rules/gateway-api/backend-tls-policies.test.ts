// Does not prove that a certificate is one that the backend's is signed by.
import { expect, it } from "vitest";
import { backendTlsPolicies } from "../../../../src/analysis/rules/gateway-api/backend-tls-policies.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds targets, ports and authorities that are not there", () => {
  expect(analyzeFixture(backendTlsPolicies, "good")).toEqual([]);
  expect(analyzeFixture(backendTlsPolicies, "bad")).toEqual([
    'mesh.yaml:21:7: error MESH0372: the policy does nothing: there is no Service carts in shop; did you mean "cart"?; correct the reference, or declare what is missing',
    'mesh.yaml:22:7: error MESH0372: the policy does nothing: the Service shop/cart has no port that is named htps; did you mean "https"?; correct the reference, or declare what is missing',
    'mesh.yaml:23:7: error MESH0372: the policy does nothing: there is no ServiceEntry apis in shop; did you mean "api"?; correct the reference, or declare what is missing',
    "mesh.yaml:24:7: error MESH0372: the policy does nothing: the ServiceEntry shop/api has no port that is named https; correct the reference, or declare what is missing",
    "mesh.yaml:35:9: error MESH0372: requests fail: there is no ConfigMap ca in shop; correct the reference, or declare what is missing",
    'mesh.yaml:36:9: error MESH0372: requests fail: the ConfigMap shop/empty has no "ca.crt"; correct the reference, or declare what is missing',
    "mesh.yaml:37:9: error MESH0372: requests fail: Istio reads authorities from ConfigMaps alone, not from the Secret ca; correct the reference, or declare what is missing",
  ]);
});

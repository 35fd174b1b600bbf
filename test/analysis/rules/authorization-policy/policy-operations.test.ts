// Does not prove that a request has the method.
import { expect, it } from "vitest";
import { policyOperations } from "../../../../src/analysis/rules/authorization-policy/policy-operations.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds methods and hosts that no request has", () => {
  expect(analyzeFixture(policyOperations, "good")).toEqual([]);
  expect(analyzeFixture(policyOperations, "bad")).toEqual([
    'mesh.yaml:19:36: warning KIA0102: no request has the method "get"; did you mean "GET"?; write a method of HTTP, in capitals',
    'mesh.yaml:19:41: warning KIA0102: no request has the method "/shop.Orders/List"; calls of gRPC are POST, their names are paths; write a method of HTTP, in capitals',
    'mesh.yaml:20:34: warning KIA0102: no request has the method "GTE"; write a method of HTTP, in capitals',
    'mesh.yaml:21:29: error KIA0104: no Service has the host "order.shop.svc.cluster.local"; did you mean "orders.shop.svc.cluster.local"?; correct the host, or declare the Service',
    'mesh.yaml:21:59: error KIA0104: no Service has the host "order.shop.svc.cluster.local:80"; did you mean "orders.shop.svc.cluster.local"?; correct the host, or declare the Service',
    'mesh.yaml:36:41: error MESH0361: no request has the method "get", so no caller is allowed; did you mean "GET"?; write a method of HTTP, in capitals',
    'mesh.yaml:36:46: error MESH0361: no request has the method "gte", so no caller is allowed; write a method of HTTP, in capitals',
    'mesh.yaml:37:41: error MESH0361: no request has the method "post", so no caller is allowed; did you mean "POST"?; write a method of HTTP, in capitals',
    'mesh.yaml:37:90: error MESH0361: no request has the method "put", so no caller is allowed; did you mean "PUT"?; write a method of HTTP, in capitals',
  ]);
});

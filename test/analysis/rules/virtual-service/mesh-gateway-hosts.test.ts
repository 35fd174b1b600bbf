// Does not prove which of them istiod takes.
import { expect, it } from "vitest";
import { meshGatewayHosts } from "../../../../src/analysis/rules/virtual-service/mesh-gateway-hosts.js";
import { analyzeFixture } from "../../analyze-text.js";

it("says who wants the same host for the same callers inside the mesh", () => {
  expect(analyzeFixture(meshGatewayHosts, "good")).toEqual([]);
  expect(analyzeFixture(meshGatewayHosts, "bad")).toEqual([
    'mesh.yaml:5:11: error IST0109: the host "reviews.shop.svc.cluster.local" has routes for callers inside the mesh in shop/reviews-canary too: which of them count is not defined; merge them into one, or export them to different namespaces',
    'mesh.yaml:12:20: error IST0109: the host "reviews.shop.svc.cluster.local" has routes for callers inside the mesh in shop/reviews too: which of them count is not defined; merge them into one, or export them to different namespaces',
    'mesh.yaml:20:11: error IST0109: the host "*.payments.example" has routes for callers inside the mesh in bank/payments too: which of them count is not defined; merge them into one, or export them to different namespaces',
    'mesh.yaml:27:11: error IST0109: the host "api.payments.example" has routes for callers inside the mesh in shop/payments too: which of them count is not defined; merge them into one, or export them to different namespaces',
  ]);
});

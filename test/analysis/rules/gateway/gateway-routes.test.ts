// Does not prove that matches that differ take different requests.
import { expect, it } from "vitest";
import { gatewayRoutes } from "../../../../src/analysis/rules/gateway/gateway-routes.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds matches that two VirtualServices have, and old names", () => {
  expect(analyzeFixture(gatewayRoutes, "good")).toEqual([]);
  expect(analyzeFixture(gatewayRoutes, "bad")).toEqual([
    'mesh.yaml:8:12: warning KIA1106: two.shop has the same match for "shop.example.com" at Gateway ingress/web too; the oldest counts; keep it in one of them',
    'mesh.yaml:17:16: info KIA1108: "web.ingress" is the old way to write ingress/web; write <namespace>/<name>',
    'mesh.yaml:18:12: warning KIA1106: one.shop has the same match for "shop.example.com" at Gateway ingress/web too; the oldest counts; keep it in one of them',
    'mesh.yaml:24:68: warning KIA1106: one.shop has a route for all requests for "shop.example.com" at Gateway ingress/web too; the oldest counts; keep it in one of them',
  ]);
});

// Does not prove that what is behind such a port refuses plain text: its name and appProtocol say so.
import { expect, it } from "vitest";
import { plainHttpRoutes } from "../../../../src/analysis/rules/virtual-service/plain-http-routes.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds requests in plain text to ports that take TLS", () => {
  expect(analyzeFixture(plainHttpRoutes, "good")).toEqual([]);
  expect(analyzeFixture(plainHttpRoutes, "bad")).toEqual([
    'mesh.yaml:38:51: warning MESH0349: port 443 of "web" takes TLS, and this route sends plain HTTP to it; set `tls.mode` SIMPLE for that port in a DestinationRule, or route to a port of protocol HTTP',
    'mesh.yaml:40:51: warning MESH0349: port 8443 of "web" takes TLS, and this route sends plain HTTP to it; set `tls.mode` SIMPLE for that port in a DestinationRule, or route to a port of protocol HTTP',
    'mesh.yaml:42:32: warning MESH0349: port 8443 of "only" takes TLS, and this route sends plain HTTP to it; set `tls.mode` SIMPLE for that port in a DestinationRule, or route to a port of protocol HTTP',
    'mesh.yaml:44:69: warning MESH0349: port 443 of "api.partner.example" takes TLS, and this route sends plain HTTP to it; set `tls.mode` SIMPLE for that port in a DestinationRule, or route to a port of protocol HTTP',
    'mesh.yaml:72:40: warning MESH0349: port 443 of "web.shop.svc.cluster.local" takes TLS, and this route sends plain HTTP to it; set `tls.mode` SIMPLE for that port in a DestinationRule, or route to a port of protocol HTTP',
    'mesh.yaml:79:41: warning MESH0349: port 8443 of "only.shop.svc.cluster.local" takes TLS, and this route sends plain HTTP to it; set `tls.mode` SIMPLE for that port in a DestinationRule, or route to a port of protocol HTTP',
  ]);
});

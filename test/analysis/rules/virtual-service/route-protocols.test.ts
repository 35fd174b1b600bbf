// Does not prove that clients reach these servers.
import { expect, it } from "vitest";
import { routeProtocols } from "../../../../src/analysis/rules/virtual-service/route-protocols.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds routes of another protocol than the server of their gateway", () => {
  expect(analyzeFixture(routeProtocols, "good")).toEqual([]);
  expect(analyzeFixture(routeProtocols, "bad")).toEqual([
    "mesh.yaml:26:3: error MESH0348: port 443 (HTTPS, TLS PASSTHROUGH) of Gateway istio-system/public serves tls routes, but this has only http routes; make tls routes with sniHosts, or let the server end TLS by mode SIMPLE",
    "mesh.yaml:34:3: error MESH0348: port 443 (HTTPS, TLS SIMPLE) of Gateway istio-system/public serves http routes, but this has only tls routes; make http routes, or let the server hand TLS on by mode PASSTHROUGH",
    "mesh.yaml:42:3: error MESH0348: port 31400 (TLS, TLS SIMPLE) of Gateway istio-system/public serves tcp routes, but this has only tls routes; make tcp routes, or give the server protocol HTTP or HTTPS",
  ]);
});

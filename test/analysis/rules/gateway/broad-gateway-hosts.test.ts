// Does not prove that a host that is listed is one that the gateway should have.
import { expect, it } from "vitest";
import { broadGatewayHosts } from "../../../../src/analysis/rules/gateway/broad-gateway-hosts.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds gateways that take requests for any host", () => {
  expect(analyzeFixture(broadGatewayHosts, "good")).toEqual([]);
  expect(analyzeFixture(broadGatewayHosts, "bad")).toEqual([
    'mesh.yaml:7:85: info MESH0322: the host "*" matches every domain; list the hosts that the gateway is for',
    'mesh.yaml:8:73: info MESH0322: the host "*/*" matches every domain; list the hosts that the gateway is for',
  ]);
});

// Does not prove which address a load balancer hands on.
import { expect, it } from "vitest";
import { clientAddresses } from "../../../../src/analysis/rules/authorization-policy/client-addresses.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds rules by addresses that a node or a gateway has in the place of the client", () => {
  expect(analyzeFixture(clientAddresses, "good")).toEqual([]);
  expect(analyzeFixture(clientAddresses, "bad")).toEqual([
    "mesh.yaml:41:40: warning MESH0365: Service open.edge has externalTrafficPolicy Cluster, so the address of a connection may be a node's; set externalTrafficPolicy of the Service to Local, or use remoteIpBlocks with the proxy protocol or numTrustedProxies",
    "mesh.yaml:41:100: warning MESH0365: Service open.edge has externalTrafficPolicy Cluster, so the address of a connection may be a node's; set externalTrafficPolicy of the Service to Local, or use remoteIpBlocks with the proxy protocol or numTrustedProxies",
    "mesh.yaml:51:48: warning MESH0365: Service ports.edge has externalTrafficPolicy Cluster, so the address of a connection may be a node's; set externalTrafficPolicy of the Service to Local, or use remoteIpBlocks with the proxy protocol or numTrustedProxies",
    "mesh.yaml:65:45: warning MESH0365: the Service of Gateway api.edge has externalTrafficPolicy Cluster, so the address of a connection may be a node's; set externalTrafficPolicy of the Service to Local, or use remoteIpBlocks with the proxy protocol or numTrustedProxies",
    "mesh.yaml:137:45: warning MESH0366: requests come to cart.shop through Gateway public.edge, so 203.0.113.0/24 is compared with the addresses of the gateway's pods; put the rule on the gateway, or use remoteIpBlocks with numTrustedProxies",
    "mesh.yaml:147:45: warning MESH0366: requests come to orders.shop through Gateway api.edge, so 203.0.113.0/24 is compared with the addresses of the gateway's pods; put the rule on the gateway, or use remoteIpBlocks with numTrustedProxies",
    "mesh.yaml:156:45: warning MESH0366: requests come to waypointed.shop through Gateway api.edge, so 203.0.113.0/24 is compared with the addresses of the gateway's pods; put the rule on the gateway, or use remoteIpBlocks with numTrustedProxies",
  ]);
});

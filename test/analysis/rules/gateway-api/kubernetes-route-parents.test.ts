// Does not prove that a Gateway programs the route.
import { expect, it } from "vitest";
import { kubernetesRouteParents } from "../../../../src/analysis/rules/gateway-api/kubernetes-route-parents.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds what is not there for a route or a ListenerSet, or does not take it", () => {
  expect(analyzeFixture(kubernetesRouteParents, "good")).toEqual([]);
  expect(analyzeFixture(kubernetesRouteParents, "bad")).toEqual([
    "mesh.yaml:46:3: error KIA1401: the Gateway shop/closed takes no ListenerSets: set its allowedListeners.namespaces.from; correct the reference, or what it names",
    "mesh.yaml:52:9: error KIA1401: the Gateway shop/edge takes no ListenerSets of namespace shop: set its allowedListeners.namespaces.from; correct the reference, or what it names",
    'mesh.yaml:57:9: error KIA1401: there is no Gateway egde in shop; did you mean "edge"?; correct the reference, or what it names',
    'mesh.yaml:65:7: error KIA1401: there is no Gateway egde in shop; did you mean "edge"?; correct the reference, or what it names',
    'mesh.yaml:66:7: error KIA1401: the Gateway shop/edge has no listener htpt; did you mean "http"?; correct the reference, or what it names',
    "mesh.yaml:67:7: error KIA1401: the Gateway shop/edge has no listener at port 8081; it has 80, 443, 81, 82, 83, 84; correct the reference, or what it names",
    "mesh.yaml:68:7: error KIA1401: the Gateway shop/edge has no listener http at port 81; http has 80; correct the reference, or what it names",
    "mesh.yaml:69:7: error KIA1401: the Gateway bank/own takes routes of its own namespace alone; correct the reference, or what it names",
    "mesh.yaml:70:7: error KIA1401: the Gateway shop/edge takes routes of other namespaces than shop there; correct the reference, or what it names",
    "mesh.yaml:71:7: error KIA1401: the Gateway shop/edge takes no HTTPRoute there, because it passes TLS through; it takes TLSRoute; correct the reference, or what it names",
    "mesh.yaml:72:7: error KIA1401: the Gateway shop/edge takes no HTTPRoute there; it takes GRPCRoute; correct the reference, or what it names",
    "mesh.yaml:73:7: error KIA1401: the Gateway shop/edge takes no HTTPRoute there; it takes no kind of route; correct the reference, or what it names",
    "mesh.yaml:74:7: error KIA1401: the Gateway shop/edge takes requests for *.example.org alone, and the route is for shop.example.com, www.example.com; correct the reference, or what it names",
    'mesh.yaml:75:7: error KIA1401: there is no Service carts in shop; did you mean "cart"?; correct the reference, or what it names',
    "mesh.yaml:76:7: error KIA1401: the Service shop/cart has no port 80; it has 8080; correct the reference, or what it names",
    'mesh.yaml:77:7: error KIA1401: there is no ServiceEntry apis in shop; did you mean "api"?; correct the reference, or what it names',
    'mesh.yaml:78:7: error KIA1401: there is no ListenerSet teams in shop; did you mean "team"?; correct the reference, or what it names',
    'mesh.yaml:79:7: error KIA1401: the ListenerSet shop/team has no listener tema; did you mean "team"?; correct the reference, or what it names',
    "mesh.yaml:86:16: error KIA1401: no Gateway takes the ListenerSet shop/team; correct the reference, or what it names",
    "mesh.yaml:86:51: error KIA1401: the Gateway shop/edge takes no GRPCRoute there; it takes TCPRoute; correct the reference, or what it names",
    "mesh.yaml:91:53: error KIA1401: the Gateway shop/edge takes no TLSRoute there; it takes HTTPRoute, GRPCRoute; correct the reference, or what it names",
    "mesh.yaml:96:22: error KIA1401: the Gateway shop/edge takes no TCPRoute there, because it passes TLS through; it takes TLSRoute; correct the reference, or what it names",
    "mesh.yaml:101:22: error KIA1401: the Gateway shop/edge takes no UDPRoute there; it takes TCPRoute; correct the reference, or what it names",
  ]);
});

// Does not prove that Istio says the same: the differential test beside istioctl does.
import { expect, it } from "vitest";
import { gatewayWorkloads } from "../../../../src/analysis/rules/gateway/gateway-workloads.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds no pods for a selector, and ports that no Service of the pods leads to", () => {
  expect(analyzeFixture(gatewayWorkloads, "good")).toEqual([]);
  expect(analyzeFixture(gatewayWorkloads, "bad")).toEqual([
    'mesh.yaml:5:15: error IST0101: the selector istio=ingresgateway matches no pods; did you mean "ingressgateway"?; select the pods of a gateway that is there',
    "mesh.yaml:15:17: warning IST0162: no Service routes to port 9443 of the pods istio=ingressgateway; their Services have 80, 443, 8080, 8443, 15021, 15443, 31400; add the port to the gateway's Service, or use one that it has",
    "mesh.yaml:23:17: warning IST0162: no Service routes to port 80 of the pods app=hidden; no Service selects these pods; add the port to the gateway's Service, or use one that it has",
  ]);
});

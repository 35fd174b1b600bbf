// Does not prove that an address is to be had.
import { expect, it } from "vitest";
import { kubernetesGatewayListeners } from "../../../../src/analysis/rules/gateway-api/kubernetes-gateway-listeners.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds listeners and addresses that are there twice", () => {
  expect(analyzeFixture(kubernetesGatewayListeners, "good")).toEqual([]);
  expect(analyzeFixture(kubernetesGatewayListeners, "bad")).toEqual([
    "mesh.yaml:6:71: warning KIA1502: Gateway two.bank asks for the same IP address; give them different addresses",
    "mesh.yaml:9:9: warning KIA1501: Gateway two.bank has this hostname, port and protocol for the same pods; keep it in one of them",
    "mesh.yaml:10:9: warning KIA1501: Gateway two.bank has this hostname, port and protocol for the same pods; keep it in one of them",
    "mesh.yaml:10:9: error KIA1503: the listener a has the same hostname, port and protocol; keep one of them, or give them different matches",
    "mesh.yaml:19:71: warning KIA1502: Gateway one.shop asks for the same IP address; give them different addresses",
    "mesh.yaml:20:17: warning KIA1501: Gateway one.shop has this hostname, port and protocol for the same pods; keep it in one of them",
  ]);
});

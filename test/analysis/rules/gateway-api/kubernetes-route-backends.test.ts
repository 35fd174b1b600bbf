// Does not prove that requests get there.
import { expect, it } from "vitest";
import { kubernetesRouteBackends } from "../../../../src/analysis/rules/gateway-api/kubernetes-route-backends.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds Services, ports, hosts and grants that are not there for a backend", () => {
  expect(analyzeFixture(kubernetesRouteBackends, "good")).toEqual([]);
  expect(analyzeFixture(kubernetesRouteBackends, "bad")).toEqual([
    'mesh.yaml:27:11: error KIA1402: there is no Service ordres in shop; did you mean "orders"?; correct the reference, or declare what is missing',
    "mesh.yaml:28:11: error KIA1402: no ReferenceGrant in bank lets the HTTPRoute name the Service till; correct the reference, or declare what is missing",
    "mesh.yaml:29:11: error KIA1402: the Service shop/orders has the ports 80, 9090, and not 8080; correct the reference, or declare what is missing",
    "mesh.yaml:30:11: error KIA1402: the Service shop/orders has the ports 80, 9090, and the backend names none; correct the reference, or declare what is missing",
    "mesh.yaml:31:11: error KIA1402: there is no Service orders.shop.svc.cluster.local in shop; `name` must be the name of the Service alone; use `namespace` for its namespace; correct the reference, or declare what is missing",
    'mesh.yaml:32:11: error KIA1402: no Service and no ServiceEntry that is seen from namespace shop has the host "api.example.com"; correct the reference, or declare what is missing',
    "mesh.yaml:33:57: error KIA1402: there is no Service mirror in shop; correct the reference, or declare what is missing",
    "mesh.yaml:37:61: error KIA1402: the Service shop/orders has the ports 80, 9090, and not 81; correct the reference, or declare what is missing",
    "mesh.yaml:42:33: error KIA1402: there is no Service gone in bank; correct the reference, or declare what is missing",
    "mesh.yaml:47:33: error KIA1402: the Service bank/till has the port 80, and not 5432; correct the reference, or declare what is missing",
    "mesh.yaml:52:33: error KIA1402: the Service shop/orders has the ports 80, 9090, and not 443; correct the reference, or declare what is missing",
    "mesh.yaml:57:33: error KIA1402: there is no Service dns in shop; correct the reference, or declare what is missing",
  ]);
});

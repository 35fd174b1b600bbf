// Does not prove that pods are in the mode that their labels ask for.
import { expect, it } from "vitest";
import { ambientWorkloads } from "../../../../src/analysis/rules/workload/ambient-workloads.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds labels that do not go together, and waypoints that are not there", () => {
  expect(analyzeFixture(ambientWorkloads, "good")).toEqual([]);
  expect(analyzeFixture(ambientWorkloads, "bad")).toEqual([
    "mesh.yaml:7:13: warning KIA1312: the namespace uses the waypoint shop/waypoint, and the namespace plain is not ambient; label the namespace istio.io/dataplane-mode=ambient, or remove istio.io/use-waypoint",
    "mesh.yaml:7:13: error MESH0363: the namespace uses the waypoint shop/waypoint, whose listener takes nothing of the namespace plain, so requests go past it and its policies; set allowedRoutes.namespaces.from of the waypoint's listener to All or Selector",
    "mesh.yaml:11:13: warning KIA1313: the namespace uses the waypoint far/gone, which is not there; correct istio.io/use-waypoint, or declare the Gateway of class istio-waypoint",
    "mesh.yaml:20:13: warning KIA1315: the pods of Deployment both are labeled for a sidecar and for the ambient mode; keep one of the labels",
    "mesh.yaml:28:13: warning KIA1316: the pods of Deployment car get a sidecar, though the namespace shop is ambient; remove sidecar.istio.io/inject, or label the pods istio.io/dataplane-mode=none",
    "mesh.yaml:36:13: warning KIA1313: the pods of Deployment lost use the waypoint shop/lost, which is not there; correct istio.io/use-waypoint, or declare the Gateway of class istio-waypoint",
    "mesh.yaml:44:13: warning KIA1313: the Service uses the waypoint shop/lost, which is not there; correct istio.io/use-waypoint, or declare the Gateway of class istio-waypoint",
    "mesh.yaml:51:5: error MESH0363: the namespace uses the waypoint infra/choosing, whose listener takes nothing of the namespace refused, so requests go past it and its policies; set allowedRoutes.namespaces.from of the waypoint's listener to All or Selector",
    "mesh.yaml:80:13: error MESH0363: the pods of Deployment car use the waypoint infra/choosing, whose listener takes nothing of the namespace refused, so requests go past it and its policies; set allowedRoutes.namespaces.from of the waypoint's listener to All or Selector",
    "mesh.yaml:88:13: warning KIA1313: the ServiceEntry uses the waypoint shop/gone, which is not there; correct istio.io/use-waypoint, or declare the Gateway of class istio-waypoint",
    "mesh.yaml:95:5: error MESH0363: the ServiceEntry uses the waypoint shop/waypoint, whose listener takes nothing of the namespace plain, so requests go past it and its policies; set allowedRoutes.namespaces.from of the waypoint's listener to All or Selector",
  ]);
});

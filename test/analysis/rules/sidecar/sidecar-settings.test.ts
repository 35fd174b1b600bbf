// Does not prove that pods need the hosts that they may reach.
import { expect, it } from "vitest";
import { sidecarSettings } from "../../../../src/analysis/rules/sidecar/sidecar-settings.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds hosts that are not there, and settings that say less than they seem", () => {
  expect(analyzeFixture(sidecarSettings, "good")).toEqual([]);
  expect(analyzeFixture(sidecarSettings, "bad")).toEqual([
    "mesh.yaml:9:9: warning KIA1006: the Sidecar of the root namespace is the whole mesh's only without a selector; remove workloadSelector, or put it into the namespace of its pods",
    'mesh.yaml:19:19: warning KIA1004: nothing in the namespace shop has the host "order.shop.svc.cluster.local"; correct the host, in full as <namespace>/<host>, or declare it',
    'mesh.yaml:19:51: warning KIA1004: nothing in the namespace shop has the host "orders"; write shop/orders.shop.svc.cluster.local; correct the host, in full as <namespace>/<host>, or declare it',
    'mesh.yaml:19:64: warning KIA1004: nothing has the host "ordres.shop.svc.cluster.local"; correct the host, in full as <namespace>/<host>, or declare it',
    'mesh.yaml:19:99: warning KIA1004: nothing has the host "api.example.com"; correct the host, in full as <namespace>/<host>, or declare it',
    "mesh.yaml:22:5: info KIA1007: no mode means REGISTRY_ONLY in a Sidecar, and ALLOW_ANY in the mesh configuration; write the mode",
  ]);
});

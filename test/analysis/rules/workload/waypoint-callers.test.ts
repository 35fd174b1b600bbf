// Does not prove that requests come from the waypoint.
import { expect, it } from "vitest";
import { waypointCallers } from "../../../../src/analysis/rules/workload/waypoint-callers.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds policies of pods that see the waypoint in place of the caller", () => {
  expect(analyzeFixture(waypointCallers, "good")).toEqual([]);
  expect(analyzeFixture(waypointCallers, "bad")).toEqual([
    "mesh.yaml:142:13: error MESH0362: what is for Service cart.shop comes to the pods of Deployment cart from the waypoint shop/waypoint, so this rule allows none of it; allow the principal cluster.local/ns/shop/sa/waypoint here, and say who may call by a policy with targetRefs of kind Service, which the waypoint keeps to",
    "mesh.yaml:154:9: error MESH0362: what is for Service orders.shop comes to the pods of Deployment orders from the waypoint shop/waypoint, so this rule allows none of it; allow the principal cluster.local/ns/shop/sa/waypoint here, and say who may call by a policy with targetRefs of kind Service, which the waypoint keeps to",
    "mesh.yaml:165:13: error MESH0362: what is for Service denied.shop comes to the pods of Deployment denied from the waypoint shop/waypoint, so this rule denies none of it; use targetRefs of kind Service, so that the waypoint keeps to it",
    "mesh.yaml:175:13: error MESH0362: what is for Service excluded.shop comes to the pods of Deployment excluded from the waypoint shop/waypoint, so this rule denies all of it; use targetRefs of kind Service, so that the waypoint keeps to it",
    "mesh.yaml:181:59: error MESH0362: what is for Service both.shop comes to the pods of Deployment both from the waypoint shop/waypoint, so this rule allows none of it; allow the principal cluster.local/ns/shop/sa/waypoint here, and say who may call by a policy with targetRefs of kind Service, which the waypoint keeps to",
    "mesh.yaml:191:9: error MESH0362: what is for Service cart.far comes to the pods of Deployment cart from the waypoint infra/shared, so this rule allows none of it; allow the principal cluster.local/ns/infra/sa/way here, and say who may call by a policy with targetRefs of kind Service, which the waypoint keeps to",
    "mesh.yaml:201:59: error MESH0362: what is for these pods comes to the pods of Deployment cart from the waypoint pods/for-pods, so this rule allows none of it; allow the principal cluster.local/ns/pods/sa/for-pods here, and say who may call by a policy with targetRefs of kind Service, which the waypoint keeps to",
  ]);
});

// Does not prove what callers get of a Service that differs.
import { expect, it } from "vitest";
import { analyzeBy } from "../../../../src/analysis/analyze.js";
import { clusterServices } from "../../../../src/analysis/rules/service/cluster-services.js";
import { destinationHosts } from "../../../../src/analysis/rules/destination-rule/destination-hosts.js";
import { analyzeFixture, readBeside } from "../../analyze-text.js";

const beside = readBeside(clusterServices);
const remedy = "make the Service the same in all clusters of the mesh";

it("finds Services that another cluster has otherwise", () => {
  expect(analyzeFixture(clusterServices, "good", beside)).toEqual([]);
  expect(analyzeFixture(clusterServices, "bad", beside)).toEqual([
    `mesh.yaml:4:1: warning IST0170: in the cluster west the Service headless.shop is headless, and here it is not; ${remedy}`,
    `mesh.yaml:9:1: warning IST0170: in the cluster west the Service kind.shop has another type; ${remedy}`,
    `mesh.yaml:14:31: warning IST0170: in the cluster west the Service ports.shop has other ports; ${remedy}`,
  ]);
  expect(analyzeFixture(clusterServices, "bad")).toEqual([]);
});

it("counts the Services of other clusters as there", () => {
  const manifest = {
    apiVersion: "networking.istio.io/v1",
    kind: "VirtualService",
    metadata: { name: "a", namespace: "bank" },
    spec: { hosts: ["a"], http: [{ route: [{ destination: { host: "elsewhere" } }] }] },
  };
  const say = (input: object) => analyzeBy([destinationHosts], { ...input, objects: [{ manifest }] }).length;
  expect([say(beside), say({})]).toEqual([0, 1]);
});

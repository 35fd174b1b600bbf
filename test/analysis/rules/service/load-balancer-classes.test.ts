// Does not prove what EKS does with such Services: AWS's page and the controller's source say it.
import { expect, it } from "vitest";
import { loadBalancerClasses } from "../../../../src/analysis/rules/service/load-balancer-classes.js";
import type { LoadBalancerClasses } from "../../../../src/mesh/load-balancer-classes.js";
import { analyzeFixture, readBeside } from "../../analyze-text.js";

const beside = readBeside(loadBalancerClasses);

it("finds Services of a class that the cluster does not serve, and those without one", () => {
  expect(analyzeFixture(loadBalancerClasses, "good", beside)).toEqual([]);
  expect(analyzeFixture(loadBalancerClasses, "bad", beside)).toEqual([
    "mesh.yaml:5:3: info MESH0496: the Service has no loadBalancerClass: the cluster sets eks.amazonaws.com/nlb as it creates one, and not on one that is there; set loadBalancerClass: eks.amazonaws.com/nlb",
    'mesh.yaml:14:3: error MESH0137: the class is "service.k8s.aws/nlb", but the cluster is one of Auto Mode, without the AWS Load Balancer Controller: the Service waits for its address for ever; choose the class of EKS Auto Mode or that of the AWS Load Balancer Controller',
  ]);
});

it.each<[LoadBalancerClasses | undefined]>([
  [undefined],
  [{}],
  [{ unserved: {} }],
  [{ unserved: { "eks.amazonaws.com/nlb": "is without Auto Mode" } }],
])("says nothing of these Services where the cluster is known by %j", (loadBalancers) => {
  expect(analyzeFixture(loadBalancerClasses, "bad", { mesh: { loadBalancers } })).toEqual([]);
});

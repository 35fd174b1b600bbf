// Does not prove that Istio says the same: the differential test beside istioctl does.
import { expect, it } from "vitest";
import { serviceAssociations } from "../../../../src/analysis/rules/service/service-associations.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds Services of the same pods whose ports contradict each other", () => {
  expect(analyzeFixture(serviceAssociations, "good")).toEqual([]);
  expect(analyzeFixture(serviceAssociations, "bad")).toEqual([
    "mesh.yaml:7:13: warning IST0116: Services select the pods of Deployment reviews and declare different protocols for port 9080: reviews (TCP), reviews-udp (UDP); use one protocol, or different ports",
    "mesh.yaml:7:13: warning IST0137: Services map different ports to port 9080 of the pods of Deployment reviews: reviews (9080), reviews-alt (80); use one port for each port of the pods",
    "mesh.yaml:30:13: warning IST0137: Services map different ports to port 8080 of Pod debug: debug (80), debug (81); use one port for each port of the pods",
  ]);
});

// Does not prove that Istio says the same: the differential test beside istioctl does.
import { expect, it } from "vitest";
import { applicationUid } from "../../../../src/analysis/rules/workload/application-uid.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds containers that run as the sidecar's user", () => {
  expect(analyzeFixture(applicationUid, "good")).toEqual([]);
  expect(analyzeFixture(applicationUid, "bad")).toEqual([
    "mesh.yaml:8:59: warning IST0144: user 1337, which is the sidecar's, is the user of container app of the pods of Deployment reviews; run as another user",
    "mesh.yaml:15:65: warning IST0144: user 1337, which is the sidecar's, is the user of the pods of CronJob nightly; run as another user",
    "mesh.yaml:21:22: warning IST0144: user 1337, which is the sidecar's, is the user of Pod debug; run as another user",
    "mesh.yaml:22:64: warning IST0144: user 1337, which is the sidecar's, is the user of container shell of Pod debug; run as another user",
  ]);
});

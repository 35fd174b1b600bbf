// Does not prove that Istio says the same: the differential test beside istioctl does.
import { expect, it } from "vitest";
import { imageAuto } from "../../../../src/analysis/rules/workload/image-auto.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds proxies that only injection would complete, where nothing is injected", () => {
  expect(analyzeFixture(imageAuto, "good")).toEqual([]);
  expect(analyzeFixture(imageAuto, "bad")).toEqual([
    'mesh.yaml:8:90: warning IST0146: the image "auto" of the pods of Deployment gateway stays, for no injection webhook selects them; label the pods sidecar.istio.io/inject=true, or the namespace istio-injection=enabled',
    'mesh.yaml:13:67: warning IST0146: the image "auto" of the pods of StatefulSet gateway stays, for no injection webhook selects them; label the pods sidecar.istio.io/inject=true, or the namespace istio-injection=enabled',
    'mesh.yaml:18:43: error IST0147: the image "auto" of Pod gateway stays, for no injection webhook selects them; label the Pod sidecar.istio.io/inject=true, or the namespace istio-injection=enabled',
    'mesh.yaml:27:82: warning IST0146: the image "auto" of the pods of DaemonSet gateway stays, for pods of hostNetwork are not injected; leave out hostNetwork, or name an image',
  ]);
});

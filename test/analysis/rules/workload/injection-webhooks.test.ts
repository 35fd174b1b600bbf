// Does not prove that Istio says the same: the differential test beside istioctl does.
import { expect, it } from "vitest";
import { injectionWebhooks } from "../../../../src/analysis/rules/workload/injection-webhooks.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds webhooks that select the same pods, and ones that call nobody", () => {
  expect(analyzeFixture(injectionWebhooks, "good")).toEqual([]);
  expect(analyzeFixture(injectionWebhooks, "bad")).toEqual([
    "mesh.yaml:5:5: error IST0139: the webhook sidecar-injector.istio.io selects pods that are selected by istio-revision-tag-default, istio-sidecar-injector-twice too, so these are injected twice; keep one webhook for each kind of pod, and make it call an existing control plane",
    "mesh.yaml:13:5: error IST0139: the webhook namespace.sidecar-injector.istio.io selects pods that are selected by istio-sidecar-injector, istio-sidecar-injector-twice too, so these are injected twice; keep one webhook for each kind of pod, and make it call an existing control plane",
    "mesh.yaml:14:32: error IST0139: the webhook namespace.sidecar-injector.istio.io calls the Service istiod-1-29.istio-system, which is not there; keep one webhook for each kind of pod, and make it call an existing control plane",
    "mesh.yaml:21:5: error IST0139: the webhook a.sidecar-injector.istio.io selects pods that are selected by istio-revision-tag-default, istio-sidecar-injector too, so these are injected twice; keep one webhook for each kind of pod, and make it call an existing control plane",
    "mesh.yaml:25:5: error IST0139: the webhook b.sidecar-injector.istio.io selects pods that are selected by another webhook of this object too, so these are injected twice; keep one webhook for each kind of pod, and make it call an existing control plane",
  ]);
});

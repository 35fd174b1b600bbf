// Does not prove that Istio says the same: the differential test beside istioctl does.
import { expect, it } from "vitest";
import { externalControlPlane } from "../../../../src/analysis/rules/mesh/external-control-plane.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds webhooks without an address that is good for production", () => {
  expect(analyzeFixture(externalControlPlane, "good")).toEqual([]);
  expect(analyzeFixture(externalControlPlane, "bad")).toEqual([
    "mesh.yaml:6:21: warning IST0163: the webhook rev.validation.istio.io has neither a url nor a service to call; give it the https URL of the external control plane",
    'mesh.yaml:8:21: warning IST0163: the webhook validation.istio.io calls "istiod.example.com/validate", which is not a URL; give it the https URL of the external control plane',
    "mesh.yaml:15:21: info IST0164: the webhook rev.namespace.sidecar-injector.istio.io calls 10.0.0.1, an IP address; use a host name",
    "mesh.yaml:17:21: info IST0164: the webhook rev.object.sidecar-injector.istio.io calls [2001:db8::1], an IP address; use a host name",
  ]);
});

// Does not prove that Istio says the same: the differential test beside istioctl does.
import { expect, it } from "vitest";
import { gatewaySecrets } from "../../../../src/analysis/rules/gateway/gateway-secrets.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds missing Secrets, and ones that a gateway cannot use", () => {
  expect(analyzeFixture(gatewaySecrets, "good")).toEqual([]);
  expect(analyzeFixture(gatewaySecrets, "bad")).toEqual([
    "mesh.yaml:9:28: error IST0101: there is no Secret shop-cret in istio-system, where the gateway's pods are; did you mean \"shop-cert\"?; make the Secret in the namespace of the gateway's pods; where something else makes it, suppress this",
    'mesh.yaml:12:28: error IST0161: the Secret empty in istio-system has neither "tls.crt" and "tls.key" nor "cert" and "key"; put a valid certificate and its key into the Secret',
    'mesh.yaml:15:28: error IST0161: the Secret text in istio-system has a "tls.crt" that is not a certificate in PEM; put a valid certificate and its key into the Secret',
    'mesh.yaml:18:28: error IST0161: the Secret other-key in istio-system has a "tls.key" that is not the one of its certificate; put a valid certificate and its key into the Secret',
    'mesh.yaml:21:28: error IST0161: the Secret no-key in istio-system has a "tls.key" that is not a private key in PEM; put a valid certificate and its key into the Secret',
    "mesh.yaml:24:28: error IST0101: there is no Secret elsewhere in istio-system, where the gateway's pods are; make the Secret in the namespace of the gateway's pods; where something else makes it, suppress this",
  ]);
  const now = new Date("2200-01-01T00:00:00Z");
  expect(analyzeFixture(gatewaySecrets, "good", { mesh: { now } })).toHaveLength(2);
});

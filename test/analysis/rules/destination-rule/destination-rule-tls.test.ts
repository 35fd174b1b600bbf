// Does not prove which certificates a server has.
import { expect, it } from "vitest";
import { destinationRuleTls } from "../../../../src/analysis/rules/destination-rule/destination-rule-tls.js";
import { analyzeFixture } from "../../analyze-text.js";

it("says which TLS settings name no CA: for all ports, for one, for a subset", () => {
  expect(analyzeFixture(destinationRuleTls, "good")).toEqual([]);
  expect(analyzeFixture(destinationRuleTls, "bad")).toEqual([
    'mesh.yaml:7:12: warning IST0128: TLS of mode SIMPLE to "api.payments.example" has no caCertificates; set caCertificates',
    'mesh.yaml:10:30: error MESH0354: sidecars take credentialName "payments-client" only with a workloadSelector, so they call "api.payments.example" in plain text; add a workloadSelector for the pods that call, and let their service account read the Secret',
    'mesh.yaml:12:16: warning IST0129: TLS of mode SIMPLE to "api.payments.example" at port 9443 has no caCertificates; set caCertificates',
    'mesh.yaml:16:31: warning IST0128: TLS of mode SIMPLE to "api.payments.example" has no caCertificates; set caCertificates',
  ]);
});

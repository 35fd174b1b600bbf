// Does not prove that Istio says the same: the differential test beside istioctl does.
import { expect, it } from "vitest";
import { gatewayCertificates } from "../../../../src/analysis/rules/gateway/gateway-certificates.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds a certificate in several Gateways for the same pods", () => {
  expect(analyzeFixture(gatewayCertificates, "good")).toEqual([]);
  expect(analyzeFixture(gatewayCertificates, "bad")).toEqual([
    "mesh.yaml:9:28: warning IST0138: the certificate wildcard-cert is also that of Gateway api.api, internal.api, for the same pods; list all hosts of a certificate in one Gateway",
    "mesh.yaml:19:28: warning IST0138: the certificate wildcard-cert is also that of Gateway internal.api, shop.shop, for the same pods; list all hosts of a certificate in one Gateway",
    "mesh.yaml:40:28: warning IST0138: the certificate /etc/certs/tls.crt is also that of Gateway files-b.files, for the same pods; list all hosts of a certificate in one Gateway",
    "mesh.yaml:50:28: warning IST0138: the certificate /etc/certs/tls.crt is also that of Gateway files-a.files, for the same pods; list all hosts of a certificate in one Gateway",
  ]);
});

// Does not prove that clients trust who signed a certificate.
import { expect, it } from "vitest";
import { serverCertificates } from "../../../../src/analysis/rules/gateway/server-certificates.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds hosts without certificate, and with one of another host", () => {
  expect(analyzeFixture(serverCertificates, "good")).toEqual([]);
  expect(analyzeFixture(serverCertificates, "bad")).toEqual([
    'mesh.yaml:8:17: warning MESH0321: the certificate shop-cert is for shop.example.com, *.wide.example.com, not for "other.example.com"; get a certificate for this host, or take the host out',
    'mesh.yaml:8:36: warning MESH0321: the certificate shop-cert is for shop.example.com, *.wide.example.com, not for "*.example.com"; get a certificate for this host, or take the host out',
    "mesh.yaml:19:7: error MESH0320: the listener https ends HTTPS and has no certificateRefs; name the Secret of the certificate",
  ]);
});

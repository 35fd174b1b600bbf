// Does not prove that a certificate is right.
import { expect, it } from "vitest";
import { kubernetesGatewayCertificates } from "../../../../src/analysis/rules/gateway-api/kubernetes-gateway-certificates.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds certificates of other namespaces that nothing grants, and Secrets that are not there among others", () => {
  expect(analyzeFixture(kubernetesGatewayCertificates, "good")).toEqual([]);
  expect(analyzeFixture(kubernetesGatewayCertificates, "bad")).toEqual([
    "mesh.yaml:30:16: error MESH0370: no ReferenceGrant in certs lets the Gateway of shop name the Secret mine; declare a ReferenceGrant in the namespace of the certificate, or move the certificate",
    "mesh.yaml:32:52: error MESH0370: no ReferenceGrant in certs lets the Gateway of shop name the ConfigMap ca; declare a ReferenceGrant in the namespace of the certificate, or move the certificate",
    "mesh.yaml:35:52: error MESH0370: no ReferenceGrant in certs lets the Gateway of shop name the Secret clients; declare a ReferenceGrant in the namespace of the certificate, or move the certificate",
    "mesh.yaml:37:52: error MESH0370: the ReferenceGrant in certs names the ConfigMap named, and istiod looks for the name named-cacert; leave `name` out of the ReferenceGrant's `to`",
    "mesh.yaml:42:32: error MESH0370: no ReferenceGrant in certs lets the Gateway of shop name the Secret web, so the listener gets no certificate; declare a ReferenceGrant in the namespace of the certificate, or move the certificate",
    "mesh.yaml:42:65: warning MESH0371: there is no Secret pya in shop; correct the name, or declare the Secret; where something else makes it, suppress this",
    "mesh.yaml:50:75: error MESH0370: no ReferenceGrant in certs lets the ListenerSet of shop name the Secret other, so the listener gets no certificate; declare a ReferenceGrant in the namespace of the certificate, or move the certificate",
  ]);
});

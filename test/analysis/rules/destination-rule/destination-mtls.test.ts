// Does not prove that a proxy sends what the DestinationRule says.
import { expect, it } from "vitest";
import { destinationMtls } from "../../../../src/analysis/rules/destination-rule/destination-mtls.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds calls that the called pods do not take", () => {
  expect(analyzeFixture(destinationMtls, "good")).toEqual([]);
  expect(analyzeFixture(destinationMtls, "bad")).toEqual([
    "mesh.yaml:65:47: error KIA0207: calls use plain text, but the pods of orders.shop take mutual TLS alone at port 80, by PeerAuthentication default.shop; use ISTIO_MUTUAL, or leave `tls` out, or make the PeerAuthentication PERMISSIVE",
    "mesh.yaml:72:71: error KIA0208: calls use TLS without the mesh's certificates, but the pods of till.bank take mutual TLS alone at port 80, by PeerAuthentication default.istio-system; use ISTIO_MUTUAL, or leave `tls` out, or make the PeerAuthentication PERMISSIVE",
    "mesh.yaml:74:66: error KIA0208: calls use plain text, but the pods of till.bank take mutual TLS alone at port 80, by PeerAuthentication default.istio-system; use ISTIO_MUTUAL, or leave `tls` out, or make the PeerAuthentication PERMISSIVE",
    "mesh.yaml:79:47: warning MESH0335: the pods of legacy.plain have no proxy, so they cannot take the mutual TLS that calls to them use; inject sidecars into the pods, or leave `tls` out",
    "mesh.yaml:84:50: error KIA0207: calls use plain text, but the pods of orders.shop take mutual TLS alone at port 80, by PeerAuthentication default.shop; use ISTIO_MUTUAL, or leave `tls` out, or make the PeerAuthentication PERMISSIVE",
  ]);
});

// Does not prove that nothing before the gateway ends TLS.
import { expect, it } from "vitest";
import { serverProtocols } from "../../../../src/analysis/rules/gateway/server-protocols.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds servers that are less safe than they could be", () => {
  expect(analyzeFixture(serverProtocols, "good")).toEqual([]);
  expect(analyzeFixture(serverProtocols, "bad")).toEqual([
    "mesh.yaml:10:49: warning MESH0323: clients may use TLS 1.1; set minProtocolVersion to TLSV1_2 or later, or leave it out",
    'mesh.yaml:12:36: info MESH0324: "shop.example.com" is served by HTTPS in Gateway shop.shop, and without it here; set `tls.httpsRedirect` in the HTTP server',
    "mesh.yaml:16:57: info MESH0325: the key is the file /k.pem of the gateway's pods; put certificate and key into a Secret and set credentialName",
    "mesh.yaml:21:16: warning MESH0341: requests for lost.example.com, gone.example.com are sent to https, which no Gateway of these pods serves; add an HTTPS server for them, unless a proxy before the gateway terminates TLS",
  ]);
});

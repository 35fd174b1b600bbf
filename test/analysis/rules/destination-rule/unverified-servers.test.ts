// Does not prove that a certificate is the server's.
import { expect, it } from "vitest";
import { unverifiedServers } from "../../../../src/analysis/rules/destination-rule/unverified-servers.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds answers that are taken from anybody", () => {
  expect(analyzeFixture(unverifiedServers, "good")).toEqual([]);
  expect(analyzeFixture(unverifiedServers, "bad")).toEqual([
    'mesh.yaml:4:70: warning MESH0326: the certificate of "api.example.com" is not checked; set caCertificates, and leave insecureSkipVerify out',
    "mesh.yaml:9:34: warning MESH0327: the keys of tokens are fetched from id.example.com without TLS; use an https:// address",
  ]);
});

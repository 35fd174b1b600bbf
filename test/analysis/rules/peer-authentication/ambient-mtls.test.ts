// Does not prove what ztunnel takes.
import { expect, it } from "vitest";
import { ambientMtls } from "../../../../src/analysis/rules/peer-authentication/ambient-mtls.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds DISABLE where it is PERMISSIVE", () => {
  expect(analyzeFixture(ambientMtls, "good")).toEqual([]);
  expect(analyzeFixture(ambientMtls, "bad")).toEqual([
    "mesh.yaml:24:17: info MESH0367: Deployment cart.shop is ambient, where DISABLE is PERMISSIVE: mutual TLS goes on being taken; write PERMISSIVE, or give the pods sidecars",
    "mesh.yaml:29:100: info MESH0367: Deployment cart.shop is ambient, where DISABLE is PERMISSIVE: mutual TLS goes on being taken; write PERMISSIVE, or give the pods sidecars",
    "mesh.yaml:34:17: info MESH0367: Deployment cart.shop is ambient, where DISABLE is PERMISSIVE: mutual TLS goes on being taken; write PERMISSIVE, or give the pods sidecars",
  ]);
});

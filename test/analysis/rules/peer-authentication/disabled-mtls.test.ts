// Does not prove that a proxy refuses such calls: test/e2e/policy/mtls.test.ts does.
import { expect, it } from "vitest";
import { disabledMtls } from "../../../../src/analysis/rules/peer-authentication/disabled-mtls.js";
import { analyzeFixture } from "../../analyze-text.js";

const remedy = "leave `tls` out, or make the PeerAuthentication PERMISSIVE";

it("finds calls by mutual TLS to pods that take none", () => {
  expect(analyzeFixture(disabledMtls, "good")).toEqual([]);
  expect(analyzeFixture(disabledMtls, "bad")).toEqual([
    `mesh.yaml:48:47: error KIA0505: calls use mutual TLS, but the pods of orders.shop take none at port 80, by PeerAuthentication default.shop; ${remedy}`,
    `mesh.yaml:53:50: error KIA0506: calls use mutual TLS, but the pods of till.bank take none at port 80, by PeerAuthentication default.istio-system; ${remedy}`,
    `mesh.yaml:58:90: error KIA0506: calls use mutual TLS, but the pods of till.bank take none at port 80, by PeerAuthentication default.istio-system; ${remedy}`,
  ]);
});

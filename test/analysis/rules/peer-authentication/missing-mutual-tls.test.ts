// Does not prove that proxies call in plain text then.
import { expect, it } from "vitest";
import { missingMutualTls } from "../../../../src/analysis/rules/peer-authentication/missing-mutual-tls.js";
import { analyzeFixture, analyzeText, readFixture } from "../../analyze-text.js";

const remedy =
  "make a DestinationRule with mode ISTIO_MUTUAL for these hosts, or leave enableAutoMtls of the mesh configuration out";

it("finds pods that nobody reaches, once a policy", () => {
  expect(analyzeFixture(missingMutualTls, "good")).toEqual([]);
  expect(analyzeFixture(missingMutualTls, "bad")).toEqual([
    `mesh.yaml:38:17: error KIA0401: the pods of till.bank take mutual TLS alone at port 80, and nothing makes callers use it; ${remedy}`,
    `mesh.yaml:43:17: error KIA0501: the pods of orders.shop take mutual TLS alone at port 80, and nothing makes callers use it; ${remedy}`,
  ]);
});

it("says nothing where proxies use mutual TLS by themselves, as they do unless it is turned off", () => {
  const text = readFixture(missingMutualTls, "bad");
  expect(analyzeText(missingMutualTls, text.replace("enableAutoMtls: false", "enableAutoMtls: true"))).toEqual([]);
  expect(analyzeText(missingMutualTls, text.replace("enableAutoMtls: false", ""))).toEqual([]);
});

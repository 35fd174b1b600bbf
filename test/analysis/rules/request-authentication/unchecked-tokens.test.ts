// Does not prove that a token of the issuer can be checked.
import { expect, it } from "vitest";
import { uncheckedTokens } from "../../../../src/analysis/rules/request-authentication/unchecked-tokens.js";
import { analyzeFixture } from "../../analyze-text.js";

it("finds rules that ask for tokens where nothing checks them", () => {
  expect(analyzeFixture(uncheckedTokens, "good")).toEqual([]);
  expect(analyzeFixture(uncheckedTokens, "bad")).toEqual([
    "mesh.yaml:40:50: warning MESH0364: no RequestAuthentication checks tokens for Deployment cart.shop, so this rule lets no request in; make a RequestAuthentication for these pods with the issuer in `jwtRules`",
    "mesh.yaml:43:58: warning MESH0364: no RequestAuthentication checks tokens for Deployment cart.shop, so this rule lets no request in; make a RequestAuthentication for these pods with the issuer in `jwtRules`",
    "mesh.yaml:50:58: warning MESH0364: no RequestAuthentication checks tokens for Deployment cart.shop, so this rule lets no request in; make a RequestAuthentication for these pods with the issuer in `jwtRules`",
    "mesh.yaml:59:57: warning MESH0364: no RequestAuthentication checks tokens for Deployment cart.shop, so this rule refuses every request; make a RequestAuthentication for these pods with the issuer in `jwtRules`",
    'mesh.yaml:68:54: warning MESH0364: no RequestAuthentication checks tokens of the issuer https://id.example.com for Deployment orders.shop, so this rule lets no request in; did you mean "https://id.example.org"?; make a RequestAuthentication for these pods with the issuer in `jwtRules`',
    "mesh.yaml:77:54: warning MESH0364: no RequestAuthentication checks tokens for what this is for, so this rule lets no request in; make a RequestAuthentication for these pods with the issuer in `jwtRules`",
  ]);
});

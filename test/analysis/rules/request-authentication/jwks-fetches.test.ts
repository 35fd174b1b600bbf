// Does not prove what istiod refuses to fetch then.
import { expect, it } from "vitest";
import { jwksFetches } from "../../../../src/analysis/rules/request-authentication/jwks-fetches.js";
import { analyzeFixture } from "../../analyze-text.js";

it("names an istiod that fetches keys from anywhere, and for whom", () => {
  expect(analyzeFixture(jwksFetches, "good")).toEqual([]);
  expect(analyzeFixture(jwksFetches, "bad")).toEqual([
    "mesh.yaml:8:7: warning IST0175: istiod fetches the keys of RequestAuthentication bank.bank, shop.shop from any address, BLOCKED_CIDRS_IN_JWKS_URIS is not set; set BLOCKED_CIDRS_IN_JWKS_URIS of istiod to the networks that never serve keys",
  ]);
});

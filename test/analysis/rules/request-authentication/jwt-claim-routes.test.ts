// Does not prove that the tokens have the claim.
import { expect, it } from "vitest";
import { jwtClaimRoutes } from "../../../../src/analysis/rules/request-authentication/jwt-claim-routes.js";
import { analyzeFixture } from "../../analyze-text.js";

it("says at which gateways no tokens are read", () => {
  expect(analyzeFixture(jwtClaimRoutes, "good")).toEqual([]);
  expect(analyzeFixture(jwtClaimRoutes, "bad")).toEqual([
    'mesh.yaml:24:28: error IST0149: a route matches on "@request.auth.claims.group", and no RequestAuthentication reads tokens at Deployment edge/edge of the Gateway edge/edge; add a RequestAuthentication that selects the gateway\'s pods',
    'mesh.yaml:40:35: error IST0149: a route matches on "@request.auth.claims[realm][roles]", and no RequestAuthentication reads tokens at Deployment istio-system/istio-ingressgateway of the Gateway istio-system/status; add a RequestAuthentication that selects the gateway\'s pods',
  ]);
});

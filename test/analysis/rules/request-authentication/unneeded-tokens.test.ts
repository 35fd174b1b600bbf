// Does not prove that the access rule is right, only that one asks for a token.
import { expect, it } from "vitest";
import { unneededTokens } from "../../../../src/analysis/rules/request-authentication/unneeded-tokens.js";
import { analyzeFixture, analyzeText, readFixture } from "../../analyze-text.js";

it("names tokens that nothing asks for", () => {
  expect(analyzeFixture(unneededTokens, "good")).toEqual([]);
  expect(analyzeFixture(unneededTokens, "bad")).toEqual([
    'mesh.yaml:14:50: warning MESH0330: no AuthorizationPolicy asks for a token here, so requests without one pass; allow by an AuthorizationPolicy with `requestPrincipals`, or deny `notRequestPrincipals: ["*"]`',
    'mesh.yaml:33:3: warning MESH0330: no AuthorizationPolicy asks for a token here, so requests without one pass; allow by an AuthorizationPolicy with `requestPrincipals`, or deny `notRequestPrincipals: ["*"]`',
  ]);
});

it("takes a route that only requests with a token match for a way of asking", () => {
  const route = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec: { hosts: [web], http: [{ match: [{ headers: { "@request.auth.claims.groups": { exact: admins } } }] }] }
`;
  expect(analyzeText(unneededTokens, `${readFixture(unneededTokens, "bad")}---${route}`)).toEqual([]);
});

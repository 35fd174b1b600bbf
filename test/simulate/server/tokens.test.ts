// What RequestAuthentications make of a token. Does not prove that Envoy judges the same: the live proof of simulation does.
import { describe, expect, it } from "vitest";
import { checkToken } from "../../../src/simulate/server/tokens.js";
import type { MeshRequest } from "../../../src/simulate/request.js";
import { createRequest, findWorkload, indexText } from "../mesh-of-text.js";
import { createArrival, formatSteps, reviews } from "./arrivals.js";

const policy = (rules: string) => `
---
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: jwt, namespace: shop }
spec: { selector: { matchLabels: { app: reviews } }, jwtRules: ${rules} }
`;

function check(
  rules: string,
  claims: Record<string, unknown> | undefined,
  given: Partial<MeshRequest> = {},
  isHttp = true,
) {
  const mesh = indexText(`${reviews}${policy(rules)}`);
  const request = createRequest(findWorkload(mesh, "shop", "reviews"), { claims, ...given });
  const found = checkToken(mesh, createArrival(mesh, { request, isHttp }));
  return { ...found, steps: formatSteps(found.steps) };
}

const joe = { iss: "https://id", sub: "joe" };

describe("a token", () => {
  it("that is not there passes", () => {
    expect(check("[{ issuer: https://id }]", undefined)).toMatchObject({ steps: [], request: { claims: undefined } });
  });

  it("of an issuer of a rule passes, and is not handed on", () => {
    expect(check("[{ issuer: https://other }, { issuer: https://id }]", joe)).toMatchObject({
      steps: ['RequestAuthentication shop/jwt accepts the token of "https://id" (spec.jwtRules.1)'],
      claims: joe,
      request: { claims: undefined },
    });
  });

  it("is handed on where the rule says so", () => {
    expect(check("[{ issuer: https://id, forwardOriginalToken: true }]", joe).request.claims).toEqual(joe);
  });

  it("of no issuer of a rule is refused", () => {
    const { steps, end, claims } = check("[{ issuer: https://other }]", joe);
    expect(steps).toEqual([
      "RequestAuthentication shop/jwt rejects the token: no rule is for the issuer https://id (spec.jwtRules.0.issuer)",
    ]);
    expect(end).toEqual({ kind: "answered", status: 401, by: "unauthenticated", body: "Jwt issuer is not configured" });
    expect(claims).toBe(undefined);
  });

  it.each([
    ["a", "https://a/", undefined],
    ["[a]", ["b", "a"], undefined],
    ["[a]", "b", 403],
    ["[a]", undefined, 403],
    ["[]", "b", undefined],
  ])("for audiences %s by %j", (audiences, aud, status) => {
    const list = audiences.startsWith("[") ? audiences : `[${audiences}]`;
    const { end } = check(`[{ issuer: https://id, audiences: ${list} }]`, { ...joe, aud });
    expect(end?.kind === "answered" ? end.status : undefined).toBe(status);
  });

  it("is taken by the second rule of an issuer that the first refuses", () => {
    const rules = "[{ issuer: https://id, audiences: [a] }, { issuer: https://id, audiences: [b] }]";
    expect(check(rules, { ...joe, aud: "b" }).end).toBe(undefined);
  });

  it("is not seen by a rule that looks elsewhere", () => {
    const { end, claims } = check("[{ issuer: https://other, fromHeaders: [{ name: x-token }] }]", joe);
    expect({ end, claims }).toEqual({ end: undefined, claims: undefined });
  });

  it("of a connection is not looked at", () => {
    expect(check("[{ issuer: https://other }]", joe, {}, false).end).toBe(undefined);
  });

  it("of a CORS preflight is not looked at", () => {
    const headers = { origin: "https://a", "access-control-request-method": "GET" };
    expect(check("[{ issuer: https://other }]", joe, { method: "OPTIONS", headers }).end).toBe(undefined);
  });

  it("has scopes as a list, and claims that become headers", () => {
    const rules =
      "[{ issuer: https://id, outputClaimToHeaders: [{ header: X-Sub, claim: sub }, { header: x-none, claim: none }] }]";
    const { claims, request } = check(rules, { ...joe, scope: "read write" });
    expect(claims?.scope).toEqual(["read", "write"]);
    expect(request.headers).toEqual({ "x-sub": "joe" });
  });
});

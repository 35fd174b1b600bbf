// Which AuthorizationPolicies let in what, by hand-written rules. Does not prove that Envoy judges the same: the live proof of simulation does.
import { describe, expect, it } from "vitest";
import { askAuthorizer, checkAccess } from "../../../src/simulate/server/access.js";
import type { Arrival } from "../../../src/simulate/server/arrival.js";
import { normalizePath } from "../../../src/simulate/client/normalize-path.js";
import { createRequest, findWorkload, indexText } from "../mesh-of-text.js";
import { createArrival, formatSteps, reviews } from "./arrivals.js";

/** A policy of shop with a spec. */
const policy = (name: string, spec: string, namespace = "shop") => `
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: ${name}, namespace: ${namespace} }
spec: ${spec}
`;

const allowed = { end: undefined };
const denied = { end: { kind: "answered", status: 403, by: "denied", body: "RBAC: access denied" } };

function check(policies: string, given: Partial<Arrival> = {}) {
  const mesh = indexText(`${reviews}${policies}`);
  const { steps, end } = checkAccess(mesh, createArrival(mesh, given));
  return { steps: formatSteps(steps), end };
}

describe("the order of actions", () => {
  it("without policies all may come", () => {
    expect(check("")).toEqual({ ...allowed, steps: [] });
  });

  it("without ALLOW all that is not denied may come", () => {
    expect(check(policy("a", "{ action: DENY, rules: [{ to: [{ operation: { methods: [POST] } }] }] }"))).toEqual({
      ...allowed,
      steps: [],
    });
  });

  it("DENY goes before ALLOW", () => {
    const both = `${policy("a", "{ rules: [{}] }")}${policy("b", "{ action: DENY, rules: [{ to: [{ operation: { methods: [GET] } }] }] }")}`;
    expect(check(both)).toEqual({
      ...denied,
      steps: ["rule 1 of AuthorizationPolicy shop/b denies the request (spec.rules.0)"],
    });
  });

  it("with ALLOW one rule must match", () => {
    const two = `${policy("a", "{ rules: [{ to: [{ operation: { methods: [POST] } }] }] }")}${policy("b", "{ rules: [{ from: [{ source: { namespaces: [other] } }] }] }")}`;
    expect(check(two)).toEqual({
      ...denied,
      steps: [
        "no rule of AuthorizationPolicy shop/a, AuthorizationPolicy shop/b matches, so the request is denied (spec)",
      ],
    });
  });

  it.each([
    ["an empty spec allows nothing", "{}", denied],
    ["no rules allow nothing", "{ rules: [] }", denied],
    ["an empty rule allows all", "{ rules: [{}] }", allowed],
    ["DENY without rules denies nothing", "{ action: DENY }", allowed],
    ["DENY of an empty rule denies all", "{ action: DENY, rules: [{}] }", denied],
    ["AUDIT decides nothing", "{ action: AUDIT, rules: [{}] }", allowed],
  ])("%s", (_, spec, { end }) => {
    expect(check(policy("a", spec)).end).toEqual(end);
  });

  it("a policy of dry run decides nothing", () => {
    const dry = policy("a", "{ action: DENY, rules: [{}] }").replace(
      "name: a,",
      'name: a, annotations: { istio.io/dry-run: "true" },',
    );
    expect(check(dry).end).toBe(undefined);
  });
});

describe("whom a policy is for", () => {
  it.each([
    ["its namespace", "shop", "{ action: DENY, rules: [{}] }", denied],
    ["another namespace", "other", "{ action: DENY, rules: [{}] }", allowed],
    ["the root namespace", "istio-system", "{ action: DENY, rules: [{}] }", denied],
    ["its labels", "shop", "{ action: DENY, rules: [{}], selector: { matchLabels: { app: reviews } } }", denied],
    [
      "labels in the root namespace",
      "istio-system",
      "{ action: DENY, rules: [{}], selector: { matchLabels: { app: reviews } } }",
      denied,
    ],
    ["other labels", "shop", "{ action: DENY, rules: [{}], selector: { matchLabels: { app: web } } }", allowed],
    [
      "a Gateway",
      "shop",
      "{ action: DENY, rules: [{}], targetRefs: [{ kind: Gateway, group: gateway.networking.k8s.io, name: reviews }] }",
      allowed,
    ],
  ])("%s", (_, namespace, spec, { end }) => {
    expect(check(policy("a", spec, namespace)).end).toEqual(end);
  });
});

/** Whether a rule matches, as an ALLOW policy shows it: `true`, `false`, or why it is not known. */
function matches(rule: string, given: Partial<Arrival> = {}): unknown {
  const { end } = check(policy("a", `{ rules: [${rule}] }`), given);
  return end === undefined
    ? true
    : end.kind === "unknown"
      ? end.reason.replace(/^rule 1 of .* may allow the request: /, "")
      : false;
}

const from = (source: string) => `{ from: [{ source: ${source} }] }`;
const to = (operation: string) => `{ to: [{ operation: ${operation} }] }`;
const when = (key: string, values: string) => `{ when: [{ key: "${key}", ${values} }] }`;

describe("sources", () => {
  const plain = { peer: undefined };
  it.each<[string, Partial<Arrival>, unknown]>([
    ["{ principals: [cluster.local/ns/shop/sa/web] }", {}, true],
    ['{ principals: ["*/ns/shop/sa/web"] }', {}, true],
    ['{ principals: ["*/sa/web"] }', {}, true],
    ['{ principals: ["cluster.local/ns/shop/*"] }', {}, true],
    ['{ principals: ["*"] }', {}, true],
    ['{ principals: ["*"] }', plain, false],
    ["{ principals: [cluster.local/ns/shop/sa/we] }", {}, false],
    ["{ notPrincipals: [cluster.local/ns/shop/sa/web] }", {}, false],
    ["{ notPrincipals: [cluster.local/ns/shop/sa/web] }", plain, true],
    ["{ namespaces: [shop] }", {}, true],
    ['{ namespaces: ["sh*"] }', {}, true],
    ["{ namespaces: [sh] }", {}, false],
    ["{ namespaces: [shop] }", plain, false],
    ["{ notNamespaces: [other] }", plain, true],
    ["{ serviceAccounts: [web] }", {}, true],
    ["{ serviceAccounts: [shop/web] }", {}, true],
    ["{ serviceAccounts: [other/web] }", {}, false],
    ["{ notServiceAccounts: [web] }", {}, false],
    ["{ trustDomains: [cluster.local] }", {}, true],
    ["{ trustDomains: [other] }", {}, false],
    ["{ principals: [cluster.local/ns/shop/sa/web], notNamespaces: [shop] }", {}, false],
    ["{ ipBlocks: [10.0.0.0/8] }", { address: "10.1.2.3" }, true],
    ["{ ipBlocks: [10.1.2.3] }", { address: "10.1.2.3" }, true],
    ["{ notIpBlocks: [10.0.0.0/8] }", { address: "10.1.2.3" }, false],
    ["{ ipBlocks: [10.0.0.0/8] }", {}, "no address"],
    ["{ ipBlocks: [0.0.0.0/0] }", {}, true],
    ["{ ipBlocks: [nothing] }", { address: "10.1.2.3" }, false],
    ["{ remoteIpBlocks: [192.0.2.0/24] }", { clientAddress: "192.0.2.7" }, true],
    ["{ remoteIpBlocks: [192.0.2.0/24] }", {}, "no client address"],
    ['{ requestPrincipals: ["*"] }', {}, false],
    ['{ requestPrincipals: ["*"] }', { claims: { iss: "a", sub: "b" } }, true],
    ["{ requestPrincipals: [https://id/x/joe] }", { claims: { iss: "https://id/x", sub: "joe" } }, true],
    ['{ requestPrincipals: ["https://id/*"] }', { claims: { iss: "https://id", sub: "joe" } }, true],
    ['{ requestPrincipals: ["https://id/*"] }', { claims: { iss: "https://id/x", sub: "joe" } }, false],
    ['{ requestPrincipals: ["*/joe"] }', { claims: { iss: "https://id/x", sub: "joe" } }, true],
    ['{ notRequestPrincipals: ["*"] }', {}, true],
  ])("%s", (source, given, expected) => {
    expect(matches(from(source), given)).toBe(expected);
  });

  it("an identity that is not known", () => {
    const peer = { doubt: "no account" };
    expect(matches(from("{ namespaces: [shop] }"), { peer })).toBe("no account");
  });

  it("one source of several is enough", () => {
    expect(matches("{ from: [{ source: { namespaces: [other] } }, { source: { namespaces: [shop] } }] }")).toBe(true);
  });
});

describe("operations", () => {
  const request = (given: object) => {
    const mesh = indexText(reviews);
    const made = createRequest(findWorkload(mesh, "shop", "reviews"), given);
    return { request: made, path: normalizePath(made.path) };
  };
  it.each<[string, object, unknown]>([
    ["{ methods: [GET] }", {}, true],
    ["{ methods: [POST] }", {}, false],
    ["{ notMethods: [POST] }", {}, true],
    ["{ paths: [/api] }", { path: "/api", query: "a=b" }, true],
    ['{ paths: ["/api*"] }', { path: "/api/x" }, true],
    ['{ paths: ["*.png"] }', { path: "/a/b.png" }, true],
    ["{ paths: [/api] }", { path: "/x/../api" }, true],
    ["{ paths: [/api] }", { path: "//api" }, false],
    ['{ paths: ["/users/{*}"] }', { path: "/users/joe" }, true],
    ['{ paths: ["/users/{*}"] }', { path: "/users/joe/x" }, false],
    ['{ paths: ["/users/{**}"] }', { path: "/users/joe/x" }, true],
    ['{ paths: ["/users/{**}"] }', { path: "/users" }, false],
    ['{ paths: ["/users/{*}/x"] }', { path: "/users/joe/x" }, true],
    ["{ notPaths: [/api] }", { path: "/api" }, false],
    ['{ ports: ["9080"] }', {}, true],
    ['{ ports: ["80"] }', {}, false],
    ['{ notPorts: ["9080"] }', {}, false],
    ["{ methods: [GET], paths: [/other] }", {}, false],
  ])("%s of %j", (operation, given, expected) => {
    expect(matches(to(operation), request(given))).toBe(expected);
  });

  it.each([
    ["reviews", "reviews", true],
    ["REVIEWS", "reviews", true],
    ["reviews", "reviews:9080", false],
    ["reviews:*", "reviews:9080", true],
    ["*.example.com", "a.example.com", true],
  ])("the host %s of %s", (host, authority, expected) => {
    expect(matches(to(`{ hosts: ["${host}"] }`), { authority })).toBe(expected);
  });
});

describe("conditions", () => {
  const claims = {
    iss: "https://id",
    sub: "joe",
    aud: ["a", "b"],
    azp: "app",
    groups: ["admin"],
    realm: { roles: ["x"] },
    age: 7,
  };
  it.each<[string, string, Partial<Arrival>, unknown]>([
    ["source.namespace", "values: [shop]", {}, true],
    ["source.principal", "notValues: [cluster.local/ns/shop/sa/web]", {}, false],
    ["source.serviceAccount", "values: [shop/web]", {}, true],
    ["request.auth.principal", "values: [https://id/joe]", { claims }, true],
    ["request.auth.audiences", "values: [b]", { claims }, true],
    ["request.auth.presenter", "values: [app]", { claims }, true],
    ["request.auth.claims[groups]", "values: [admin]", { claims }, true],
    ["request.auth.claims[groups]", "notValues: [admin]", { claims }, false],
    ["request.auth.claims[realm][roles]", "values: [x]", { claims }, true],
    ["request.auth.claims[age]", 'values: ["7"]', { claims }, false],
    ["request.auth.claims[groups]", "values: [admin]", {}, false],
    ["destination.port", 'values: ["9080"]', {}, true],
    ["destination.ip", "values: [10.0.0.0/8]", {}, "the addresses of the pods are not known"],
    ["connection.sni", 'values: ["outbound_.80_._.reviews*"]', {}, true],
    [
      "experimental.envoy.filters.x[y]",
      "values: [z]",
      {},
      'what filters write into "experimental.envoy.filters.x[y]" is not known',
    ],
    ["request.headers[x-request-id]", "values: [a]", {}, 'proxies write header "x-request-id" themselves'],
    ["request.headers[x-user]", 'values: ["*"]', {}, false],
    ["request.headers[x-user]", "notValues: [joe]", {}, true],
    ["nothing.of.istio", "values: [a]", {}, false],
  ])("%s %s", (key, values, given, expected) => {
    expect(matches(when(key, values), given)).toBe(expected);
  });

  it("DENY leaves out a rule with a key that Istio does not know", () => {
    expect(check(policy("a", `{ action: DENY, rules: [${when("nothing", "values: [a]")}] }`)).end).toBe(undefined);
  });

  it("what is not known decides nothing where the rest does", () => {
    expect(matches("{ from: [{ source: { ipBlocks: [10.0.0.0/8], namespaces: [other] } }] }")).toBe(false);
  });
});

describe("connections, of which no request is seen", () => {
  const tcp = { isHttp: false };
  it("ALLOW leaves out rules of requests", () => {
    expect(check(policy("a", `{ rules: [${to("{ methods: [GET] }")}] }`), tcp).end).toEqual({
      kind: "broken",
      reason: "the server's proxy closes the connection: an AuthorizationPolicy denies it",
    });
  });

  it("DENY goes by the rest of them", () => {
    const rule = "{ from: [{ source: { namespaces: [shop] } }], to: [{ operation: { methods: [POST] } }] }";
    expect(check(policy("a", `{ action: DENY, rules: [${rule}] }`), tcp).steps).toEqual([
      "rule 1 of AuthorizationPolicy shop/a denies the request (spec.rules.0)",
    ]);
  });

  it("ports and callers count", () => {
    expect(check(policy("a", `{ rules: [${to('{ ports: ["9080"] }')}] }`), tcp).end).toBe(undefined);
  });
});

describe("an external authorizer", () => {
  const ask = (rule: string, given: Partial<Arrival> = {}) => {
    const mesh = indexText(
      `${reviews}${policy("ext", `{ action: CUSTOM, provider: { name: opa }, rules: [${rule}] }`)}`,
    );
    return askAuthorizer(mesh, createArrival(mesh, given));
  };

  it("is asked by the rules of CUSTOM, and its answer is not known", () => {
    const { steps, end } = ask(to("{ methods: [GET] }"));
    expect(formatSteps(steps)).toEqual([
      'rule 1 of AuthorizationPolicy shop/ext asks the authorizer "opa" (spec.rules.0)',
    ]);
    expect(end).toEqual({ kind: "unknown", reason: 'no object says what the authorizer "opa" answers' });
  });

  it("is not asked where no rule matches", () => {
    expect(ask(to("{ methods: [POST] }"))).toEqual({ steps: [] });
  });

  it("is asked before tokens are looked at", () => {
    expect(ask(from('{ requestPrincipals: ["*"] }'), { claims: { iss: "a", sub: "b" } })).toEqual({ steps: [] });
  });
});

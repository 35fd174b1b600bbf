// Does not prove that Envoy matches so: the live proof of simulation sends such requests.
import { describe, expect, it } from "vitest";
import type { Flow } from "../../../src/simulate/client/flow.js";
import { findAbsence, findMismatch, takesAll } from "../../../src/simulate/client/match-request.js";
import { createDeployment } from "./meshes.js";
import { createRequest, findWorkload, indexText } from "../mesh-of-text.js";

const workload = findWorkload(indexText(createDeployment("shop", "web")), "shop", "web");
const request = createRequest(workload, {
  host: "reviews",
  port: 9080,
  path: "/Api/v1",
  query: "a=1&b=&a=2&c",
  headers: { "x-user": "tester" },
});
const flow: Flow = {
  ...{ request, path: request.path, authority: "reviews:9080", gateway: "mesh", port: 9080, config: {} },
  proxy: { workload, isGateway: false },
  findUpstream: () => undefined,
};
const claims = { ...flow, claims: { iss: "me", groups: ["a", "b"], realm: { role: "admin" }, age: 3 } };

describe("a match", () => {
  it.each<[Record<string, unknown>, string | undefined, Flow?]>([
    [{}, undefined],
    [{ uri: { exact: "/Api/v1" } }, undefined],
    [{ uri: { exact: "/Api" } }, 'uri: the path "/Api/v1" must be "/Api"'],
    [{ uri: { prefix: "/Api/v" } }, undefined],
    [{ uri: { prefix: "/api" } }, 'uri: the path "/Api/v1" must begin with "/api"'],
    [{ uri: { prefix: "/api" }, ignoreUriCase: true }, undefined],
    [{ uri: { regex: "/Api/v\\d" } }, undefined],
    // The whole path, not a part of it.
    [{ uri: { regex: "/Api" } }, 'uri: the path "/Api/v1" must match /Api'],
    [{ uri: { regex: "(" } }, "uri: RE2 does not take the expression ("],
    [{ method: { exact: "POST" } }, 'method: the method "GET" must be "POST"'],
    [{ authority: { exact: "reviews" } }, 'authority: the authority "reviews:9080" must be "reviews"'],
    [{ authority: { prefix: "reviews" } }, undefined],
    [{ scheme: { exact: "https" } }, 'scheme: the scheme "http" must be "https"'],
    [{ headers: { "X-User": { exact: "tester" } } }, undefined],
    [{ headers: { "x-user": {} } }, undefined],
    [{ headers: { "x-user": { regex: "*" } } }, undefined],
    [{ headers: { "x-user": { regex: "test" } } }, 'headers.x-user: the header x-user "tester" must match test'],
    [{ headers: { "x-other": { regex: ".*" } } }, "headers.x-other: the header x-other is missing"],
    [{ withoutHeaders: { "x-user": {} } }, "withoutHeaders.x-user: the header x-user is unwanted"],
    [{ withoutHeaders: { "x-user": { exact: "other" } } }, undefined],
    [{ withoutHeaders: { "x-other": {} } }, undefined],
    // What is missing counts as empty.
    [{ withoutHeaders: { "x-other": { regex: ".*" } } }, "withoutHeaders.x-other: the header x-other is unwanted"],
    [{ queryParams: { a: { exact: "1" } } }, undefined],
    [{ queryParams: { a: { exact: "2" } } }, 'queryParams.a: the query parameter a "1" must be "2"'],
    [{ queryParams: { b: { exact: "" }, c: {} } }, undefined],
    [{ queryParams: { d: {} } }, "queryParams.d: the query parameter d is missing"],
    [
      { headers: { "@request.auth.claims.iss": { exact: "me" } } },
      "headers.@request.auth.claims.iss: the proxy checks no token of the request",
    ],
    [{ headers: { "@request.auth.claims.groups": { exact: "b" } } }, undefined, claims],
    [{ headers: { "@request.auth.claims[realm][role]": { prefix: "ad" } } }, undefined, claims],
    [
      { headers: { "@request.auth.claims.age": { exact: "3" } } },
      'headers.@request.auth.claims.age: the claim @request.auth.claims.age must be "3"',
      claims,
    ],
    [
      { withoutHeaders: { "@request.auth.claims.iss": { exact: "me" } } },
      "withoutHeaders.@request.auth.claims.iss: the claim @request.auth.claims.iss is unwanted",
      claims,
    ],
  ])("%j", (match, expected, given = flow) => {
    const found = findMismatch(match, given, false);
    expect(found && `${found.path.map(String).join(".")}: ${found.reason}`).toBe(expected);
  });

  it("of the Gateway API takes whole segments", () => {
    const fits = (prefix: string) => findMismatch({ uri: { prefix } }, flow, true) === undefined;
    expect(["/Api", "/Api/", "/Api/v", "/Api/v1", "/"].map(fits)).toEqual([true, true, false, true, true]);
  });

  it.each<[Record<string, unknown>, string | undefined]>([
    [{ port: 9080 }, undefined],
    [{ port: 80 }, "it is for port 80"],
    [{ gateways: ["mesh"] }, undefined],
    [{ gateways: ["shop/public"] }, "it is for shop/public"],
    [{ sourceLabels: { app: "web" }, sourceNamespace: "shop" }, undefined],
    [{ sourceLabels: { app: "other" } }, "the caller's pods do not have its labels"],
    [{ sourceNamespace: "ops" }, "it is for callers in ops"],
    // Gateways that fit count alone.
    [{ gateways: ["mesh"], sourceNamespace: "ops" }, undefined],
  ])("%j is at the caller's proxy or not", (match, expected) => {
    expect(findAbsence(match, flow)?.reason).toBe(expected);
  });

  it("takes all requests only without any condition", () => {
    const all = [
      undefined,
      {},
      { uri: { prefix: "/" } },
      { uri: { regex: ".*" } },
      { uri: { prefix: "/a" } },
      { method: { exact: "GET" } },
    ];
    expect(all.map(takesAll)).toEqual([true, true, true, true, false, false]);
    expect([{ headers: { a: {} } }, { queryParams: { a: {} } }, { withoutHeaders: { a: {} } }].some(takesAll)).toBe(
      false,
    );
  });
});

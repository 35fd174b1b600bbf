// Does not prove that Envoy does the same: the live proof of simulation sends such requests.
import { describe, expect, it } from "vitest";
import type { MeshRequest } from "../../../src/simulate/request.js";
import type { Target } from "../../../src/simulate/routed.js";
import { createService, createVirtualService, send, summarize } from "./meshes.js";

const services = ["reviews", "v1", "v2"].map((name) => createService("shop", name));
const wide = createService("shop", "wide", "[{ name: http, port: 80 }, { name: http-b, port: 81 }]");

/** @param rule of http, with six spaces before each line but the first */
function sendByRule(rule: string, given: Partial<MeshRequest> = {}) {
  const document = createVirtualService("shop", "reviews", `  hosts: [reviews]\n  http:\n    - ${rule}`);
  return send([...services, wide, document], given);
}

const route = "route: [{ destination: { host: reviews } }]";

function readTarget(rule: string, given: Partial<MeshRequest> = {}): Target {
  const [first] = sendByRule(rule, given);
  if (first === undefined || !("target" in first)) throw new Error("it goes nowhere");
  return first.target;
}

describe("a redirect", () => {
  it.each<[string, Partial<MeshRequest>, string]>([
    ["{ uri: /b }", { path: "/a", query: "x=1" }, "301 redirect http://reviews/b?x=1"],
    ["{ uri: '/b?y=2' }", { path: "/a", query: "x=1" }, "301 redirect http://reviews/b?y=2"],
    ["{ authority: www.example.com, redirectCode: 308 }", { path: "/a" }, "308 redirect http://www.example.com/a"],
    ["{ scheme: https }", { path: "/a" }, "301 redirect https://reviews/a"],
    ["{ port: 8443, scheme: https }", {}, "301 redirect https://reviews:8443/"],
    ["{ port: 443, scheme: https }", {}, "301 redirect https://reviews/"],
    ["{ port: 443 }", {}, "301 redirect http://reviews:443/"],
    ["{ derivePort: FROM_REQUEST_PORT }", {}, "301 redirect http://reviews/"],
    ["{ redirectCode: 305 }", {}, "unknown: istiod does not take the code of the redirect"],
  ])("%s", (redirect, given, expected) => {
    expect(summarize(sendByRule(`redirect: ${redirect}`, given))).toEqual([`100 % ${expected}`]);
  });

  it("replaces what the match stands for", () => {
    const rule = "match: [{ uri: { prefix: /a } }]\n      redirect: { prefixRewrite: /b }";
    expect(summarize(sendByRule(rule, { path: "/ax/y" }))).toEqual(["100 % 301 redirect http://reviews/bx/y"]);
  });
});

describe("a rewrite", () => {
  it.each<[string, string, string, string]>([
    ["{ prefix: /api }", "{ uri: / }", "/api/v1", "//v1"],
    ["{ prefix: /api/ }", "{ uri: / }", "/api/v1", "/v1"],
    ["{ exact: /api }", "{ uri: /b }", "/api", "/b"],
    ["{ regex: '/a.*' }", "{ uri: /b }", "/api/v1", "/b"],
    [
      "{ prefix: / }",
      "{ uriRegexRewrite: { match: '/(\\w+)/(\\w+)', rewrite: '/\\2/\\1' } }",
      "/api/v1/x/y",
      "/v1/api/y/x",
    ],
  ])("of %s by %s", (match, rewrite, path, expected) => {
    expect(
      readTarget(`match: [{ uri: ${match} }]\n      rewrite: ${rewrite}\n      ${route}`, { path }).request.path,
    ).toBe(expected);
  });

  it("of the authority goes before headers, and keeps the path", () => {
    const target = readTarget(
      `rewrite: { authority: a.example.com }\n      headers: { request: { set: { host: b } } }\n      ${route}`,
    );
    expect([target.authority, target.request.path]).toEqual(["a.example.com", "/"]);
    expect(readTarget(`headers: { request: { set: { host: b } } }\n      ${route}`).authority).toBe("b");
    expect(readTarget(route, { port: 80 }).authority).toBe("reviews");
  });
});

it("removes headers before it adds some, of the destination before those of the rule", () => {
  const rule = `headers: { request: { add: { x-a: rule }, remove: [x-b] } }
      route: [{ destination: { host: reviews }, headers: { request: { set: { X-A: own }, add: { x-b: new } } } }]`;
  expect(readTarget(rule, { headers: { "x-a": "given", "x-b": "given", "x-c": "given" } }).request.headers).toEqual({
    "x-a": "own,rule",
    "x-c": "given",
  });
});

describe("a fault", () => {
  it.each<[string, Partial<MeshRequest>, string[]]>([
    ["{ abort: { httpStatus: 503, percentage: { value: 100 } } }", {}, ["100 % 503 fault"]],
    ["{ abort: { httpStatus: 503 } }", {}, ["100 % reviews.shop.svc.cluster.local:80/"]],
    [
      "{ delay: { fixedDelay: 3s, percentage: { value: 0.1 } } }",
      {},
      ["99.9 % reviews.shop.svc.cluster.local:80/", "0.1 % reviews.shop.svc.cluster.local:80/ 3s"],
    ],
    ["{ abort: { grpcStatus: UNAVAILABLE, percentage: { value: 100 } } }", {}, ["100 % 503 fault"]],
    [
      "{ abort: { grpcStatus: UNAVAILABLE, percentage: { value: 100 } } }",
      { headers: { "content-type": "application/grpc" } },
      ["100 % 200 fault"],
    ],
  ])("%s", (fault, given, expected) => {
    expect(summarize(sendByRule(`fault: ${fault}\n      ${route}`, given))).toEqual(expected);
  });

  it("is drawn before a redirect", () => {
    const rule = "fault: { abort: { httpStatus: 500, percentage: { value: 100 } } }\n      redirect: { uri: /b }";
    expect(summarize(sendByRule(rule))).toEqual(["100 % 500 fault"]);
  });
});

describe("a preflight", () => {
  const preflight = {
    method: "OPTIONS",
    headers: { origin: "https://a.example.com", "access-control-request-method": "PUT" },
  };
  const reached = "100 % reviews.shop.svc.cluster.local:80/";

  it.each<[string, Partial<MeshRequest>, string]>([
    ["{ allowOrigins: [{ exact: 'https://a.example.com' }] }", preflight, "100 % 200 preflight"],
    ["{ allowOrigins: [{ exact: '*' }] }", preflight, "100 % 200 preflight"],
    ["{ allowOrigins: [{ exact: 'https://b.example.com' }] }", preflight, reached],
    ["{ allowOrigins: [{ exact: '*' }] }", { method: "OPTIONS" }, reached],
    [
      "{ allowOrigins: [{ exact: b }], unmatchedPreflights: IGNORE }",
      preflight,
      "100 % unknown: what a proxy answers to a preflight of an unmatched origin is not known",
    ],
  ])("with %s and %j", (cors, given, expected) => {
    expect(summarize(sendByRule(`corsPolicy: ${cors}\n      ${route}`, given))).toEqual([expected]);
  });
});

describe("destinations", () => {
  it.each<[string, string[]]>([
    ["[{ destination: { host: v1 }, weight: 0 }]", ["100 % v1.shop.svc.cluster.local:80/"]],
    [
      "[{ destination: { host: v1 }, weight: 1 }, { destination: { host: v2 }, weight: 3 }]",
      ["25 % v1.shop.svc.cluster.local:80/", "75 % v2.shop.svc.cluster.local:80/"],
    ],
    [
      "[{ destination: { host: v1 }, weight: 1 }, { destination: { host: v2 } }]",
      ["100 % v1.shop.svc.cluster.local:80/"],
    ],
    ["[{ destination: { host: wide, port: { number: 81 } } }]", ["100 % wide.shop.svc.cluster.local:81/"]],
    ["[{ destination: { host: wide, port: { number: 82 } } }]", ["100 % 503 noRoute"]],
    ["[{ destination: { host: nothing } }]", ["100 % 503 noRoute"]],
    [
      "[{ destination: { host: v1 } }, { destination: { host: v2 } }]",
      ["100 % unknown: the rule names no destination that gets requests, which Envoy refuses"],
    ],
  ])("%s", (destinations, expected) => {
    expect(summarize(sendByRule(`route: ${destinations}`))).toEqual(expected);
  });
});

it("copies to mirrors that are there", () => {
  const rule = `mirror: { host: v1 }
      mirrorPercentage: { value: 12.5 }
      mirrors: [{ destination: { host: v2, subset: b } }, { destination: { host: nothing } }, { destination: { host: v1 }, percentage: { value: 0 } }]
      ${route}`;
  expect(readTarget(rule).mirrors).toEqual([
    { host: "v1.shop.svc.cluster.local", subset: "", percentage: 12.5 },
    { host: "v2.shop.svc.cluster.local", subset: "b", percentage: 100 },
  ]);
});

it("answers by itself", () => {
  expect(summarize(sendByRule("directResponse: { status: 503, body: { string: closed } }"))).toEqual([
    "100 % 503 directResponse closed",
  ]);
});

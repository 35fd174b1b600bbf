// Does not prove that requests go there: test/e2e/policy/routes.test.ts does. Which requests match is said in
// test/policy/routes/http-match.test.ts, what TCP makes of routes in test/policy/routes/tcp-routes.test.ts.
import { describe, expect, it } from "vitest";
import { compileSpec, compileText } from "../compile-text.js";

const host = "reviews.shop.svc.cluster.local";
const head = "service: shop/reviews\nversions: { v1: { version: v1 }, v2: { version: v2 } }\nroutes:\n";
const http = (routes: string) => compileSpec(head + routes, "VirtualService", "reviews").http as object[];
const itself = [{ destination: { host } }];
const fallback = { name: "default", route: itself };
const say = (routes: string) => compileText(head + routes).said;

describe("where to", () => {
  it("is versions and other services by weight", () => {
    expect(http("  - { name: a, to: { v1: 70, v2: 20, shop/ratings: 10 } }\n")).toEqual([
      {
        name: "a",
        route: [
          { destination: { host, subset: "v1" }, weight: 70 },
          { destination: { host, subset: "v2" }, weight: 20 },
          { destination: { host: "ratings.shop.svc.cluster.local" }, weight: 10 },
        ],
      },
    ]);
  });

  it("has headers of its own for one of them", () => {
    const headers = { response: { set: { "x-canary": "yes" } } };
    expect(
      http(
        "  - { name: a, to: { v1: 90, v2: { weight: 10, headers: { response: { set: { x-canary: 'yes' } } } } } }\n",
      ),
    ).toEqual([
      {
        name: "a",
        route: [
          { destination: { host, subset: "v1" }, weight: 90 },
          { destination: { host, subset: "v2" }, weight: 10, headers },
        ],
      },
    ]);
  });

  it("is the service itself where nothing is said, and for the rest where all routes ask for something", () => {
    const match = [{ uri: { prefix: "/a" } }];
    expect(http("  - { name: a, match: [{ uri: { prefix: /a } }] }\n")).toEqual([
      { name: "a", match, route: itself },
      fallback,
    ]);
    expect(http("  - { name: rest }\n")).toEqual([{ name: "rest", route: itself }]);
  });

  it.each([
    ["{ v1: 90 }", "5:7: error MESH0206: the weights add up to 90; make them add up to 100"],
    ["{ v1: 90, v2: 20 }", "5:7: error MESH0206: the weights add up to 110; make them add up to 100"],
    [
      "{ v3: 100 }",
      '5:13: error MESH0203: "v3" is not a version of shop/reviews; did you mean "v1"?; its versions are v1, v2; correct the name, or declare it',
    ],
    [
      "{ shop/rating: 100 }",
      '5:13: error MESH0203: there is no service shop/rating; did you mean "shop/ratings"?; correct the name, or declare it',
    ],
  ])("%s is refused", (to, message) => {
    expect(say(`  - { name: a,\n      to: ${to} }\n`)).toEqual([`shop.yaml:${message}`]);
  });
});

describe("what becomes of requests", () => {
  it.each([
    ["rewrite: { authority: other }", { rewrite: { authority: "other" }, route: itself }],
    [
      "headers: { request: { set: { a: '1' }, add: { b: '%HOSTNAME%' }, remove: [c] }, response: { set: { d: 10%% } } }",
      {
        headers: {
          request: { set: { a: "1" }, add: { b: "%HOSTNAME%" }, remove: ["c"] },
          response: { set: { d: "10%%" } },
        },
        route: itself,
      },
    ],
    [
      "corsPolicy: { allowOrigins: [{ exact: a }, { regex: .* }], allowMethods: [GET, '*'], allowHeaders: [x-a], exposeHeaders: [x-b], maxAge: 1m, allowCredentials: true }",
      {
        corsPolicy: {
          allowOrigins: [{ exact: "a" }, { regex: ".*" }],
          allowMethods: ["GET", "*"],
          allowHeaders: ["x-a"],
          exposeHeaders: ["x-b"],
          maxAge: "1m",
          allowCredentials: true,
        },
        route: itself,
      },
    ],
    ["timeout: 2s", { timeout: "2s", route: itself }],
    [
      "redirect: { uri: /new, authority: other, scheme: https, redirectCode: 308 }",
      { redirect: { uri: "/new", authority: "other", scheme: "https", redirectCode: 308 } },
    ],
    ["redirect: { scheme: https, port: 8443 }", { redirect: { scheme: "https", port: 8443 } }],
    ["redirect: { derivePort: FROM_REQUEST_PORT }", { redirect: { derivePort: "FROM_REQUEST_PORT" } }],
    ["directResponse: { status: 503, body: soon }", { directResponse: { status: 503, body: { string: "soon" } } }],
    ["directResponse: { status: 204 }", { directResponse: { status: 204 } }],
  ])("%s", (field, expected) => {
    expect(http(`  - { name: a, ${field} }\n`)).toEqual([{ name: "a", ...expected }]);
  });

  it("is no default of the service's where the answer is given at once", () => {
    expect(http("  - { name: a, directResponse: { status: 204 } }\ntimeout: 3s\n")).toEqual([
      { name: "a", directResponse: { status: 204 } },
    ]);
  });

  it.each([
    ["rewrite: {}", ".rewrite` is {}; it must have uri, uriRegexRewrite or authority"],
    ["redirect: {}", ".redirect` is {}; it must have uri, prefixRewrite, authority, scheme, port or derivePort"],
    ["redirect: { uri: /, redirectCode: 304 }", ".redirect.redirectCode` is 304; allowed are 301, 302, 303, 307, 308"],
    ["directResponse: { status: 100 }", ".directResponse.status` is 100; it must be at least 200"],
    [
      "headers: { request: { set: { host: a } } }",
      '.headers.request.set.host` is "a"; for the host, use rewrite.authority',
    ],
    [
      "headers: { request: { set: { ':path': a } } }",
      '.headers.request.set[":path"]` is "a"; it must be the name of a header',
    ],
    [
      "headers: { response: { add: { a: 100% } } }",
      '.headers.response.add.a` is "100%"; % must be written %%, or enclose a variable',
    ],
    [
      "corsPolicy: { allowOrigins: [{}] }",
      ".corsPolicy.allowOrigins[0]` is {}; it must have one of exact, prefix, regex",
    ],
    ["corsPolicy: { maxAge: 1500ms }", '.corsPolicy.maxAge` is "1500ms"; it must be whole seconds'],
    [
      "corsPolicy: { allowMethods: [get] }",
      '.corsPolicy.allowMethods[0]` is "get"; allowed are GET, HEAD, POST, PUT, PATCH, DELETE, CONNECT, OPTIONS, TRACE, *; did you mean "GET"?',
    ],
    ["timeout: 0s", '.timeout` is "0s"; it must be at least 1ms; none is for no limit'],
    [
      "match: [{ uri: { prefix: '/api/*' } }]",
      '.match[0].uri.prefix` is "/api/*"; * is not a wildcard here: name the beginning by prefix, or use regex',
    ],
    [
      "match: [{ uri: { exact: '/a/{*}' } }]",
      '.match[0].uri.exact` is "/a/{*}"; * is not a wildcard here: name the beginning by prefix, or use regex',
    ],
    [
      "match: [{ authority: { prefix: '*.example.com' } }]",
      '.match[0].authority.prefix` is "*.example.com"; * is not a wildcard here: name the beginning by prefix, or use regex',
    ],
    [
      "match: [{ uri: { prefix: 'api' } }]",
      '.match[0].uri.prefix` is "api"; it must be a path, which begins with / and has no query',
    ],
    [
      "match: [{ method: { exact: get } }]",
      '.match[0].method.exact` is "get"; methods have capital letters, as in GET',
    ],
    [
      "match: [{ headers: { x-user: tester } }]",
      '.match[0].headers.x-user` is "tester"; it must be a map, as in { exact: tester }',
    ],
    ["to: { v1: '100' }", '.to.v1` is "100"; it must be an integer or a map'],
    ["to: { v1: { weight: 101 } }", ".to.v1.weight` is 101; it must be at most 100"],
    ["redirect: { scheme: https, port: 0 }", ".redirect.port` is 0; it must be at least 1"],
    [
      "redirect: { port: 1, derivePort: FROM_REQUEST_PORT }",
      '.redirect` is {"port":1,"derivePort":"FROM_REQUEST_PORT"}; it must say the port once: in authority, by port or by derivePort',
    ],
    [
      "redirect: { authority: 'a:1', port: 1 }",
      '.redirect` is {"authority":"a:1","port":1}; it must say the port once: in authority, by port or by derivePort',
    ],
  ])("%s is refused", (field, message) => {
    expect(say(`  - { name: a, ${field} }\n`)).toEqual([
      expect.stringContaining(`error MESH0201: \`routes[0]${message}; correct the document`),
    ]);
  });

  it("is refused where its body is too large", () => {
    const body = (size: number) => say(`  - { name: a, directResponse: { status: 200, body: ${"é".repeat(size)} } }\n`);
    expect(body(512 * 1024)).toEqual([]);
    expect(body(512 * 1024 + 1)).toEqual([expect.stringContaining("it must be at most 1 MiB")]);
  });
});

describe("what contradicts itself", () => {
  const fix = "keep one of them";
  it.each([
    ["to: { v1: 100 }, redirect: { uri: / }", "4:5", `route "a" has to and redirect; ${fix}`],
    [
      "redirect: { uri: / }, directResponse: { status: 200 }",
      "4:5",
      `route "a" has redirect and directResponse; ${fix}`,
    ],
    ["redirect: { uri: / }, rewrite: { uri: / }", "4:38", `route "a" has redirect and rewrite; ${fix}`],
    [
      "directResponse: { status: 200 }, rewrite: { uri: / }",
      "4:49",
      `route "a" has directResponse and rewrite; ${fix}`,
    ],
    ["directResponse: { status: 200 }, timeout: 1s", "4:49", `route "a" has directResponse and timeout; ${fix}`],
    [
      "to: { v1: 100 }, weightsOwnedBy: flagger",
      "4:33",
      'route "a" has weightsOwnedBy, but no two destinations; name both versions in `to`',
    ],
    [
      "weightsOwnedBy: rollouts",
      "4:16",
      'route "a" has weightsOwnedBy, but no two destinations; name both versions in `to`',
    ],
  ])("%s is refused", (fields, place, message) => {
    expect(say(`  - { name: a, ${fields} }\n`)).toEqual([`shop.yaml:${place}: error MESH0206: ${message}`]);
  });

  it("is a route that is never reached, two of one name, and a port that the service does not have", () => {
    expect(say("  - { name: a }\n  - { name: a, match: [{ method: { exact: GET } }, { port: 9081 }] }\n")).toEqual([
      'shop.yaml:5:5: error MESH0206: route "a" is never reached: route "a" before it has no match; put the route without match last',
      'shop.yaml:5:7: error MESH0206: two routes have the name "a"; give each its own',
      "shop.yaml:5:54: error MESH0203: shop/reviews has no port 9081; its ports are 9080; name one of them",
    ]);
  });

  it("is a name that no object can have, and no route at all", () => {
    expect(say("  - { name: A_b }\n")).toEqual([
      expect.stringContaining('`routes[0].name` is "A_b"; a route\'s name has lower-case letters, digits and -'),
    ]);
    expect(compileText("service: shop/reviews\nroutes: []\n").said[0]).toContain("`routes` is []");
    expect(compileText("namespace: shop\nroutes: [{ name: a }]\n").said[0]).toContain("`routes` is not a known key");
  });
});

// Does not prove that any request is touched: test/e2e/policy/fault.test.ts does.
import { describe, expect, it } from "vitest";
import { compileSpec, compileText } from "../compile-text.js";

const destination = { route: [{ destination: { host: "reviews.shop.svc.cluster.local" } }] };

it("is on every route that has none of its own, with Istio's percentages", () => {
  const text = `
service: shop/reviews
routes:
  - { name: broken, match: [{ uri: { prefix: /broken } }], fault: { abort: { percentage: 100, grpcStatus: UNAVAILABLE } } }
fault: { delay: { percentage: 0.5, fixedDelay: 3s }, abort: { percentage: 1, httpStatus: 503 }, match: [] }
timeout: 5s
`;
  const abort = { percentage: { value: 100 }, grpcStatus: "UNAVAILABLE" };
  const both = {
    delay: { percentage: { value: 0.5 }, fixedDelay: "3s" },
    abort: { percentage: { value: 1 }, httpStatus: 503 },
  };
  expect(compileSpec(text, "VirtualService", "reviews")).toEqual({
    hosts: ["reviews.shop.svc.cluster.local"],
    http: [
      { name: "broken", match: [{ uri: { prefix: "/broken" } }], ...destination, timeout: "5s", fault: { abort } },
      { name: "default", ...destination, timeout: "5s", fault: both },
    ],
  });
});

it("is on a copy of each route that has requests of its match, before that route", () => {
  const text = `
service: shop/reviews
routes:
  - { name: read, match: [{ method: { exact: GET } }, { method: { exact: HEAD } }] }
  - { name: write, match: [{ method: { exact: POST } }] }
fault: { abort: { percentage: 100, httpStatus: 500 }, match: [{ headers: { x-user: { exact: tester } }, method: { exact: GET } }] }
`;
  const fault = { abort: { percentage: { value: 100 }, httpStatus: 500 } };
  const match = [{ headers: { "x-user": { exact: "tester" } }, method: { exact: "GET" } }];
  expect(compileSpec(text, "VirtualService", "reviews").http).toEqual([
    { name: "read.fault", match, ...destination, fault },
    { name: "read", match: [{ method: { exact: "GET" } }, { method: { exact: "HEAD" } }], ...destination },
    { name: "write", match: [{ method: { exact: "POST" } }], ...destination },
    { name: "default.fault", match, ...destination, fault },
    { name: "default", ...destination },
  ]);
});

it("stands beside weights that someone else changes", () => {
  const text = `
service: shop/reviews
versions: { v1: { version: v1 }, v2: { version: v2 } }
routes: [{ name: default, to: { v1: 50, v2: 50 }, weightsOwnedBy: flagger }]
fault: { abort: { percentage: 100, httpStatus: 500 }, match: [{ method: { exact: GET } }] }
`;
  const delegate = { name: "reviews.default", namespace: "shop" };
  const fault = { abort: { percentage: { value: 100 }, httpStatus: 500 } };
  expect(compileSpec(text, "VirtualService", "reviews").http).toEqual([
    { name: "default.fault", match: [{ method: { exact: "GET" } }], delegate, fault },
    { name: "default", delegate },
  ]);
});

it("says where a route's own `fault` has no requests", () => {
  const fault = "{ abort: { percentage: 1, httpStatus: 500 }, match: [{ method: { exact: PUT } }] }";
  const text = `service: shop/reviews\nroutes: [{ name: a, match: [{ method: { exact: GET } }], fault: ${fault} }]\n`;
  expect(compileText(text).said).toEqual([
    'shop.yaml:2:110: warning MESH0209: no request takes route "a" and matches this too; remove what contradicts the route\'s own match',
  ]);
});

describe("is refused", () => {
  it.each([
    ["{ match: [] }", '`fault` is {"match":[]}; name delay, abort or both'],
    ["{ abort: { percentage: 1 } }", '`fault.abort` is {"percentage":1}; name one of httpStatus and grpcStatus'],
    [
      "{ abort: { percentage: 1, httpStatus: 500, grpcStatus: INTERNAL } }",
      '`fault.abort` is {"percentage":1,"httpStatus":500,"grpcStatus":"INTERNAL"}; name one of httpStatus and grpcStatus',
    ],
    [
      "{ abort: { percentage: { value: 1 }, httpStatus: 500 } }",
      '`fault.abort.percentage` is {"value":1}; it must be a number',
    ],
    ["{ abort: { percentage: 1, httpStatus: 600 } }", "`fault.abort.httpStatus` is 600; it must be at most 599"],
    [
      "{ abort: { percentage: 1, grpcStatus: NOTFOUND } }",
      '`fault.abort.grpcStatus` is "NOTFOUND"; allowed are OK, CANCELLED, UNKNOWN, INVALID_ARGUMENT, DEADLINE_EXCEEDED, NOT_FOUND, ALREADY_EXISTS, PERMISSION_DENIED, RESOURCE_EXHAUSTED, FAILED_PRECONDITION, ABORTED, OUT_OF_RANGE, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS, UNAUTHENTICATED; did you mean "NOT_FOUND"?',
    ],
    ["{ delay: { percentage: 101, fixedDelay: 1s } }", "`fault.delay.percentage` is 101; it must be at most 100"],
    [
      "{ delay: { percentage: 1 } }",
      '`fault.delay.fixedDelay` is missing; it must be a duration with a unit, as in "3s"',
    ],
  ])("%s", (value, message) => {
    const { said } = compileText(`service: shop/reviews\nfault: ${value}\n`);
    expect(said.map((line) => line.replace(/^shop.yaml:2:\d+: error MESH0201: /, ""))).toEqual([
      `${message}; correct the document; nothing has been changed`,
    ]);
  });

  it("for a service that has only TCP, and as a default", () => {
    const fault = "fault: { abort: { percentage: 1, httpStatus: 500 } }\n";
    expect(compileText(`service: shop/database\n${fault}`).said).toEqual([
      "shop.yaml:2:1: error MESH0204: fault works for http and grpc, and the ports of shop/database are 5432 tcp; remove it, or name the port's protocol by its appProtocol",
    ]);
    expect(compileText(`namespace: shop\n${fault}`).said[0]).toContain("MESH0201: `fault` is not a known key");
  });
});

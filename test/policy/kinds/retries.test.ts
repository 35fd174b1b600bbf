// Does not prove that anything is tried again: test/e2e/policy/retries.test.ts does.
import { describe, expect, it } from "vitest";
import { compileSpec, compileText } from "../compile-text.js";

const destination = { route: [{ destination: { host: "reviews.shop.svc.cluster.local" } }] };

it("is set on every route that has none of its own, in the words that istiod accepts", () => {
  const text = `
service: shop/reviews
routes:
  - { name: once, match: [{ method: { exact: POST } }], retries: { attempts: 0 } }
retries: { attempts: 2, perTryTimeout: 500ms, retryOn: "5xx, 429 ,reset", retryRemoteLocalities: true, backoff: 10ms }
`;
  expect(compileSpec(text, "VirtualService", "reviews")).toEqual({
    hosts: ["reviews.shop.svc.cluster.local"],
    http: [
      { name: "once", match: [{ method: { exact: "POST" } }], ...destination, retries: { attempts: 0 } },
      {
        name: "default",
        ...destination,
        retries: {
          attempts: 2,
          perTryTimeout: "500ms",
          retryOn: "5xx,429,reset",
          retryRemoteLocalities: true,
          backoff: "10ms",
        },
      },
    ],
  });
});

it("is inherited from mesh and namespace by what has HTTP or gRPC", () => {
  const { manifests, said } = compileText(
    "mesh: default\nretries: { attempts: 3 }\n---\nnamespace: shop\nretries: { attempts: 1 }\n",
  );
  expect(said).toEqual([]);
  const found = manifests.map(({ metadata, spec }) => [metadata.name, spec.http[0].retries as unknown]);
  expect(found).toEqual(["mixed", "productpage", "ratings", "reviews"].map((name) => [name, { attempts: 1 }]));
});

const known =
  "5xx, gateway-error, reset, reset-before-request, connect-failure, retriable-4xx, refused-stream, retriable-status-codes, retriable-headers, envoy-ratelimited, http3-post-connect-failure, cancelled, deadline-exceeded, internal, resource-exhausted, unavailable";

describe("is refused", () => {
  it.each([
    ["{}", "`retries.attempts` is missing; it must be a number"],
    ["{ attempts: -1 }", "`retries.attempts` is -1; it must be at least 0"],
    [
      "{ attempts: 0, backoff: 1s }",
      '`retries` is {"attempts":0,"backoff":"1s"}; where attempts is 0, which switches retries off, nothing else may be named',
    ],
    [
      '{ attempts: 1, retryOn: "5xx,conect-failure" }',
      `\`retries.retryOn\` is "5xx,conect-failure"; "conect-failure" is not a retry condition; did you mean "connect-failure"?; allowed are HTTP statuses and ${known}`,
    ],
    [
      '{ attempts: 1, retryOn: "999" }',
      `\`retries.retryOn\` is "999"; "999" is not a retry condition; allowed are HTTP statuses and ${known}`,
    ],
    [
      "{ attempts: 1, perTryTimeout: 3 }",
      '`retries.perTryTimeout` is 3; it must be a duration with a unit, as in "3s"',
    ],
    [
      "{ attempts: 1, perTryTimeOut: 3s }",
      '`retries.perTryTimeOut` is not a known key; did you mean "perTryTimeout"?; known are attempts, perTryTimeout, retryOn, retryRemoteLocalities, retryIgnorePreviousHosts, backoff',
    ],
  ])("%s", (value, message) => {
    const { said } = compileText(`service: shop/reviews\nretries: ${value}\n`);
    expect(said.map((line) => line.replace(/^shop.yaml:2:\d+: error MESH0201: /, ""))).toEqual([
      `${message}; correct the document; nothing has been changed`,
    ]);
  });

  it("for a service that has only TCP", () => {
    expect(compileText("service: shop/database\nretries: { attempts: 1 }\n").said).toEqual([
      "shop.yaml:2:1: error MESH0204: retries works for http and grpc, and the ports of shop/database are 5432 tcp; remove it, or name the port's protocol by its appProtocol",
    ]);
  });
});

it("says where the time-out of the request leaves that of a try no room", () => {
  const text = "service: shop/reviews\ntimeout: 1s\nretries: { attempts: 1, perTryTimeout: 1s }\n";
  expect(compileText(text).said).toEqual([
    'shop.yaml:3:25: warning MESH0209: no try is cut off after 1s, since route "default" of shop/reviews has the time-out 1s; make it shorter than the time-out',
  ]);
});

it("may only be fewer where it is tighten-only, on routes too", () => {
  const outer = "namespace: shop\nretries: { attempts: 2 }\ntightenOnly: [retries]\n---\n";
  expect(compileText(`${outer}service: shop/reviews\nretries: { attempts: 2, retryOn: 5xx }\n`).said).toEqual([]);
  expect(compileText(`${outer}service: shop/reviews\nroutes: [{ name: a, retries: { attempts: 3 } }]\n`).said).toEqual([
    'shop.yaml:6:21: error MESH0205: `routes[0].retries` is {"attempts":3}, looser than {"attempts":2} of shop.yaml:2, which may only be made tighter; make it tighter, or ask the owner of the default',
  ]);
});

it("names every reason that it does not know", () => {
  const { said } = compileText('service: shop/reviews\nretries: { attempts: 1, retryOn: "5xxx,reset,rest" }\n');
  expect(said.map((one) => one.slice(one.indexOf("; ") + 2, one.indexOf("; allowed")))).toEqual([
    '"5xxx" is not a retry condition; did you mean "5xx"?',
    '"rest" is not a retry condition; did you mean "reset"?',
  ]);
});

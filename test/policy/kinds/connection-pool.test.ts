// Does not prove that anything is limited: test/e2e/policy/connection-pool.test.ts does.
import { expect, it } from "vitest";
import { compileSpec, compileText } from "../compile-text.js";

const full = {
  tcp: {
    maxConnections: 100,
    connectTimeout: "1s",
    maxConnectionDuration: "1h",
    idleTimeout: "0s",
    tcpKeepalive: { probes: 3, time: "5m", interval: "30s" },
  },
  http: {
    http1MaxPendingRequests: 10,
    http2MaxRequests: 20,
    maxRequestsPerConnection: 1,
    maxRetries: 2,
    idleTimeout: "15s",
    h2UpgradePolicy: "UPGRADE",
    useClientProtocol: false,
    maxConcurrentStreams: 5,
    http2KeepAlive: { interval: "10s", timeout: "1s" },
  },
};

it("is the traffic policy's, as it stands, beside what other kinds say", () => {
  const text = (pool: object) =>
    `service: shop/reviews\nloadBalancer: { simple: RANDOM }\nconnectionPool: ${JSON.stringify(pool)}\n`;
  expect(compileSpec(text(full), "DestinationRule", "reviews")).toEqual({
    host: "reviews.shop.svc.cluster.local",
    trafficPolicy: { loadBalancer: { simple: "RANDOM" }, connectionPool: full },
  });
});

it("is inherited by every service, of TCP too", () => {
  const { manifests, said } = compileText("mesh: default\nconnectionPool: { tcp: { maxConnections: 7 } }\n");
  expect(said).toEqual([]);
  expect(manifests.map(({ metadata, spec }) => [metadata.name, spec.trafficPolicy as unknown])).toEqual(
    ["database", "mixed", "productpage", "ratings", "reviews"].map((name) => [
      name,
      { connectionPool: { tcp: { maxConnections: 7 } } },
    ]),
  );
});

it.each([
  ["{}", "", "is {}; it must have tcp or http"],
  ["{ tcp: { maxConnections: 0 } }", ".tcp.maxConnections", "is 0; it must be at least 1; for no limit, leave it out"],
  ["{ tcp: { connectTimeout: 0s } }", ".tcp.connectTimeout", 'is "0s"; it must be at least 1ms'],
  ["{ http: { idleTimeout: 0s } }", ".http.idleTimeout", 'is "0s"; it must be at least 1ms'],
  [
    "{ http: { h2UpgradePolicy: ALWAYS } }",
    ".http.h2UpgradePolicy",
    'is "ALWAYS"; allowed are DEFAULT, DO_NOT_UPGRADE, UPGRADE',
  ],
  [
    "{ http: { h2UpgradePolicy: UPGRADE, useClientProtocol: true } }",
    ".http",
    'is {"h2UpgradePolicy":"UPGRADE","useClientProtocol":true}; h2UpgradePolicy UPGRADE and useClientProtocol exclude each other',
  ],
  [
    "{ http: { http2KeepAlive: { interval: 1s } } }",
    ".http.http2KeepAlive.timeout",
    'is missing; it must be a duration with a unit, as in "3s"',
  ],
])("%s is refused", (value, path, message) => {
  const { said } = compileText(`service: shop/reviews\nconnectionPool: ${value}\n`);
  expect(said.map((one) => one.replace(/^shop.yaml:2:\d+: /, ""))).toEqual([
    `error MESH0201: \`connectionPool${path}\` ${message}; correct the document; nothing has been changed`,
  ]);
});

it("may only bound more where it is tighten-only", () => {
  const outer = "{ tcp: { maxConnections: 100, connectTimeout: 1s } }";
  const say = (inner: string) =>
    compileText(
      `namespace: shop\nconnectionPool: ${outer}\ntightenOnly: [connectionPool]\n---\nservice: shop/reviews\nconnectionPool: ${inner}\n`,
    ).said;
  expect(say(outer)).toEqual([]);
  expect(
    say("{ tcp: { maxConnections: 99, connectTimeout: 900ms, idleTimeout: 1h }, http: { maxRetries: 1 } }"),
  ).toEqual([]);
  const refused = (inner: string) => [
    `shop.yaml:6:1: error MESH0205: \`connectionPool\` is ${inner}, looser than {"tcp":{"maxConnections":100,"connectTimeout":"1s"}} of shop.yaml:2, which may only be made tighter; make it tighter, or ask the owner of the default`,
  ];
  expect(say("{ tcp: { maxConnections: 101, connectTimeout: 1s } }")).toEqual(
    refused('{"tcp":{"maxConnections":101,"connectTimeout":"1s"}}'),
  );
  expect(say("{ tcp: { maxConnections: 1, connectTimeout: 1m } }")).toEqual(
    refused('{"tcp":{"maxConnections":1,"connectTimeout":"1m"}}'),
  );
  expect(say("{ http: { maxRetries: 1 } }")).toEqual(refused('{"http":{"maxRetries":1}}'));
});

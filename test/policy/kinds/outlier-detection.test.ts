// Does not prove that any replica is ejected: test/e2e/policy/outlier-detection.test.ts does.
import { expect, it } from "vitest";
import { compileSpec, compileText } from "../compile-text.js";

const host = "reviews.shop.svc.cluster.local";
const full = {
  consecutive5xxErrors: 5,
  consecutiveGatewayErrors: 0,
  splitExternalLocalOriginErrors: true,
  consecutiveLocalOriginFailures: 3,
  interval: "1s",
  baseEjectionTime: "1m30s",
  maxEjectionPercent: 100,
  minHealthPercent: 50,
};

it("is the traffic policy's, as it stands", () => {
  const text = `service: shop/reviews\noutlierDetection: ${JSON.stringify(full)}\n`;
  expect(compileSpec(text, "DestinationRule", "reviews")).toEqual({ host, trafficPolicy: { outlierDetection: full } });
});

it("is the namespace's where the service has none, and what failover needs", () => {
  const text = `
namespace: shop
outlierDetection: { maxEjectionPercent: 50 }
---
service: shop/reviews
loadBalancer: { localityLbSetting: { failoverPriority: [version=v1] } }
`;
  expect(compileSpec(text, "DestinationRule", "reviews")).toEqual({
    host,
    trafficPolicy: {
      loadBalancer: { localityLbSetting: { failoverPriority: ["version=v1"] } },
      outlierDetection: { maxEjectionPercent: 50 },
    },
  });
  expect(compileSpec(text, "DestinationRule", "database").trafficPolicy).toEqual({
    outlierDetection: { maxEjectionPercent: 50 },
  });
});

it.each([
  ["{ consecutive5xxErrors: -1 }", ".consecutive5xxErrors", "is -1; it must be at least 0"],
  [
    "{ consecutiveLocalOriginFailures: 3 }",
    ".consecutiveLocalOriginFailures",
    "is 3; it needs splitExternalLocalOriginErrors: true",
  ],
  [
    "{ maxEjectionPercent: 0 }",
    ".maxEjectionPercent",
    "is 0; it must be at least 1; for Istio's default, leave it out",
  ],
  ["{ minHealthPercent: 101 }", ".minHealthPercent", "is 101; it must be at most 100"],
  ["{ interval: 0s }", ".interval", 'is "0s"; it must be at least 1ms'],
])("%s is refused", (value, path, message) => {
  const { said } = compileText(`service: shop/reviews\noutlierDetection: ${value}\n`);
  expect(said.map((one) => one.replace(/^shop.yaml:2:\d+: /, ""))).toEqual([
    `error MESH0201: \`outlierDetection${path}\` ${message}; correct the document; nothing has been changed`,
  ]);
});

it("says once that it has no effect on few replicas", () => {
  expect(compileText("namespace: shop\noutlierDetection: { interval: 1s }\n").said).toEqual([
    "shop.yaml:2:1: warning MESH0209: a service with fewer than 10 replicas never has one ejected: maxEjectionPercent is 10 by default; set maxEjectionPercent, for example to 50",
  ]);
});

it("has no field that Istio has given up, or makes nothing of", () => {
  const unknown = (field: string) =>
    compileText(`service: shop/reviews\noutlierDetection: { ${field} }\n`).said.map((one) => one.split(" (")[0]);
  expect(unknown("consecutiveErrors: 5")[0]).toContain("`outlierDetection.consecutiveErrors` is not a known key");
  expect(unknown("outlierDetectionHttpErrorCodes: [500]")[0]).toContain(
    "`outlierDetection.outlierDetectionHttpErrorCodes` is not a known key",
  );
});

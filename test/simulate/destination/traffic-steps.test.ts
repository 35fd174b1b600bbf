// What is said of load balancing, limits and outlier detection. Does not prove that Envoy keeps to it.
import { describe, expect, it } from "vitest";
import { formatSteps } from "../server/arrivals.js";
import { rule, shop, send } from "./sendings.js";

describe("traffic policies", () => {
  const steps = (spec: string, subset = "") =>
    formatSteps(send(`${shop}${rule(spec)}`, { subset })[0]?.steps ?? []).filter((step) => step.includes("Policy"));

  it("are the host's", () => {
    expect(
      steps(
        "{ host: reviews, trafficPolicy: { loadBalancer: { simple: RANDOM }, connectionPool: { tcp: { maxConnections: 5 }, http: { http1MaxPendingRequests: 1 } }, outlierDetection: { consecutive5xxErrors: 3 } } }",
      ),
    ).toEqual([
      "load balancing of DestinationRule shop/reviews: simple RANDOM (spec.trafficPolicy.loadBalancer)",
      "limits of DestinationRule shop/reviews: tcp.maxConnections 5, http.http1MaxPendingRequests 1 (spec.trafficPolicy.connectionPool)",
      "outlier detection of DestinationRule shop/reviews: consecutive5xxErrors 3 (spec.trafficPolicy.outlierDetection)",
    ]);
  });

  it("a port's take the place of the host's", () => {
    expect(
      steps(
        "{ host: reviews, trafficPolicy: { loadBalancer: { simple: RANDOM }, portLevelSettings: [{ port: { number: 80 }, connectionPool: { tcp: { maxConnections: 5 } } }] } }",
      ),
    ).toEqual([
      "limits of DestinationRule shop/reviews: tcp.maxConnections 5 (spec.trafficPolicy.portLevelSettings.0.connectionPool)",
    ]);
  });

  it("a subset's go before the host's", () => {
    expect(
      steps(
        "{ host: reviews, trafficPolicy: { loadBalancer: { simple: RANDOM }, outlierDetection: {} }, subsets: [{ name: v1, labels: { version: v1 }, trafficPolicy: { loadBalancer: { simple: ROUND_ROBIN } } }] }",
        "v1",
      ),
    ).toEqual([
      "load balancing of DestinationRule shop/reviews: simple ROUND_ROBIN (spec.subsets.0.trafficPolicy.loadBalancer)",
      "outlier detection of DestinationRule shop/reviews: Istio's defaults (spec.trafficPolicy.outlierDetection)",
    ]);
  });
});

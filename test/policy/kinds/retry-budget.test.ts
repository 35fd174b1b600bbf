// Does not prove that a retry is left out: test/e2e/policy/retries.test.ts does.
import { expect, it } from "vitest";
import { compileSpec, compileText } from "../compile-text.js";

const host = "reviews.shop.svc.cluster.local";
const write = (budget: string) => `service: shop/reviews\nretryBudget: ${budget}\n`;

it.each([
  ["{}", { percent: 20 }],
  ["{ percent: 0, minRetryConcurrency: 1 }", { percent: 0, minRetryConcurrency: 1 }],
  ["{ percent: 12.5, budgetInterval: 2s }", { percent: 12.5, budgetInterval: "2s" }],
])("%s is the traffic policy's, and names the share in any case", (budget, retryBudget) => {
  expect(compileSpec(write(budget), "DestinationRule", "reviews")).toEqual({ host, trafficPolicy: { retryBudget } });
});

it("is inherited by services of HTTP and gRPC", () => {
  const { manifests, said } = compileText("namespace: shop\nretryBudget: { percent: 10 }\n");
  expect(said).toEqual([]);
  expect(manifests.map(({ metadata, spec }) => [metadata.name, spec.trafficPolicy as unknown])).toEqual(
    ["mixed", "productpage", "ratings", "reviews"].map((name) => [name, { retryBudget: { percent: 10 } }]),
  );
});

it.each([
  [
    "{ percent: 101 }",
    "shop.yaml:2:16: error MESH0201: `retryBudget.percent` is 101; it must be at most 100; correct the document; nothing has been changed",
  ],
  [
    "{ minRetryConcurrency: 0 }",
    "shop.yaml:2:16: error MESH0201: `retryBudget.minRetryConcurrency` is 0; it must be at least 1; Istio takes 0 for 3; correct the document; nothing has been changed",
  ],
  [
    "{ budgetInterval: 5 }",
    'shop.yaml:2:16: error MESH0201: `retryBudget.budgetInterval` is 5; it must be a duration with a unit, as in "3s"; correct the document; nothing has been changed',
  ],
  [
    "{ percentage: 5 }",
    'shop.yaml:2:16: error MESH0201: `retryBudget.percentage` is not a known key; did you mean "percent"?; known are percent, minRetryConcurrency, budgetInterval; correct the document; nothing has been changed',
  ],
])("%s is refused", (budget, message) => {
  expect(compileText(write(budget)).said).toEqual([message]);
});

it("says that it takes the place of the pool's limit, and that TCP has no retries", () => {
  expect(compileText(`${write("{}")}connectionPool: { http: { maxRetries: 5 } }\n`).said).toEqual([
    "shop.yaml:2:1: warning MESH0209: with a retry budget, proxies ignore connectionPool.http.maxRetries of shop/reviews; keep one of the two",
  ]);
  expect(compileText("service: shop/database\nretryBudget: {}\n").said).toEqual([
    "shop.yaml:2:1: error MESH0204: retryBudget works for http and grpc, and the ports of shop/database are 5432 tcp; remove it, or name the port's protocol by its appProtocol",
  ]);
});

it.each([
  ["{}", "{ percent: 20, minRetryConcurrency: 3 }", true],
  ["{ percent: 10 }", "{}", false],
  ["{ percent: 10 }", "{ percent: 5, minRetryConcurrency: 4 }", false],
  ["{}", "{ budgetInterval: 1s }", false],
  ["{ budgetInterval: 2s }", "{ budgetInterval: 1s }", true],
])("where it is tighten-only with %s, %s is tighter: %s", (outer, inner, isTighter) => {
  const text = `namespace: shop\nretryBudget: ${outer}\ntightenOnly: [retryBudget]\n---\n${write(inner)}`;
  const { said } = compileText(text);
  expect(said.map((line) => line.split(":").slice(0, 4).join(":"))).toEqual(
    isTighter ? [] : ["shop.yaml:6:1: error MESH0205"],
  );
});

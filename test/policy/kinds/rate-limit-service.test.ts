// Does not prove that the service reads its configuration: test/e2e/policy/rate-limit-service.test.ts does.
import { expect, it } from "vitest";
import { compileText, list } from "../compile-text.js";

const limits = `
service: shop/reviews
rateLimit: { global: [{ requests: 5, per: 1s }, { requests: 7, per: 24h, by: [{ header: a }, { header: b }] }] }
---
service: shop/productpage
rateLimit: { local: [{ requests: 1, per: 1s }], global: [{ requests: 9, per: 1h, paths: [/] }] }
`;
const mesh = (value: string) => `mesh: default\nrateLimitService: ${value}\n`;

it("makes a ConfigMap beside the service, with the limits of all services in a stable order", () => {
  const { manifests, said } = compileText(
    `${mesh("{ service: shop/ratings, port: 50051, domain: east, timeout: 20ms, failureModeDeny: true }")}---${limits}`,
  );
  expect(said).toEqual([]);
  expect(list(manifests)).toContain("ConfigMap shop/ratings.limits");
  const { data } = manifests.find(({ kind }) => kind === "ConfigMap") as unknown as { data: Record<string, string> };
  expect(Object.keys(data)).toEqual(["limits.yaml"]);
  expect(JSON.parse(data["limits.yaml"] ?? "")).toEqual({
    domain: "east",
    descriptors: [
      { key: "limit", value: "shop/productpage/0", rate_limit: { unit: "hour", requests_per_unit: 9 } },
      { key: "limit", value: "shop/reviews/0", rate_limit: { unit: "second", requests_per_unit: 5 } },
      {
        key: "limit",
        value: "shop/reviews/1",
        descriptors: [{ key: "a", descriptors: [{ key: "b", rate_limit: { unit: "day", requests_per_unit: 7 } }] }],
      },
    ],
  });
  const filters = manifests.filter(({ kind }) => kind === "EnvoyFilter");
  const configs = filters.map(({ spec }) => spec.configPatches.at(-1).patch.value.typed_config);
  expect(configs.map(({ domain, timeout, failure_mode_deny: deny }) => ({ domain, timeout, deny }))).toEqual([
    { domain: "east", timeout: "0.02s", deny: true },
    { domain: "east", timeout: "0.02s", deny: true },
  ]);
});

it.each([
  [
    "{ service: infra/somewhere, port: 1 }",
    "2:21: error MESH0203: there is no service infra/somewhere; correct the name, or declare it",
  ],
  [
    "{ service: shop/ratings, port: 1 }",
    "2:44: error MESH0203: shop/ratings has no port 1; its ports are 50051; correct the name, or declare it",
  ],
  [
    "{ service: shop/reviews, port: 9080 }",
    "2:44: error MESH0204: proxies ask the rate limit service by grpc, and port 9080 of shop/reviews is http; remove it, or name the port's protocol by its appProtocol",
  ],
])("%s is refused", (value, message) => {
  expect(compileText(mesh(value))).toEqual({ manifests: [], said: [`shop.yaml:${message}`] });
});

it("is the mesh's alone", () => {
  expect(compileText("namespace: shop\nrateLimitService: { service: shop/ratings, port: 50051 }\n").said[0]).toMatch(
    "shop.yaml:2:1: error MESH0201: `rateLimitService` is not a known key; known are ",
  );
});

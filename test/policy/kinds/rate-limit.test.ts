// Does not prove that any request is refused: test/e2e/policy/rate-limit.test.ts and rate-limit-service.test.ts do.
import { expect, it } from "vitest";
import type { Context } from "../../../src/policy/kind.js";
import { rateLimit } from "../../../src/policy/kinds/rate-limit.js";
import { renderGlobalDescriptor } from "../../../src/policy/rate-limit/rate-limits.js";
import { collectServices } from "../../../src/policy/service/service.js";
import { compileSpec, compileText, list, shop, testMesh } from "../compile-text.js";

const server = "---\nmesh: default\nrateLimitService: { service: shop/ratings, port: 50051 }\n";
const always = { default_value: { numerator: 100, denominator: "HUNDRED" } };
const withUser = { request_headers: { header_name: "x-user", descriptor_key: "x-user" } };
const withoutUser = {
  header_value_match: {
    descriptor_key: "x-user",
    descriptor_value: "-",
    headers: [{ name: "x-user", present_match: true, invert_match: true }],
  },
};
const generic = (value: string) => ({ generic_key: { descriptor_key: "limit", descriptor_value: value } });

const patch = (name: string, type: string, config: object) => ({
  applyTo: "HTTP_FILTER",
  match: {
    context: "SIDECAR_INBOUND",
    listener: {
      filterChain: {
        filter: {
          name: "envoy.filters.network.http_connection_manager",
          subFilter: { name: "envoy.filters.http.router" },
        },
      },
    },
  },
  patch: {
    operation: "INSERT_BEFORE",
    value: {
      name: `envoy.filters.http.${name}`,
      typed_config: {
        "@type": `type.googleapis.com/envoy.extensions.filters.http.${name}.v3.${type}`,
        rate_limited_as_resource_exhausted: true,
        ...config,
      },
    },
  },
});

const answerHeaders = { enable_x_ratelimit_headers: "DRAFT_VERSION_03" };

const local = (config: object) =>
  patch("local_ratelimit", "LocalRateLimit", {
    stat_prefix: "rate_limit",
    filter_enabled: always,
    filter_enforced: always,
    ...config,
  });

const global = (config: object) =>
  patch("ratelimit", "RateLimit", {
    domain: "mesh",
    timeout: "0.1s",
    failure_mode_deny: false,
    ...answerHeaders,
    rate_limit_service: {
      grpc_service: {
        envoy_grpc: {
          cluster_name: "outbound|50051||ratings.shop.svc.cluster.local",
          authority: "ratings.shop.svc.cluster.local",
        },
      },
      transport_api_version: "V3",
    },
    ...config,
  });

it("is one EnvoyFilter for the service's pods: a bucket and what it is for, for each local limit", () => {
  const text = `
service: shop/reviews
rateLimit:
  local:
    - { requests: 100, per: 500ms, burst: 200 }
    - { requests: 5, per: 1m, by: [{ header: x-user }] }
`;
  expect(compileSpec(text, "EnvoyFilter", "reviews.rate-limit")).toEqual({
    workloadSelector: { labels: { app: "reviews" } },
    configPatches: [
      local({
        ...answerHeaders,
        descriptors: [
          {
            entries: [{ key: "limit", value: "0" }],
            token_bucket: { max_tokens: 200, tokens_per_fill: 100, fill_interval: "0.5s" },
          },
          {
            entries: [{ key: "limit", value: "1" }, { key: "x-user" }],
            token_bucket: { max_tokens: 5, tokens_per_fill: 5, fill_interval: "60s" },
          },
        ],
        rate_limits: [
          { actions: [generic("0")] },
          { actions: [generic("1"), withUser] },
          { actions: [generic("1"), withoutUser] },
        ],
        max_dynamic_descriptors: 10_000,
      }),
    ],
  });
});

it("is for the named requests alone, whatever their query", () => {
  const text = `
service: shop/reviews
rateLimit:
  local:
    - requests: 1
      per: 1s
      paths: [/a.b, /api/*, "*.json"]
      methods: [GET, PUT]
      headers: { x-plan: { regex: "free|trial" }, x-tenant: { prefix: a } }
`;
  const { configPatches } = compileSpec(text, "EnvoyFilter", "reviews.rate-limit");
  const { rate_limits: rateLimits, max_dynamic_descriptors: buckets } = configPatches[0].patch.value.typed_config;
  expect(buckets).toBeUndefined();
  expect(rateLimits).toEqual([
    {
      actions: [
        {
          header_value_match: {
            descriptor_key: "limit",
            descriptor_value: "0",
            headers: [
              { name: ":path", string_match: { safe_regex: { regex: "(/a\\.b|/api/[^?]*|[^?]*\\.json)(\\?.*)?" } } },
              { name: ":method", string_match: { safe_regex: { regex: "GET|PUT" } } },
              { name: "x-plan", string_match: { safe_regex: { regex: "free|trial" } } },
              { name: "x-tenant", string_match: { prefix: "a" } },
            ],
          },
        },
      ],
    },
  ]);
});

it("asks the mesh's rate limit service for global limits, after the local ones, which leave the headers to it", () => {
  const text = `
service: shop/reviews
rateLimit:
  local: [{ requests: 10, per: 1s }]
  global: [{ requests: 1000, per: 1m, by: [{ header: x-user }, { header: x-plan }] }]
${server}`;
  const plan = { request_headers: { header_name: "x-plan", descriptor_key: "x-plan" } };
  const withoutPlan = {
    header_value_match: {
      descriptor_key: "x-plan",
      descriptor_value: "-",
      headers: [{ name: "x-plan", present_match: true, invert_match: true }],
    },
  };
  const first = generic("shop/reviews/0");
  expect(compileSpec(text, "EnvoyFilter", "reviews.rate-limit").configPatches).toEqual([
    local({
      descriptors: [
        {
          entries: [{ key: "limit", value: "0" }],
          token_bucket: { max_tokens: 10, tokens_per_fill: 10, fill_interval: "1s" },
        },
      ],
      rate_limits: [{ actions: [generic("0")] }],
    }),
    global({
      rate_limits: [
        { actions: [first, withUser, plan] },
        { actions: [first, withUser, withoutPlan] },
        { actions: [first, withoutUser, plan] },
        { actions: [first, withoutUser, withoutPlan] },
      ],
    }),
  ]);
});

const bad = "correct the document; nothing has been changed";
it.each([
  ["{}", `\`rateLimit\` is {}; name local, global or both; ${bad}`],
  ["{ local: [{ per: 1s }] }", `\`rateLimit.local[0].requests\` is missing; it must be a number; ${bad}`],
  ["{ local: [{ requests: 1, per: 10ms }] }", `\`rateLimit.local[0].per\` is "10ms"; it must be at least 50ms; ${bad}`],
  ["{ local: [{ requests: 1, per: 0s }] }", `\`rateLimit.local[0].per\` is "0s"; it must be at least 1ms; ${bad}`],
  [
    "{ global: [{ requests: 1, per: 10s }] }",
    `\`rateLimit.global[0].per\` is "10s"; allowed are 1s, 1m, 1h, 24h; did you mean "1s"?; ${bad}`,
  ],
  [
    "{ local: [{ requests: 1, per: 1s, paths: [/a/*/b] }] }",
    `\`rateLimit.local[0].paths[0]\` is "/a/*/b"; it must be a path, its beginning or its end, as in /login, /api/* or *.json; ${bad}`,
  ],
  [
    "{ local: [{ requests: 1, per: 1s, by: [{ header: X-User }] }] }",
    `\`rateLimit.local[0].by[0].header\` is "X-User"; it must be a header's name in lower case, as in x-user; ${bad}`,
  ],
])("%s is refused", (value, message) => {
  const { said } = compileText(`service: shop/reviews\nrateLimit: ${value}\n`);
  expect(said.map((text) => text.replace(/^shop.yaml:\d+:\d+: error MESH0201: /, ""))).toEqual([message]);
});

it("is refused where a global limit has no service to ask, or the pods are not known", () => {
  const limit = "rateLimit: { global: [{ requests: 1, per: 1s }] }\n";
  expect(compileText(`service: shop/reviews\n${limit}`)).toEqual({
    manifests: [],
    said: [
      "shop.yaml:2:14: error MESH0203: global needs a rate limit service, and the mesh names none; add rateLimitService to the document of the mesh, or limit by local",
    ],
  });
  expect(compileText(`service: shop/unknown\n${limit}${server}`).said).toEqual([
    "shop.yaml:2:1: error MESH0207: the pods of shop/unknown are not known, and rateLimit is for them alone; add `selector` with the labels of its pods, or put its Service among the stack's manifests",
  ]);
  expect(compileText(`service: shop/database\n${limit}${server}`).said).toEqual([
    "shop.yaml:2:1: error MESH0204: rateLimit works for http and grpc, and the ports of shop/database are 5432 tcp; remove it, or name the port's protocol by its appProtocol",
  ]);
});

it("is refused where the service's calls leave out whom its proxies ask", () => {
  const services = collectServices(shop);
  const ask = (calls: string[]) => {
    const said: unknown[] = [];
    const server = { service: "shop/ratings", port: 50051, domain: "mesh", timeout: "1s", failureModeDeny: false };
    const context: Context = {
      namespace: "shop",
      service: services.get("shop/reviews"),
      values: { calls, rateLimitService: server },
      given: [],
      services,
      serviceValues: new Map(),
      mesh: testMesh,
      report: (...words) => said.push(words),
    };
    const made = rateLimit.toObjects?.({ global: [{ requests: 1, per: "1s" }] }, context);
    return { made: made?.length, said };
  };
  expect(ask(["shop/ratings"])).toEqual({ made: 1, said: [] });
  const message = "global asks shop/ratings, which calls does not name, so the proxies do not know it";
  expect(ask([])).toEqual({
    made: 0,
    said: [[["global"], "MESH0206", message, "add shop/ratings to calls"]],
  });
});

it("names every refused address once, in the document of the mesh", () => {
  const text = `service: shop/reviews\nrateLimit: { global: [{ requests: 1, per: 1s }] }\n${server.replace("ratings", "rating")}`;
  const { manifests, said } = compileText(text);
  expect(list(manifests)).toEqual([]);
  expect(said).toEqual([
    'shop.yaml:5:21: error MESH0203: there is no service shop/rating; did you mean "shop/ratings"?; correct the name, or declare it',
  ]);
});

it("counts each client's address, alone and beside a header", () => {
  const address = { remote_address: {} };
  const limit = "{ requests: 5, per: 1m, by: [{ remoteAddress: true }, { header: x-user }] }";
  const text = `service: shop/reviews\nrateLimit: { local: [${limit}] }\n`;
  const { configPatches } = compileSpec(text, "EnvoyFilter", "reviews.rate-limit") as { configPatches: unknown };
  expect(configPatches).toEqual([
    local({
      ...answerHeaders,
      descriptors: [
        {
          entries: [{ key: "limit", value: "0" }, { key: "remote_address" }, { key: "x-user" }],
          token_bucket: { max_tokens: 5, tokens_per_fill: 5, fill_interval: "60s" },
        },
      ],
      rate_limits: [{ actions: [generic("0"), address, withUser] }, { actions: [generic("0"), address, withoutUser] }],
      max_dynamic_descriptors: 10_000,
    }),
  ]);
});

it.each(["{}", "{ header: x-user, remoteAddress: true }"])("by: [%s] is refused", (by) => {
  expect(
    compileText(`service: shop/reviews\nrateLimit: { local: [{ requests: 5, per: 1m, by: [${by}] }] }\n`).said,
  ).toEqual([expect.stringContaining("it must have one of header and remoteAddress")]);
});

it("counts each client's address together too", () => {
  const limit = { requests: 5, per: "1m" as const, by: [{ remoteAddress: true as const }, { header: "x-user" }] };
  expect(renderGlobalDescriptor(limit, "shop/reviews/0")).toEqual({
    key: "limit",
    value: "shop/reviews/0",
    descriptors: [
      {
        key: "remote_address",
        descriptors: [{ key: "x-user", rate_limit: { unit: "minute", requests_per_unit: 5 } }],
      },
    ],
  });
});

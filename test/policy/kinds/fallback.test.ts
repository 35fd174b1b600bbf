// Does not prove that Envoy does what the objects ask for: test/e2e/policy/fallback.test.ts does.
import { describe, expect, it } from "vitest";
import { compileSpec, compileText, list } from "../compile-text.js";

const host = "reviews.shop.svc.cluster.local";
const versions = "versions: { v1: { version: v1 }, v2: { version: v2 } }\n";
const outlier = "outlierDetection: { consecutive5xxErrors: 5, maxEjectionPercent: 100 }\n";
const compileFilter = (text: string, name = "shop.reviews.default.fallback") =>
  compileSpec(`${text}${outlier}`, "EnvoyFilter", name).configPatches as any[];

describe("always", () => {
  it("sends to another version or service", () => {
    const text = `
service: shop/reviews
${versions}
routes:
  - { name: moved, match: [{ uri: { prefix: /moved } }], to: { v1: 100 }, fallback: { to: shop/productpage, when: always } }
  - { name: default, to: { v1: 50, v2: 50 } }
fallback: { to: v2, when: always }
timeout: 3s
`;
    const other = [{ destination: { host: "productpage.shop.svc.cluster.local" } }];
    expect(compileSpec(text, "VirtualService", "reviews").http).toEqual([
      { name: "moved", match: [{ uri: { prefix: "/moved" } }], route: other, timeout: "3s" },
      { name: "default", route: [{ destination: { host, subset: "v2" } }], timeout: "3s" },
    ]);
    expect(compileText(text).manifests.some(({ kind }) => kind === "EnvoyFilter")).toBe(false);
  });

  it("answers or redirects, without what is for requests that go on", () => {
    const text = (fallback: string) => `
service: shop/reviews
routes: [{ name: default, corsPolicy: { allowMethods: [GET] }, rewrite: { uri: /a }, headers: { request: { remove: [b] } } }]
timeout: 3s
fallback: ${fallback}
`;
    const kept = { name: "default", corsPolicy: { allowMethods: ["GET"] } };
    const full = '{ respond: { status: 203, body: "[]", headers: { x-share: 5% } }, when: always }';
    expect(compileSpec(text(full), "VirtualService", "reviews").http).toEqual([
      {
        ...kept,
        directResponse: { status: 203, body: { string: "[]" } },
        headers: { response: { set: { "x-share": "5%%" } } },
      },
    ]);
    const short = "{ respond: { status: 503 }, when: always }";
    expect(compileSpec(text(short), "VirtualService", "reviews").http).toEqual([
      { ...kept, directResponse: { status: 503 } },
    ]);
    const redirect = "{ redirect: { uri: /away }, when: always }";
    expect(compileSpec(text(redirect), "VirtualService", "reviews").http).toEqual([
      { ...kept, redirect: { uri: "/away", redirectCode: 302 } },
    ]);
  });

  it("leaves weights that someone else changes as they are", () => {
    const text = `
service: shop/reviews
${versions}
routes: [{ name: default, to: { v1: 50, v2: 50 }, weightsOwnedBy: rollouts }]
fallback: { to: v1, when: always }
`;
    expect(compileSpec(text, "VirtualService", "reviews").http).toEqual([
      { name: "default", route: [{ destination: { host, subset: "v1" } }] },
    ]);
    expect(compileSpec(text, "VirtualService", "reviews.default").http[0].route).toHaveLength(2);
  });
});

describe("to, while the service is unhealthy", () => {
  const type = "type.googleapis.com/envoy.extensions.clusters.aggregate.v3.ClusterConfig";

  it("is an aggregate of both clusters for every proxy, and the routes of that host alone", () => {
    const fault = "fault: { abort: { percentage: 1, httpStatus: 500 }, match: [{ method: { exact: GET } }] }\n";
    const cluster = `fallback|9080|default|${host}`;
    const route = (name: string) => ({
      applyTo: "HTTP_ROUTE",
      match: {
        context: "SIDECAR_OUTBOUND",
        routeConfiguration: { vhost: { name: `${host}:9080`, route: { name } } },
      },
      patch: { operation: "MERGE", value: { route: { cluster } } },
    });
    const text = `service: shop/reviews\n${versions}${fault}routes: [{ name: default, to: { v1: 100 } }]\nfallback: { to: v2 }\n`;
    const { manifests, said } = compileText(`${text}${outlier}`);
    expect(said).toEqual([]);
    expect(list(manifests)).toContain("EnvoyFilter istio-system/shop.reviews.default.fallback");
    const clusters = [`outbound|9080|v1|${host}`, `outbound|9080|v2|${host}`];
    expect(compileFilter(text)).toEqual([
      {
        applyTo: "CLUSTER",
        match: { context: "SIDECAR_OUTBOUND" },
        patch: {
          operation: "ADD",
          value: {
            name: cluster,
            lb_policy: "CLUSTER_PROVIDED",
            cluster_type: { name: "envoy.clusters.aggregate", typed_config: { "@type": type, clusters } },
          },
        },
      },
      route("default.fault"),
      route("default"),
    ]);
  });

  it("finds the port of the other service as istiod does, and leaves TCP ports alone", () => {
    const patches = compileFilter(
      "service: shop/mixed\nfallback: { to: shop/reviews }\n",
      "shop.mixed.default.fallback",
    );
    const aggregates = patches.filter(({ applyTo }) => applyTo === "CLUSTER").map(({ patch }) => patch.value);
    expect(aggregates.map(({ cluster_type }) => cluster_type.typed_config.clusters as unknown)).toEqual([
      ["outbound|80||mixed.shop.svc.cluster.local", `outbound|9080||${host}`],
    ]);
  });

  it("makes nothing of a route that goes to the fallback anyway", () => {
    const routes =
      "routes: [{ name: new, match: [{ method: { exact: GET } }], to: { v2: 100 } }, { name: default, to: { v1: 100 } }]\n";
    const { manifests } = compileText(`service: shop/reviews\n${versions}${routes}fallback: { to: v2 }\n${outlier}`);
    const names = manifests.filter(({ kind }) => kind === "EnvoyFilter").map(({ metadata }) => metadata.name);
    expect(names).toEqual(["shop.reviews.default.fallback"]);
  });

  it.each([
    [
      "{ to: v2 }\nroutes: [{ name: default, to: { v1: 90, v2: 10 } }]",
      'shop.yaml:3:1: error MESH0206: route "default" splits its requests, and only one destination can have a fallback; give that route one destination, or answer by respond or redirect',
    ],
    [
      "{ to: v2 }\nroutes: [{ name: default, to: { v1: 90, v2: 10 }, weightsOwnedBy: flagger }]",
      'shop.yaml:3:1: error MESH0206: route "default" splits its requests, and only one destination can have a fallback; give that route one destination, or answer by respond or redirect',
    ],
    [
      "{ to: v3 }",
      'shop.yaml:3:13: error MESH0203: "v3" is not a version of shop/reviews; did you mean "v1"?; its versions are v1, v2; correct the name, or declare it',
    ],
    [
      "{ to: shop/mixed }",
      "shop.yaml:3:13: error MESH0206: shop/mixed has no port 9080, but shop/reviews is called by it; name a service with the same ports, or with one",
    ],
  ])("%s is refused", (value, message) => {
    expect(compileText(`service: shop/reviews\n${versions}fallback: ${value}\n${outlier}`).said).toEqual([message]);
  });
});

describe("an answer, while the service is unhealthy", () => {
  const compileMapper = (fallback: string, routes = "") => {
    const [patch, ...others] = compileFilter(`service: shop/reviews\n${versions}${routes}fallback: ${fallback}\n`);
    expect(others).toEqual([]);
    expect(patch.match).toEqual({
      context: "SIDECAR_OUTBOUND",
      listener: {
        portNumber: 9080,
        filterChain: { filter: { name: "envoy.filters.network.http_connection_manager" } },
      },
    });
    return patch.patch.value.typed_config.local_reply_config.mappers[0] as Record<string, any>;
  };
  const findExpression = ({ filter }: Record<string, any>) =>
    filter.and_filter.filters[1].extension_filter.typed_config.expression as string;
  const header = (key: string, value: string) => ({
    header: { key, value },
    append_action: "OVERWRITE_IF_EXISTS_OR_ADD",
  });

  it("stands for Envoy's own where it has no upstream, for that host alone", () => {
    const { filter, ...answer } = compileMapper(
      '{ respond: { status: 200, body: "[]", headers: { Content-Type: application/json, x-share: 5% } } }',
    );
    expect(filter.and_filter.filters[0]).toEqual({ response_flag_filter: { flags: ["UH", "UF"] } });
    expect(findExpression({ filter })).toBe(`xds.virtual_host_name == "${host}:9080" && xds.route_name in ["default"]`);
    expect(answer).toEqual({
      status_code: 200,
      body: { inline_string: "[]" },
      body_format_override: {
        text_format_source: { inline_string: "%LOCAL_REPLY_BODY%" },
        content_type: "application/json",
      },
      headers_to_add: [header("Content-Type", "application/json"), header("x-share", "5%%")],
    });
    const short = compileMapper("{ respond: { status: 503 } }");
    expect(short).toEqual({ filter, status_code: 503, body: { inline_string: "" } });
  });

  it("redirects with what the request asked for where nothing else is named", () => {
    const { filter, ...answer } = compileMapper("{ redirect: { authority: www.example.com, redirectCode: 307 } }");
    expect(answer).toEqual({
      status_code: 307,
      body: { inline_string: "" },
      headers_to_add: [header("location", "%REQ(:SCHEME)%://www.example.com%REQ(:PATH)%")],
    });
    expect(findExpression({ filter })).toContain(`"${host}:9080"`);
    const { headers_to_add } = compileMapper("{ redirect: { uri: /a%20b, scheme: https } }");
    expect(headers_to_add).toEqual([header("location", "https://%REQ(:AUTHORITY)%/a%%20b")]);
  });

  it("knows a route by the name that istiod gives it where it delegates", () => {
    const routes = "routes: [{ name: all, to: { v1: 90, v2: 10 }, weightsOwnedBy: flagger }]\n";
    const text = `service: shop/reviews\n${versions}${routes}fallback: { respond: { status: 200 } }\n`;
    const [patch] = compileFilter(text, "shop.reviews.all.fallback");
    const mapper = patch.patch.value.typed_config.local_reply_config.mappers[0] as Record<string, any>;
    expect(findExpression(mapper)).toContain('xds.route_name in ["all-all"]');
  });
});

it("says that only pods that are away count without outlierDetection, once", () => {
  const routes = "routes: [{ name: a, match: [{ method: { exact: GET } }] }]\n";
  expect(compileText(`service: shop/reviews\n${routes}fallback: { to: shop/productpage }\n`).said).toEqual([
    "shop.yaml:3:1: warning MESH0209: without outlierDetection a service is unhealthy only where it has no ready pod; add outlierDetection, so that pods that fail count too",
  ]);
});

it("says that gateways do without it", () => {
  const text = (when: string) =>
    `service: shop/reviews\nfallback: { to: shop/productpage, when: ${when} }\n${outlier}expose: [{ gateway: ingress/public, hosts: [a.io] }]\n`;
  expect(compileText(text("unhealthy")).said).toEqual([
    "shop.yaml:2:1: warning MESH0209: gateways have no fallback while the service is unhealthy, only callers in the mesh have; expect errors there, or switch it off by when: always",
  ]);
  const { manifests, said } = compileText(text("always"));
  expect(said).toEqual([]);
  const exposed = manifests.find(({ kind, metadata }) => kind === "VirtualService" && metadata.namespace === "ingress");
  expect(exposed?.spec.http[0].route[0].destination.host).toBe("productpage.shop.svc.cluster.local");
});

describe("is refused", () => {
  it.each([
    ["{ when: always }", '`fallback` is {"when":"always"}; name one of to, respond and redirect'],
    [
      "{ to: v2, respond: { status: 200 } }",
      '`fallback` is {"to":"v2","respond":{"status":200}}; name one of to, respond and redirect',
    ],
    ["{ to: v2, when: broken }", '`fallback.when` is "broken"; allowed are unhealthy, always'],
    ["{ respond: { status: 600 } }", "`fallback.respond.status` is 600; it must be at most 599"],
    [
      "{ redirect: { redirectCode: 302 } }",
      '`fallback.redirect` is {"redirectCode":302}; name at least one of uri, authority and scheme',
    ],
    [
      "{ redirect: { uri: /, redirectCode: 304 } }",
      "`fallback.redirect.redirectCode` is 304; allowed are 301, 302, 303, 307, 308",
    ],
  ])("%s", (value, message) => {
    const { said } = compileText(`service: shop/reviews\nfallback: ${value}\n`);
    expect(said.map((line) => line.replace(/^shop.yaml:2:\d+: error MESH0201: /, ""))).toEqual([
      `${message}; correct the document; nothing has been changed`,
    ]);
  });

  it("where the ports or their protocols are not what it needs", () => {
    expect(compileText("service: shop/elsewhere\nfallback: { to: shop/reviews }\n").said).toEqual([
      "shop.yaml:2:1: error MESH0211: the ports of shop/elsewhere are not known; put its Service among the stack's manifests",
    ]);
    expect(compileText("service: shop/ratings\nfallback: { respond: { status: 200 }, when: always }\n").said).toEqual([
      "shop.yaml:2:1: error MESH0204: respond and redirect answer HTTP, and service shop/ratings has only gRPC; name another service or version by to",
    ]);
    expect(compileText("service: shop/database\nfallback: { to: shop/reviews }\n").said).toEqual([
      "shop.yaml:2:1: error MESH0204: fallback works for http and grpc, and the ports of shop/database are 5432 tcp; remove it, or name the port's protocol by its appProtocol",
    ]);
  });
});

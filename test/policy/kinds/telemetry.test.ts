// Does not prove that anything is logged or traced: test/e2e/policy/telemetry.test.ts does.
import { expect, it } from "vitest";
import { compileText, testMesh } from "../compile-text.js";

const compileOne = (text: string) => {
  const { manifests, said } = compileText(text);
  expect(said).toEqual([]);
  expect(manifests).toHaveLength(1);
  return manifests[0];
};

it("is one Telemetry object for a service's pods, with all that is named", () => {
  const text = `
service: shop/reviews
telemetry:
  accessLog: { filter: response.code >= 400, disabled: false }
  tracing:
    providers: [jaeger]
    sampling: 0.5
    disabled: false
    tags: { a: { literal: x }, b: { header: x-user, defaultValue: none }, c: { environment: HOME } }
  metrics:
    providers: [prometheus]
    overrides:
      - { match: { mode: CLIENT }, disabled: true }
      - { match: { metric: REQUEST_COUNT }, tagOverrides: { path: { value: request.path }, reporter: { operation: REMOVE } } }
`;
  expect(compileOne(text)).toEqual({
    apiVersion: "telemetry.istio.io/v1",
    kind: "Telemetry",
    metadata: { name: "reviews", namespace: "shop" },
    spec: {
      selector: { matchLabels: { app: "reviews" } },
      accessLogging: [
        { providers: [{ name: "envoy" }], filter: { expression: "response.code >= 400" }, disabled: false },
      ],
      tracing: [
        {
          providers: [{ name: "jaeger" }],
          randomSamplingPercentage: 0.5,
          customTags: {
            a: { literal: { value: "x" } },
            b: { header: { name: "x-user", defaultValue: "none" } },
            c: { environment: { name: "HOME" } },
          },
          disableSpanReporting: false,
        },
      ],
      metrics: [
        {
          providers: [{ name: "prometheus" }],
          overrides: [
            { match: { metric: "ALL_METRICS", mode: "CLIENT" }, disabled: true },
            {
              match: { metric: "REQUEST_COUNT" },
              tagOverrides: {
                path: { operation: "UPSERT", value: "request.path" },
                reporter: { operation: "REMOVE" },
              },
            },
          ],
        },
      ],
    },
  });
});

it.each([
  ["namespace: shop", "shop"],
  ["mesh: default", "istio-system"],
])("%s has the one without selector of its namespace", (identity, namespace) => {
  expect(compileOne(`${identity}\ntelemetry: { tracing: { sampling: 10 } }\n`)).toEqual({
    apiVersion: "telemetry.istio.io/v1",
    kind: "Telemetry",
    metadata: { name: "default", namespace },
    spec: { tracing: [{ randomSamplingPercentage: 10 }] },
  });
});

it("is for TCP too", () => {
  expect(compileOne("service: shop/database\ntelemetry: { accessLog: {} }\n")?.spec).toEqual({
    selector: { matchLabels: { app: "database" } },
    accessLogging: [{ providers: [{ name: "envoy" }] }],
  });
});

const bad = "correct the document; nothing has been changed";
it.each([
  ["{}", `\`telemetry\` is {}; name accessLog, tracing or metrics; ${bad}`],
  ["{ tracing: { sampling: 101 } }", `\`telemetry.tracing.sampling\` is 101; it must be at most 100; ${bad}`],
  [
    "{ tracing: { tags: { a: { literal: x, header: y } } } }",
    `\`telemetry.tracing.tags.a\` is {"literal":"x","header":"y"}; name one of literal, header and environment, and defaultValue only with the last two; ${bad}`,
  ],
  [
    "{ metrics: { overrides: [{ tagOverrides: { a: {} } }] } }",
    `\`telemetry.metrics.overrides[0].tagOverrides.a\` is {}; UPSERT needs a value, and REMOVE has none; ${bad}`,
  ],
  [
    "{ metrics: { overrides: [{ match: { metric: REQUEST_COUNTS } }] } }",
    /^`telemetry.metrics.overrides\[0\].match.metric` is "REQUEST_COUNTS"; allowed are ALL_METRICS, .*; did you mean "REQUEST_COUNT"\?; /,
  ],
])("%s is refused", (value, message) => {
  const said = compileText(`service: shop/reviews\ntelemetry: ${value}\n`).said;
  expect(said.map((text) => text.replace(/^shop.yaml:\d+:\d+: error MESH0201: /, ""))).toEqual([
    typeof message === "string" ? message : expect.stringMatching(message),
  ]);
});

it("is refused where a provider is not one of the mesh's, unless the mesh is not ours", () => {
  const text =
    "mesh: default\ntelemetry: { accessLog: { providers: [envoy, otel] }, tracing: { providers: [jeager] }, metrics: { providers: [x-y-z], overrides: [{ disabled: true }] } }\n";
  const remedy = "add it to meshConfig.extensionProviders";
  expect(compileText(text).said).toEqual([
    `shop.yaml:2:46: error MESH0203: the mesh has no extension provider otel; ${remedy}`,
    `shop.yaml:2:78: error MESH0203: the mesh has no extension provider jeager; did you mean "jaeger"?; ${remedy}`,
    `shop.yaml:2:112: error MESH0203: the mesh has no extension provider x-y-z; ${remedy}`,
  ]);
  expect(compileText(text, { mesh: { ...testMesh, extensionProviders: undefined } }).said).toEqual([]);
});

it("is refused where the service's pods are not known", () => {
  expect(compileText("service: shop/unknown\ntelemetry: { accessLog: {} }\n").said).toEqual([
    "shop.yaml:2:1: error MESH0207: the pods of shop/unknown are not known, and telemetry is for them alone; add `selector` with the labels of its pods, or put its Service among the stack's manifests",
  ]);
});

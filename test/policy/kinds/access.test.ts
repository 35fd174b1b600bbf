// Does not prove that anything is refused: test/e2e/policy/access.test.ts does, but for what holds in the whole mesh.
import { describe, expect, it } from "vitest";
import { compileText, shop } from "../compile-text.js";

const selector = (app: string) => ({ matchLabels: { app } });
const account = (name: string) => `cluster.local/ns/shop/sa/${name}`;
const strict = "mtls: { mode: STRICT }\n";

/** The AuthorizationPolicies of documents, by namespace and name; there may be no findings. */
function compilePolicies(text: string): Record<string, unknown> {
  const { manifests, said } = compileText(text);
  expect(said).toEqual([]);
  const own = manifests.filter(({ kind }) => kind === "AuthorizationPolicy");
  return Object.fromEntries(
    own.map(({ metadata, spec }) => [`${metadata.namespace}/${metadata.name}`, spec as unknown]),
  );
}

describe("a rule", () => {
  it("names callers by their identities, and all else by Istio's fields", () => {
    const rules = compilePolicies(`
service: shop/reviews
jwt: { rules: [{ issuer: https://issuer.example }], required: false }
access:
  allow:
    - { from: [shop/productpage, monitoring/*, ingress/public], principals: [td/ns/a/sa/b], ipBlocks: [10.0.0.0/8] }
    - { methods: [GET], paths: [/reviews/*, "/a/{*}"], hosts: [reviews], ports: [9080], requestPrincipals: ["*"] }
    - { claims: { scope: [read, "w*"], realm_access: { roles: [admin] } } }
    - {}
`);
    const ipBlocks = ["10.0.0.0/8"];
    const principals = [account("productpage"), "cluster.local/ns/ingress/sa/public", "td/ns/a/sa/b"];
    expect(rules).toEqual({
      "shop/reviews.allow": {
        selector: selector("reviews"),
        action: "ALLOW",
        rules: [
          { from: [{ source: { principals, ipBlocks } }, { source: { namespaces: ["monitoring"], ipBlocks } }] },
          {
            from: [{ source: { requestPrincipals: ["*"] } }],
            to: [
              { operation: { methods: ["GET"], paths: ["/reviews/*", "/a/{*}"], hosts: ["reviews"], ports: ["9080"] } },
            ],
          },
          {
            when: [
              { key: "request.auth.claims[scope]", values: ["read", "w*"] },
              { key: "request.auth.claims[realm_access][roles]", values: ["admin"] },
            ],
          },
          {},
        ],
      },
    });
  });

  it("that refuses by HTTP fields is kept off TCP ports, where Istio would refuse everything by it", () => {
    const text = `service: shop/mixed\naccess: { deny: [{ methods: [DELETE] }, { ports: [80], methods: [PUT] }, { ports: [6379] }] }\n`;
    expect(compilePolicies(text)).toEqual({
      "shop/mixed.deny": {
        selector: selector("mixed"),
        action: "DENY",
        rules: [
          { to: [{ operation: { methods: ["DELETE"], notPorts: ["6379"] } }] },
          { to: [{ operation: { methods: ["PUT"], ports: ["80"] } }] },
          { to: [{ operation: { ports: ["6379"] } }] },
        ],
      },
    });
  });
});

describe("a default", () => {
  it.each([
    ["{ default: deny }", { "shop/reviews.allow": { action: "ALLOW" } }],
    ["{ allow: [] }", { "shop/reviews.allow": { action: "ALLOW" } }],
    ["{ default: allow }", {}],
    [
      "{ deny: [{ methods: [PUT] }] }",
      {
        "shop/reviews.deny": { action: "DENY", rules: [{ to: [{ operation: { methods: ["PUT"] } }] }] },
      },
    ],
  ])("of a service: %s", (value, expected) => {
    const specs = Object.entries(expected).map(([name, spec]) => [name, { selector: selector("reviews"), ...spec }]);
    expect(compilePolicies(`service: shop/reviews\naccess: ${value}\n`)).toEqual(Object.fromEntries(specs));
  });

  it("of a namespace holds for all that is in it; its rules are each service's, unless it has its own", () => {
    const rule = { to: [{ operation: { ports: ["9080"] } }] };
    expect(
      compilePolicies(`
namespace: shop
${strict}access: { default: deny, allow: [{ ports: [9080] }], deny: [{ from: [shop/ratings], paths: [/admin] }] }
---
service: shop/reviews
access: { deny: [{ ports: [9080] }] }
---
service: shop/productpage
access: { default: allow }
`),
    ).toEqual({
      "shop/default.allow": { action: "ALLOW" },
      // Its value has no allow: who may was the namespace's to say, and what it does not say is still refused.
      "shop/reviews.allow": { selector: selector("reviews"), action: "ALLOW" },
      "shop/reviews.deny": { selector: selector("reviews"), action: "DENY", rules: [rule] },
      "shop/productpage.allow": { selector: selector("productpage"), action: "ALLOW", rules: [{}] },
      "shop/ratings.deny": {
        selector: selector("ratings"),
        action: "DENY",
        rules: [
          { from: [{ source: { principals: [account("ratings")] } }], to: [{ operation: { paths: ["/admin"] } }] },
        ],
      },
      "shop/mixed.deny": {
        selector: selector("mixed"),
        action: "DENY",
        rules: [
          {
            from: [{ source: { principals: [account("ratings")] } }],
            to: [{ operation: { paths: ["/admin"], notPorts: ["6379"] } }],
          },
        ],
      },
    });
  });

  it("of the mesh leaves the gateways open, since the services behind them decide", () => {
    const open = (app: string) => ({
      selector: { matchLabels: { app, istio: app } },
      action: "ALLOW",
      rules: [{}],
    });
    const allowed = Object.fromEntries(
      ["database", "mixed", "productpage", "ratings", "reviews"].map((name) => [
        `shop/${name}.allow`,
        { selector: selector(name), action: "ALLOW", rules: [{}] },
      ]),
    );
    expect(
      compilePolicies("mesh: m\naccess: { default: deny }\n---\nnamespace: shop\naccess: { default: allow }\n"),
    ).toEqual({
      "istio-system/default.allow": { action: "ALLOW" },
      "istio-system/default.allow.egress": open("egress"),
      "ingress/default.allow.public": open("public"),
      ...allowed,
    });
  });
});

it("a dry run makes objects that only log, beside those that go on to hold", () => {
  const { manifests, said } = compileText(`
namespace: shop
access: { default: deny, allow: [{ ports: [9080] }] }
---
service: shop/reviews
access: { allow: [{ methods: [GET] }], dryRun: true }
`);
  expect(said).toEqual([]);
  const rules = (operation: object) => [{ to: [{ operation }] }];
  expect(manifests.filter(({ metadata }) => /reviews|default/.test(metadata.name))).toMatchObject([
    { metadata: { name: "default.allow" } },
    { metadata: { name: "reviews.allow" }, spec: { rules: rules({ ports: ["9080"] }) } },
    {
      metadata: { name: "reviews.allow.dry-run", annotations: { "istio.io/dry-run": "true" } },
      spec: { rules: rules({ methods: ["GET"] }) },
    },
  ]);
  const dry = compileText("namespace: shop\naccess: { default: deny, dryRun: true }\n");
  expect(dry.manifests).toEqual([
    {
      apiVersion: "security.istio.io/v1",
      kind: "AuthorizationPolicy",
      metadata: { name: "default.allow.dry-run", namespace: "shop", annotations: { "istio.io/dry-run": "true" } },
      spec: { action: "ALLOW" },
    },
  ]);
});

it.each<[string, object]>([
  ["Pod", { containers: [{ name: "a" }], serviceAccountName: "report" }],
  [
    "CronJob",
    {
      jobTemplate: {
        spec: {
          template: {
            metadata: { labels: { app: "report" } },
            spec: { containers: [{ name: "a" }], serviceAccountName: "report" },
          },
        },
      },
    },
  ],
])("names a caller whose pods are of a %s", (kind, spec) => {
  const metadata = { name: "report", namespace: "shop" };
  const service = { apiVersion: "v1", kind: "Service", metadata, spec: { selector: { app: "report" }, ports: [] } };
  const pods = { apiVersion: "v1", kind, metadata: { ...metadata, labels: { app: "report" } }, spec };
  const text = `${strict}mesh: all\n---\nservice: shop/reviews\naccess: { allow: [{ from: [shop/report] }] }\n`;
  const { manifests, said } = compileText(text, { declared: [...shop, service, pods] });
  expect(said).toEqual([]);
  expect(manifests.find(({ kind: made }) => made === "AuthorizationPolicy")?.spec.rules).toEqual([
    { from: [{ source: { principals: [account("report")] } }] },
  ]);
});

it.each([
  [
    "service: shop/reviews\naccess: { allow: [{ from: [shop/productpages] }] }",
    'shop.yaml:2:28: error MESH0203: there is no service shop/productpages; did you mean "shop/productpage"?; correct the name, or declare it',
  ],
  [
    "service: shop/reviews\naccess: { allow: [{ from: [other/legacy] }] }\n---\nservice: other/legacy\nselector: { app: old }",
    "shop.yaml:2:28: error MESH0203: the service account of other/legacy is not known, since no workload of it is in the stack; put its workload among the stack's manifests, or name its identity in `principals`",
  ],
  [
    "service: shop/reviews\naccess: { allow: [{ from: [shop/database] }] }",
    "shop.yaml:2:28: warning MESH0210: shop/database runs as service account default, which every pod without one of its own has; give its pods a serviceAccountName of their own",
  ],
  [
    "service: shop/reviews\naccess: { allow: [{ from: [productpage] }] }",
    'shop.yaml:2:28: error MESH0201: `access.allow[0].from[0]` is "productpage"; it must be <namespace>/<service> or <namespace>/*; correct the document; nothing has been changed',
  ],
  [
    "service: shop/reviews\naccess: { allow: [{ paths: [/a/*/b] }] }",
    'shop.yaml:2:29: error MESH0201: `access.allow[0].paths[0]` is "/a/*/b"; it may have one * alone, at its beginning or its end; correct the document; nothing has been changed',
  ],
  [
    "service: shop/reviews\naccess: { allow: [{ claims: {} }] }",
    "shop.yaml:2:21: error MESH0201: `access.allow[0].claims` is {}; name at least one claim; correct the document; nothing has been changed",
  ],
  [
    "service: shop/reviews\naccess: { allow: [{ ports: [80] }] }",
    "shop.yaml:2:29: error MESH0203: shop/reviews has no port 80; its ports are 9080; correct the name, or declare it",
  ],
  [
    "service: shop/database\naccess: { deny: [{ methods: [GET] }] }",
    "shop.yaml:2:20: error MESH0204: methods works for HTTP and gRPC, and shop/database has only TCP ports; remove it, or name the port's protocol by its appProtocol",
  ],
  [
    "service: shop/mixed\naccess: { allow: [{ paths: [/a], ports: [80, 6379] }] }",
    "shop.yaml:2:21: error MESH0204: paths works for HTTP and gRPC, and port 6379 of shop/mixed is TCP; remove it, or name the port's protocol by its appProtocol",
  ],
  [
    "service: shop/ratings\naccess: { allow: [{ methods: [GET] }] }",
    "shop.yaml:2:21: error MESH0204: every gRPC request is a POST, so the methods GET match none of shop/ratings; leave methods out, and name paths such as /package.Service/Method",
  ],
  [
    "service: shop/reviews\naccess: { allow: [{ methods: [get] }] }",
    'shop.yaml:2:31: error MESH0201: `access.allow[0].methods[0]` is "get"; methods of HTTP are in capitals, as in GET; correct the document; nothing has been changed',
  ],
  [
    "service: shop/reviews\naccess: { allow: [{ principals: [spiffe://cluster.local/ns/shop/sa/web] }] }",
    'shop.yaml:2:34: error MESH0201: `access.allow[0].principals[0]` is "spiffe://cluster.local/ns/shop/sa/web"; leave out spiffe://, which Istio adds by itself; correct the document; nothing has been changed',
  ],
  [
    "service: shop/reviews\naccess: { default: allow, allow: [{}] }",
    "shop.yaml:2:27: error MESH0206: allow has no effect when default is allow; set default to deny, or remove allow",
  ],
  [
    "service: shop/reviews\naccess: { deny: [{ from: [shop/ratings] }] }",
    "shop.yaml:2:20: warning MESH0220: a caller in from that sends plain text is not refused; set `mtls` to STRICT, or allow by name instead",
  ],
  [
    "service: other/legacy\naccess: { default: deny }",
    "shop.yaml:2:1: error MESH0207: access is for the pods of other/legacy, whose labels are not known; add `selector` with the labels of its pods, or put its Service among the stack's manifests",
  ],
  [
    "namespace: other\naccess: { deny: [{ ports: [80] }] }\n---\nservice: other/legacy\nselector: { app: old }",
    "shop.yaml:2:28: error MESH0203: the ports of other/legacy are not known, since its Service is not in the stack; put its Service among the stack's manifests",
  ],
])("%s: it is said what is wrong", (text, message) => {
  expect(compileText(`${text}\n`).said).toEqual([message]);
});

it("an account that two services have is reported", () => {
  const same = shop.map((manifest) =>
    manifest.kind === "Deployment" && manifest.metadata.name === "ratings"
      ? {
          ...manifest,
          spec: {
            template: {
              ...manifest.spec.template,
              spec: { ...manifest.spec.template.spec, serviceAccountName: "mixed" },
            },
          },
        }
      : manifest,
  );
  const text = "service: shop/reviews\naccess: { allow: [{ from: [shop/mixed] }] }\n";
  expect(compileText(text, { declared: same }).said).toEqual([
    "shop.yaml:2:28: warning MESH0210: shop/mixed runs as service account mixed, as shop/ratings does; give its pods a serviceAccountName of their own",
  ]);
});

// Does not prove that Istio puts a delegate's destinations and the root's settings together: test/e2e/policy/routes.test.ts does.
import { expect, it } from "vitest";
import { compileSpec, compileText, list } from "../compile-text.js";

const host = "reviews.shop.svc.cluster.local";

it("is none where nothing is said of routes", () => {
  expect(list(compileText("service: shop/reviews\nversions: { v1: { version: v1 } }\n").manifests)).toEqual([
    "DestinationRule shop/reviews.v1",
  ]);
});

it("keeps destinations whose weights another owns in an object of their own, and the rest at the root", () => {
  const { manifests, said } = compileText(`
service: shop/reviews
versions: { v1: { version: v1 }, v2: { version: v2 } }
routes:
  - name: canary
    match: [{ uri: { prefix: /a } }]
    to: { v1: 100, v2: 0 }
    weightsOwnedBy: rollouts
    timeout: 1s
    rewrite: { uri: / }
`);
  expect(said).toEqual([]);
  const virtualServices = manifests.filter(({ kind }) => kind === "VirtualService");
  expect(virtualServices.map(({ metadata, spec }) => ({ metadata, spec: spec as unknown }))).toEqual([
    {
      metadata: { name: "reviews", namespace: "shop" },
      spec: {
        hosts: [host],
        http: [
          {
            name: "canary",
            match: [{ uri: { exact: "/a" } }, { uri: { prefix: "/a/" } }],
            timeout: "1s",
            rewrite: { uriRegexRewrite: { match: "^/a/?", rewrite: "/" } },
            delegate: { name: "reviews.canary", namespace: "shop" },
          },
          { name: "default", route: [{ destination: { host } }] },
        ],
      },
    },
    {
      metadata: {
        name: "reviews.canary",
        namespace: "shop",
        annotations: { "pulumi-istio/weights-owned-by": "rollouts" },
      },
      spec: {
        http: [
          {
            name: "canary",
            route: [
              { destination: { host, subset: "v1" }, weight: 100 },
              { destination: { host, subset: "v2" }, weight: 0 },
            ],
          },
        ],
      },
    },
  ]);
});

it("gives a route its own value, and the others the service's", () => {
  const text = "service: shop/reviews\nroutes: [{ name: a, match: [{ port: 9080 }], timeout: 1s }]\ntimeout: 2s\n";
  const { http } = compileSpec(text, "VirtualService", "reviews");
  expect(http.map(({ timeout }: { timeout: string }) => timeout)).toEqual(["1s", "2s"]);
});

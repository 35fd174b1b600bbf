// What two versions of a small mesh do otherwise, by the simulator. Does not prove that the simulator is right: the proof on live traffic does.
import { expect, it } from "vitest";
import { compareMeshes } from "../../../src/simulate/diff/compare-meshes.js";
import type { Change } from "../../../src/simulate/diff/effect.js";
import { indexText } from "../mesh-of-text.js";
import { createAccess, createRoutes, createService, gateway, join, shop, strict, subsets } from "./shop.js";

function compare(before: string, after: string) {
  return compareMeshes(indexText(before), indexText(after));
}

function say({ kind, host, gateway: by, before, after, callers, requests, causes }: Change): string {
  const named = causes.map(({ action, resource, line }) => `${resource.kind} ${resource.name} ${action} at ${line}`);
  const at = by === undefined ? host : `${host} at ${by}`;
  return `${kind} | ${at} | ${before} | ${after} | ${callers.join(" ")} | ${requests.join("; ")} | ${named.join(", ")}`;
}

it("says nothing of the same mesh", () => {
  const all = join(shop, subsets, createRoutes([90, 10]), createAccess("web"), strict, gateway);
  expect(compare(all, `# another line\n${all}`)).toEqual({ changes: [], withoutEffect: [], compared: 0, leftOut: 0 });
});

it("says who is newly denied and allowed", () => {
  const { changes } = compare(join(shop, createAccess("web")), join(shop, createAccess("other")));
  expect(changes.map(say)).toMatchInlineSnapshot(`
    [
      "newly-denied | shop/reviews | 50% reaches shop/reviews v1, 50% reaches shop/reviews v2 | 403: access is denied by shop/reviews | shop/web | GET | AuthorizationPolicy reviews changed at 101",
      "newly-allowed | shop/reviews | 403: access is denied by shop/reviews | 50% reaches shop/reviews v1, 50% reaches shop/reviews v2 | shop/other | GET | AuthorizationPolicy reviews changed at 103",
    ]
  `);
});

it("says which shares change, and for whom not", () => {
  const { changes, withoutEffect } = compare(
    join(shop, subsets, createRoutes([90, 10])),
    join(shop, subsets, createRoutes([50, 50])),
  );
  expect(changes.map(say)).toMatchInlineSnapshot(`
    [
      "routes | shop/reviews | 90% reaches shop/reviews v1, 10% reaches shop/reviews v2 | 50% reaches shop/reviews v1, 50% reaches shop/reviews v2 | shop/other shop/ratings-v1 shop/reviews-v1 shop/reviews-v2 shop/web | other requests | VirtualService reviews changed at 115",
    ]
  `);
  expect(withoutEffect).toEqual([]);
});

it("says whom STRICT cuts off", () => {
  expect(compare(shop, join(shop, strict)).changes.map(say)).toMatchInlineSnapshot(`
    [
      "cut-off | shop/ratings | reaches shop/ratings v1 | no answer: connection reset: Deployment shop/ratings-v1 is STRICT, and the connection is plain text | a plain pod bare/legacy | all requests | PeerAuthentication default created at 101",
      "cut-off | shop/reviews | 50% reaches shop/reviews v1, 50% reaches shop/reviews v2 | 50% no answer: connection reset: Deployment shop/reviews-v1 is STRICT, and the connection is plain text, 50% no answer: connection reset: Deployment shop/reviews-v2 is STRICT, and the connection is plain text | a plain pod bare/legacy | all requests | PeerAuthentication default created at 101",
    ]
  `);
});

it("says that timeouts and retries change", () => {
  const after = createRoutes(
    [90, 10],
    "      timeout: 2s\n      retries: { attempts: 1, perTryTimeout: 1s, retryOn: 5xx }",
  );
  const before = join(shop, subsets, createRoutes([90, 10]));
  expect(compare(before, join(shop, subsets, after)).changes.map(say)).toMatchInlineSnapshot(`
    [
      "delivery | shop/reviews | no timeout, 2 retries on connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes | timeout 2s, 1 retry of 1s on 5xx | shop/other shop/ratings-v1 shop/reviews-v1 shop/reviews-v2 shop/web | other requests | VirtualService reviews changed at 110",
    ]
  `);
});

it("says that a limit changes", () => {
  const pool = "  trafficPolicy: { connectionPool: { http: { http1MaxPendingRequests: 1 } } }";
  const after = join(shop, subsets.replace("  host: reviews\n", `  host: reviews\n${pool}\n`));
  expect(compare(join(shop, subsets), after).changes.map(say)).toMatchInlineSnapshot(`
    [
      "limits | shop/reviews | no limits | limits of DestinationRule shop/reviews: http.http1MaxPendingRequests 1 | shop/other shop/ratings-v1 shop/reviews-v1 shop/reviews-v2 shop/web | all requests | DestinationRule reviews changed at 103",
    ]
  `);
});

it("says what a gateway serves otherwise", () => {
  const moved = gateway.replace("host: reviews.shop", "host: ratings.shop");
  expect(compare(join(shop, gateway), join(shop, moved)).changes.map(say)).toMatchInlineSnapshot(`
    [
      "routes | www.example.com at ingress/public | 50% reaches shop/reviews v1, 50% reaches shop/reviews v2 | reaches shop/ratings v1 | clients outside | all requests | VirtualService www changed at 109",
    ]
  `);
  expect(compare(join(shop, gateway), shop).changes.map(say)).toMatchInlineSnapshot(`
    [
      "unreachable | www.example.com at ingress/public | the host exists | the host does not exist | clients outside | all requests | Gateway public removed at 98, VirtualService www removed at 103",
    ]
  `);
});

it("says which hosts come and go", () => {
  const { changes } = compare(shop, shop.replace(createService("ratings"), createService("stars")));
  expect(changes.map(say)).toMatchInlineSnapshot(`
    [
      "unreachable | shop/ratings | the host exists | the host does not exist | a plain pod bare/legacy shop/other shop/ratings-v1 shop/reviews-v1 shop/reviews-v2 shop/web | all requests | Service ratings removed at 91",
      "new-host | shop/stars | the host does not exist | the host exists | a plain pod bare/legacy shop/other shop/ratings-v1 shop/reviews-v1 shop/reviews-v2 shop/web | all requests | Service stars created at 91",
    ]
  `);
});

it("says which objects change without any effect", () => {
  const unused = subsets.replace("name: v2,", "name: v3,");
  const { changes, withoutEffect } = compare(join(shop, subsets), join(shop, unused));
  expect(changes).toEqual([]);
  expect(withoutEffect).toEqual([
    {
      action: "changed",
      resource: { kind: "DestinationRule", namespace: "shop", name: "reviews" },
      file: "mesh.yaml",
      document: 13,
      line: 98,
      column: 1,
    },
  ]);
});

it("says what it cannot know", () => {
  const filter = `
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: lua, namespace: shop }
spec:
  workloadSelector: { labels: { app: reviews } }
  configPatches:
    - applyTo: HTTP_FILTER
      match: { context: SIDECAR_INBOUND }
      patch: { operation: INSERT_BEFORE, value: { name: lua } }
`;
  expect(compare(shop, join(shop, filter)).changes.map(say)).toMatchInlineSnapshot(`
    [
      "unknown | shop/reviews | 50% reaches shop/reviews v1, 50% reaches shop/reviews v2 | unknown: EnvoyFilter shop/lua changes the server's proxy, and what it does is not simulated | a plain pod bare/legacy shop/other shop/ratings-v1 shop/reviews-v1 shop/reviews-v2 shop/web | all requests | EnvoyFilter lua created at 104",
    ]
  `);
});

it("compares no more requests than it may", () => {
  const options = { limit: 3 };
  const { compared, leftOut } = compareMeshes(indexText(shop), indexText(join(shop, strict)), options);
  expect([compared, leftOut > 0]).toEqual([3, true]);
});

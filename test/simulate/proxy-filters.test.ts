// Which filters are not known, which limit requests, and which only count without pods. Does not prove what any of them does.
import { describe, expect, it } from "vitest";
import { findFallback, findForeignFilter, listRateLimits, type ProxySide } from "../../src/simulate/proxy-filters.js";
import { findWorkload, indexText } from "./mesh-of-text.js";
import { formatSteps, reviews } from "./server/arrivals.js";

const filter = (patch: string, given = "", namespace = "shop") => `${reviews}
---
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: own, namespace: ${namespace} }
spec: { ${given} configPatches: [${patch}] }
`;
const plugin = (spec: string) => `${reviews}
---
apiVersion: extensions.istio.io/v1alpha1
kind: WasmPlugin
metadata: { name: own, namespace: shop }
spec: { url: oci://example.com/wasm, ${spec} }
`;

const patch = (context: string) =>
  `{ applyTo: HTTP_FILTER, match: { context: ${context} }, patch: { operation: INSERT_BEFORE, value: { name: lua } } }`;
const limit = `{ applyTo: HTTP_FILTER, match: { context: SIDECAR_INBOUND }, patch: { operation: INSERT_BEFORE, value: { name: limits, typed_config: { "@type": type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit } } } }`;
const inbound = "EnvoyFilter shop/own changes the server's proxy, and what it does is not simulated";

function find(text: string, side: ProxySide): string | undefined {
  const mesh = indexText(text);
  return findForeignFilter(mesh, findWorkload(mesh, "shop", "reviews"), side)?.reason;
}

describe("a filter that is not known", () => {
  it.each<[string, string, ProxySide, string | undefined]>([
    ["none", reviews, "inbound", undefined],
    ["of this side", filter(patch("SIDECAR_INBOUND")), "inbound", inbound],
    ["of every side", filter(patch("ANY")), "inbound", inbound],
    ["of the other side", filter(patch("SIDECAR_OUTBOUND")), "inbound", undefined],
    ["of other pods", filter(patch("ANY"), "workloadSelector: { labels: { app: web } },"), "inbound", undefined],
    ["of another namespace", filter(patch("ANY"), "", "other"), "inbound", undefined],
    [
      "of the root namespace",
      filter(patch("ANY"), "", "istio-system"),
      "outbound",
      "EnvoyFilter istio-system/own changes the caller's proxy, and what it does is not simulated",
    ],
    ["a cluster that nobody names", filter("{ applyTo: CLUSTER, patch: { operation: ADD } }"), "outbound", undefined],
    ["a rate limit", filter(limit), "inbound", undefined],
    ["a plugin", plugin(""), "inbound", inbound.replace("EnvoyFilter", "WasmPlugin")],
    ["a plugin of clients", plugin("match: [{ mode: CLIENT }]"), "inbound", undefined],
    ["a plugin of other pods", plugin("selector: { matchLabels: { app: web } }"), "inbound", undefined],
  ])("%s", (_, text, side, expected) => {
    expect(find(text, side)).toBe(expected);
  });
});

it("a rate limit is a step", () => {
  const mesh = indexText(filter(limit));
  expect(formatSteps(listRateLimits(mesh, findWorkload(mesh, "shop", "reviews")))).toEqual([
    "each replica counts the request, by EnvoyFilter shop/own (spec.configPatches.0)",
  ]);
});

it("a fallback counts for its host alone", () => {
  const cluster = `{ applyTo: HTTP_ROUTE, match: { context: SIDECAR_OUTBOUND, routeConfiguration: { vhost: { name: "a.shop.svc.cluster.local:80" } } }, patch: { operation: MERGE, value: { route: { cluster: "fallback|80|x|a.shop.svc.cluster.local" } } } }`;
  const mesh = indexText(filter(cluster));
  const workload = findWorkload(mesh, "shop", "reviews");
  expect(findForeignFilter(mesh, workload, "outbound")).toBe(undefined);
  expect(findFallback(mesh, workload, "a.shop.svc.cluster.local:80")?.reason).toBe(
    "EnvoyFilter shop/own has a fallback for a.shop.svc.cluster.local:80, which is not simulated",
  );
  expect(findFallback(mesh, workload, "b.shop.svc.cluster.local:80")).toBe(undefined);
});

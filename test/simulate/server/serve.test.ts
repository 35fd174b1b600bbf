// Which servers are simulated, and which ports their proxies take. Does not prove what policies say.
import { describe, expect, it } from "vitest";
import { deployment, peers, plainService, mesh, send, summarize } from "../destination/sendings.js";

describe("ports that are kept from the proxy", () => {
  const excluding = `${mesh}${plainService}${deployment("reviews", "{ app: reviews }").replace(
    "metadata: { labels: { app: reviews } }",
    'metadata: { labels: { app: reviews }, annotations: { traffic.sidecar.istio.io/excludeInboundPorts: "9080" } }',
  )}`;
  it("take plain text alone", () => {
    expect(summarize(send(excluding))).toEqual(["503 upstream"]);
    expect(summarize(send(`${excluding}${peers("{ mtls: { mode: STRICT } }")}`, { isPlain: true }))).toEqual([
      "Deployment shop/reviews",
    ]);
  });
});

describe("what is not simulated", () => {
  const one = `${mesh}${plainService}${deployment("reviews", "{ app: reviews }")}`;
  it.each([
    [
      "ambient mode",
      `${mesh}${plainService}${deployment("reviews", "{ app: reviews, istio.io/dataplane-mode: ambient }")}`,
      "Deployment shop/reviews is in the ambient mode, which is not simulated",
    ],
    [
      "a Namespace that is not declared",
      one.replace("name: shop, labels: { istio-injection: enabled }", "name: other"),
      "whether Deployment shop/reviews has a proxy is not known: Namespace shop is not declared",
    ],
    [
      "ingress listeners",
      `${one}
---
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: own, namespace: shop }
spec: { workloadSelector: { labels: { app: reviews } }, ingress: [{ port: { number: 9080, protocol: HTTP, name: http } }] }
`,
      "Deployment shop/reviews has a Sidecar with ingress listeners, which are not simulated",
    ],
    [
      "an EnvoyFilter",
      `${one}
---
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: lua, namespace: shop }
spec: { configPatches: [{ applyTo: HTTP_FILTER, match: { context: SIDECAR_INBOUND }, patch: { operation: INSERT_BEFORE, value: { name: lua } } }] }
`,
      "EnvoyFilter shop/lua changes the server's proxy, and what it does is not simulated",
    ],
    [
      "a WasmPlugin",
      `${one}
---
apiVersion: extensions.istio.io/v1alpha1
kind: WasmPlugin
metadata: { name: wasm, namespace: istio-system }
spec: { url: oci://example.com/wasm }
`,
      "WasmPlugin istio-system/wasm changes the server's proxy, and what it does is not simulated",
    ],
  ])("%s", (_, text, reason) => {
    expect(summarize(send(text))).toEqual([`unknown ${reason}`]);
  });
});

// What becomes of a target: pods by shares, TLS, and what their proxies say. Does not prove that a route leads there, nor what Envoy does.
import { describe, expect, it } from "vitest";
import type { MeshIndex } from "../../../src/mesh/mesh-index.js";
import { createHosts } from "../../../src/mesh/hosts.js";
import type { Outcome } from "../../../src/simulate/answer.js";
import { deliver } from "../../../src/simulate/destination/deliver.js";
import { formatWorkload } from "../../../src/simulate/format-object.js";
import type { Target } from "../../../src/simulate/routed.js";
import { createRequest, findWorkload, indexText } from "../mesh-of-text.js";
import { formatSteps } from "../server/arrivals.js";

const namespace = (name: string, labels: string) => `
---
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: ${labels} }
`;
const deployment = (name: string, labels: string, spec = "", at = "shop") => `
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${at} }
spec:
  ${spec}
  template:
    metadata: { labels: ${labels} }
    spec: { serviceAccountName: ${name}, containers: [{ name: app, ports: [{ name: web, containerPort: 9080 }] }] }
`;
const service = (spec: string) => `
---
apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec: ${spec}
`;
const rule = (spec: string, name = "reviews") => `
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: ${name}, namespace: shop }
spec: ${spec}
`;
const peers = (spec: string, at = "shop") => `
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: peers, namespace: ${at} }
spec: ${spec}
`;

const plainService = service("{ selector: { app: reviews }, ports: [{ name: http, port: 80, targetPort: web }] }");
const versions = `${deployment("reviews-v1", "{ app: reviews, version: v1 }", "replicas: 3")}${deployment("reviews-v2", "{ app: reviews, version: v2 }")}`;
const mesh = `${namespace("shop", "{ istio-injection: enabled }")}${namespace("bare", "{}")}${deployment("web", "{ app: web }")}${deployment("job", "{ app: job }", "", "bare")}`;
const shop = `${mesh}${plainService}${versions}`;

/** What comes of a call of shop/reviews:80 by shop/web. */
function send(
  text: string,
  given: Partial<Target> & { isPlain?: boolean; isEncrypted?: boolean } = {},
): readonly Outcome[] {
  const { isPlain = false, isEncrypted = false, ...target } = given;
  const index = indexText(text);
  return deliver(index, {
    target: createTarget(index, isPlain, target),
    isEncrypted,
    clientAddress: { doubt: "no address" },
  });
}

function createTarget(index: MeshIndex, isPlain: boolean, given: Partial<Target>): Target {
  const workload = findWorkload(index, "shop", "web");
  const host = given.host ?? "reviews.shop.svc.cluster.local";
  const [known] = index.ask(createHosts).find(host, "shop");
  return {
    ...{ host, port: 80, subset: "", service: known?.object, authority: "reviews" },
    request: createRequest(workload, { host: "reviews", path: "/a", query: "b=c" }),
    ...(isPlain ? {} : { proxy: { workload, isGateway: false } }),
    ...{ delivery: { attempts: 2 }, mirrors: [] },
    ...given,
  };
}

/** `share workload mutual`, or `share status by`, or `share kind reason`. */
function summarize(outcomes: readonly Outcome[]): string[] {
  return outcomes.map((one) => {
    const share = one.share === 1 ? "" : `${one.share} `;
    if (one.kind === "answered") return `${share}${one.status} ${one.by}`;
    if (one.kind !== "reached") return `${share}${one.kind} ${one.reason}`;
    const { workload } = one.destination;
    return `${share}${workload === undefined ? one.destination.host : formatWorkload(workload)}${one.isMutualTls ? " mutual" : ""}`;
  });
}

describe("pods", () => {
  it("have shares by their replicas", () => {
    const outcomes = send(shop);
    expect(summarize(outcomes)).toEqual([
      "0.75 Deployment shop/reviews-v1 mutual",
      "0.25 Deployment shop/reviews-v2 mutual",
    ]);
    const { steps, ...first } = outcomes[0] ?? { steps: [] };
    expect(formatSteps(steps)).toEqual([
      "Service shop/reviews is Deployment shop/reviews-v1 at port 9080, 3 of 4 pods (spec)",
      "mutual TLS, which the proxy of Deployment shop/reviews-v1 takes",
    ]);
    expect(first).toMatchObject({
      ...{ kind: "reached", path: "/a?b=c", authority: "reviews", delivery: { attempts: 2 }, mirrors: [] },
      destination: { host: "reviews.shop.svc.cluster.local", port: 80, subset: "" },
    });
  });

  it.each([
    ["no port of that name", shop.replace("targetPort: web", "targetPort: other"), ["503 noEndpoint"]],
    [
      "no replicas",
      `${mesh}${plainService}${deployment("reviews-v1", "{ app: reviews }", "replicas: 0")}`,
      ["503 noEndpoint"],
    ],
    ["no pods", `${mesh}${plainService}`, ["503 noEndpoint"]],
    ["no port of the Service", shop.replace("port: 80,", "port: 81,"), ["503 noEndpoint"]],
  ])("%s", (_, text, expected) => {
    expect(summarize(send(text))).toEqual(expected);
  });

  it("of a Service without a selector are not known", () => {
    expect(summarize(send(`${mesh}${service("{ ports: [{ port: 80 }] }")}`))).toEqual([
      "unknown the addresses of Service shop/reviews are no pods that it selects, and nothing is known of them",
    ]);
  });

  it("a HorizontalPodAutoscaler keeps a least number of them", () => {
    const scaler = `
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: v2, namespace: shop }
spec: { minReplicas: 9, scaleTargetRef: { kind: Deployment, name: reviews-v2 } }
`;
    expect(summarize(send(`${shop}${scaler}`))).toEqual([
      "0.25 Deployment shop/reviews-v1 mutual",
      "0.75 Deployment shop/reviews-v2 mutual",
    ]);
  });
});

describe("subsets", () => {
  const subsets = "subsets: [{ name: v2, labels: { version: v2 } }, { name: v3, labels: { version: v3 } }]";
  it("are the pods that have their labels", () => {
    const outcomes = send(`${shop}${rule(`{ host: reviews, ${subsets} }`)}`, { subset: "v2" });
    expect(summarize(outcomes)).toEqual(["Deployment shop/reviews-v2 mutual"]);
    expect(formatSteps(outcomes[0]?.steps ?? [])).toEqual([
      "subset v2 of DestinationRule shop/reviews: version=v2 (spec.subsets.0)",
      "Service shop/reviews is Deployment shop/reviews-v2 at port 9080 (spec)",
      "mutual TLS, which the proxy of Deployment shop/reviews-v2 takes",
    ]);
  });

  it.each([
    ["v3", "503 noEndpoint"],
    ["v4", "503 noEndpoint"],
  ])("%s", (subset, expected) => {
    expect(summarize(send(`${shop}${rule(`{ host: reviews, ${subsets} }`)}`, { subset }))).toEqual([expected]);
  });

  it("of several rules count together", () => {
    const others = rule("{ host: reviews, subsets: [{ name: v1, labels: { version: v1 } }] }", "others");
    expect(summarize(send(`${shop}${rule(`{ host: reviews, ${subsets} }`)}${others}`, { subset: "v1" }))).toEqual([
      "Deployment shop/reviews-v1 mutual",
    ]);
  });

  it("that two rules have are not known", () => {
    const others = rule("{ host: reviews, subsets: [{ name: v2, labels: { version: v1 } }] }", "others");
    expect(summarize(send(`${shop}${rule(`{ host: reviews, ${subsets} }`)}${others}`, { subset: "v2" }))).toEqual([
      "unknown DestinationRule shop/others and DestinationRule shop/reviews both have subset v2 of reviews.shop.svc.cluster.local, and the oldest counts",
    ]);
  });
});

describe("traffic policies", () => {
  const steps = (spec: string, subset = "") =>
    formatSteps(send(`${shop}${rule(spec)}`, { subset })[0]?.steps ?? []).filter((step) => step.includes("Policy"));

  it("are the host's", () => {
    expect(
      steps(
        "{ host: reviews, trafficPolicy: { loadBalancer: { simple: RANDOM }, connectionPool: { tcp: { maxConnections: 5 }, http: { http1MaxPendingRequests: 1 } }, outlierDetection: { consecutive5xxErrors: 3 } } }",
      ),
    ).toEqual([
      "load balancing of DestinationRule shop/reviews: simple RANDOM (spec.trafficPolicy.loadBalancer)",
      "limits of DestinationRule shop/reviews: tcp.maxConnections 5, http.http1MaxPendingRequests 1 (spec.trafficPolicy.connectionPool)",
      "outlier detection of DestinationRule shop/reviews: consecutive5xxErrors 3 (spec.trafficPolicy.outlierDetection)",
    ]);
  });

  it("a port's take the place of the host's", () => {
    expect(
      steps(
        "{ host: reviews, trafficPolicy: { loadBalancer: { simple: RANDOM }, portLevelSettings: [{ port: { number: 80 }, connectionPool: { tcp: { maxConnections: 5 } } }] } }",
      ),
    ).toEqual([
      "limits of DestinationRule shop/reviews: tcp.maxConnections 5 (spec.trafficPolicy.portLevelSettings.0.connectionPool)",
    ]);
  });

  it("a subset's go before the host's", () => {
    expect(
      steps(
        "{ host: reviews, trafficPolicy: { loadBalancer: { simple: RANDOM }, outlierDetection: {} }, subsets: [{ name: v1, labels: { version: v1 }, trafficPolicy: { loadBalancer: { simple: ROUND_ROBIN } } }] }",
        "v1",
      ),
    ).toEqual([
      "load balancing of DestinationRule shop/reviews: simple ROUND_ROBIN (spec.subsets.0.trafficPolicy.loadBalancer)",
      "outlier detection of DestinationRule shop/reviews: Istio's defaults (spec.trafficPolicy.outlierDetection)",
    ]);
  });
});

describe("mutual TLS", () => {
  const one = `${mesh}${plainService}${deployment("reviews", "{ app: reviews }")}`;
  const bare = `${mesh}${plainService}${deployment("reviews", '{ app: reviews, sidecar.istio.io/inject: "false" }')}`;
  const tls = (mode: string) => rule(`{ host: reviews, trafficPolicy: { tls: { mode: ${mode} } } }`);
  const failed = "503 upstream";
  it.each<[string, string, boolean, string]>([
    ["by itself", one, false, "Deployment shop/reviews mutual"],
    ["not without a proxy of the caller", one, true, "Deployment shop/reviews"],
    ["STRICT", `${one}${peers("{ mtls: { mode: STRICT } }")}`, false, "Deployment shop/reviews mutual"],
    [
      "STRICT and a caller without a proxy",
      `${one}${peers("{ mtls: { mode: STRICT } }")}`,
      true,
      "broken connection reset: Deployment shop/reviews is STRICT and takes no plain text",
    ],
    [
      "STRICT of the mesh",
      `${one}${peers("{ mtls: { mode: STRICT } }", "istio-system")}`,
      true,
      "broken connection reset: Deployment shop/reviews is STRICT and takes no plain text",
    ],
    [
      "STRICT of other ports",
      `${one}${peers("{ selector: { matchLabels: { app: reviews } }, mtls: { mode: PERMISSIVE }, portLevelMtls: { 80: { mode: STRICT } } }")}`,
      true,
      "Deployment shop/reviews",
    ],
    [
      "STRICT of the port",
      `${one}${peers("{ selector: { matchLabels: { app: reviews } }, portLevelMtls: { 9080: { mode: STRICT } } }")}`,
      true,
      "broken connection reset: Deployment shop/reviews is STRICT and takes no plain text",
    ],
    ["DISABLE", `${one}${peers("{ mtls: { mode: DISABLE } }")}`, false, "Deployment shop/reviews"],
    [
      "DISABLE of these pods",
      `${one}${peers("{ selector: { matchLabels: { app: reviews } }, mtls: { mode: DISABLE } }")}`,
      false,
      "Deployment shop/reviews",
    ],
    [
      "DISABLE of the namespace, STRICT of these pods",
      `${one}${peers("{ mtls: { mode: DISABLE } }")}${peers("{ selector: { matchLabels: { app: reviews } }, mtls: { mode: STRICT } }").replace("name: peers", "name: own")}`,
      false,
      failed,
    ],
    ["a rule that turns it off", `${one}${tls("DISABLE")}`, false, "Deployment shop/reviews"],
    [
      "a rule that turns it off, and STRICT",
      `${one}${tls("DISABLE")}${peers("{ mtls: { mode: STRICT } }")}`,
      false,
      failed,
    ],
    [
      "a rule that turns it on, and DISABLE",
      `${one}${tls("ISTIO_MUTUAL")}${peers("{ mtls: { mode: DISABLE } }")}`,
      false,
      failed,
    ],
    ["a rule that turns on other TLS", `${one}${tls("SIMPLE")}`, false, failed],
    [
      "a rule of an other host",
      `${one}${tls("DISABLE").replace("host: reviews", "host: other")}`,
      false,
      "Deployment shop/reviews mutual",
    ],
    ["no sidecar", bare, false, "Deployment shop/reviews"],
    ["no sidecar, and STRICT", `${bare}${peers("{ mtls: { mode: STRICT } }")}`, true, "Deployment shop/reviews"],
    ["no sidecar, and a rule that turns it on", `${bare}${tls("ISTIO_MUTUAL")}`, false, failed],
  ])("%s", (_, text, isPlain, expected) => {
    expect(summarize(send(text, { isPlain }))).toEqual([expected]);
  });

  it("is off where the mesh's configuration says so", () => {
    const index = indexText(one, { mesh: { config: { enableAutoMtls: false } } });
    const target = createTarget(index, false, {});
    const outcomes = deliver(index, { target, isEncrypted: false, clientAddress: "192.0.2.1" });
    expect(summarize(outcomes)).toEqual(["Deployment shop/reviews"]);
  });

  it("of a headless Service all pods must take", () => {
    const headless = `${mesh}${service("{ clusterIP: None, selector: { app: reviews }, ports: [{ name: http, port: 80, targetPort: web }] }")}`;
    const bare = deployment("reviews-v2", '{ app: reviews, sidecar.istio.io/inject: "false" }');
    expect(summarize(send(`${headless}${versions}`))).toEqual([
      "0.75 Deployment shop/reviews-v1 mutual",
      "0.25 Deployment shop/reviews-v2 mutual",
    ]);
    expect(summarize(send(`${headless}${deployment("reviews-v1", "{ app: reviews }")}${bare}`))).toEqual([
      "0.5 Deployment shop/reviews-v1",
      "0.5 Deployment shop/reviews-v2",
    ]);
  });
});

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

describe("hosts of ServiceEntries", () => {
  const entry = (spec: string) => `${mesh}
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: api, namespace: shop }
spec: ${spec}
`;
  const host = "api.example.com";
  const ports = "ports: [{ number: 80, name: http, protocol: HTTP }]";
  it.each([
    [`{ hosts: [${host}], ${ports}, resolution: DNS }`, [host]],
    [`{ hosts: [${host}], ${ports} }`, [host]],
    [`{ hosts: ["*.example.com"], ${ports} }`, [host]],
    [`{ hosts: [${host}], ${ports}, resolution: STATIC }`, ["503 noEndpoint"]],
    [
      `{ hosts: [${host}], ${ports}, resolution: STATIC, endpoints: [{ address: 192.0.2.1, weight: 3 }, { address: 192.0.2.2 }] }`,
      [`0.75 ${host}`, `0.25 ${host}`],
    ],
    [
      `{ hosts: [${host}], ${ports}, location: MESH_INTERNAL, resolution: STATIC, endpoints: [{ address: 192.0.2.1, serviceAccount: vm }] }`,
      [`${host} mutual`],
    ],
    [
      `{ hosts: [${host}], ports: [{ number: 80, targetPort: 9080, name: http, protocol: HTTP }], location: MESH_INTERNAL, resolution: STATIC, workloadSelector: { labels: { app: web } } }`,
      ["Deployment shop/web mutual"],
    ],
    [
      `{ hosts: [${host}], ${ports}, resolution: DNS, endpoints: [{ address: web.shop.svc.cluster.local }] }`,
      [
        "unknown ServiceEntry shop/api sends to web.shop.svc.cluster.local, a Service of the cluster; write a route to it instead",
      ],
    ],
  ])("%s", (spec, expected) => {
    const request = createRequest(findWorkload(indexText(mesh), "shop", "web"), { host });
    expect(summarize(send(entry(spec), { host, authority: host, request }))).toEqual(expected);
  });

  it("one that nobody declares is outside", () => {
    expect(summarize(send(mesh, { host }))).toEqual([host]);
  });
});

// Does not prove what istiod makes of such a Gateway: test/e2e/policy/gateway-api.test.ts does.
import { expect, it } from "vitest";
import { formatProblem } from "../../findings/format-problem.js";
import type { ListeningGateway } from "../../../src/istio/gateway/gateway-listeners.js";
import { findServingProblems } from "../../../src/istio/gateway/gateway-serving.js";
import { computeGatewayPorts, findGatewayProblems } from "../../../src/istio/gateway/gateway-values.js";
import { renderKubernetesGateway } from "../../../src/istio/gateway-api/kubernetes-gateway.js";

const render = (gateway: ListeningGateway) =>
  renderKubernetesGateway({ name: "public", namespace: "ingress" }, { api: "gateway-api", ...gateway });
const parametersOf = (gateway: ListeningGateway) => {
  const data = render(gateway)[0]?.data as Record<string, string>;
  return Object.fromEntries(Object.entries(data).map(([key, text]) => [key, JSON.parse(text) as unknown]));
};
const gatewayOf = (gateway: ListeningGateway) => render(gateway)[1];

const everywhere = { namespaces: { from: "All" } };

it("makes a Gateway and its parameters, with the defaults of the chart", () => {
  expect(render({}).map(({ kind, metadata }) => [kind, metadata.namespace, metadata.name])).toEqual([
    ["ConfigMap", "ingress", "public-parameters"],
    ["Gateway", "ingress", "public"],
    ["HorizontalPodAutoscaler", "ingress", "public-istio"],
  ]);
  expect(gatewayOf({})).toEqual({
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "Gateway",
    metadata: { name: "public", namespace: "ingress" },
    spec: {
      gatewayClassName: "istio",
      listeners: [{ name: "http", protocol: "HTTP", port: 80, allowedRoutes: everywhere }],
      infrastructure: {
        labels: { app: "public", istio: "public" },
        parametersRef: { group: "", kind: "ConfigMap", name: "public-parameters" },
      },
    },
  });
  expect(parametersOf({})).toEqual({ service: { spec: { type: "LoadBalancer" } } });
});

it("lays the same settings over istiod's objects as the chart gets", () => {
  const ports = [{ name: "http2", port: 80, nodePort: 30080 }];
  const parameters = parametersOf({
    replicas: 3,
    resources: { requests: { cpu: "50m" } },
    imagePullPolicy: "Never",
    serviceType: "NodePort",
    serviceAnnotations: { a: "b" },
    ports,
    externalTrafficPolicy: "Local",
    topologySpreadConstraints: [{ topologyKey: "zone" }],
  });
  expect(parameters).toEqual({
    deployment: {
      spec: {
        replicas: 3,
        template: {
          spec: {
            containers: [{ name: "istio-proxy", resources: { requests: { cpu: "50m" } }, imagePullPolicy: "Never" }],
            topologySpreadConstraints: [
              {
                maxSkew: 1,
                topologyKey: "zone",
                whenUnsatisfiable: "ScheduleAnyway",
                labelSelector: {},
                matchLabelKeys: ["app", "pod-template-hash"],
              },
            ],
          },
        },
      },
    },
    service: {
      metadata: { annotations: { a: "b" } },
      spec: {
        type: "NodePort",
        ports: [{ name: "http2", port: 80, protocol: "TCP", targetPort: 80, nodePort: 30080 }],
        externalTrafficPolicy: "Local",
      },
    },
  });
});

it("gives both sides of an AWS load balancer what they must know", () => {
  const parameters = parametersOf({ awsLoadBalancer: { proxyProtocol: true } });
  expect(parameters.deployment).toEqual({
    spec: {
      template: {
        metadata: { annotations: { "proxy.istio.io/config": '{"gatewayTopology":{"proxyProtocol":{}}}' } },
        spec: {
          containers: [
            { name: "istio-proxy", env: [{ name: "ENVOY_STATUS_PORT_ENABLE_PROXY_PROTOCOL", value: "true" }] },
          ],
        },
      },
    },
  });
  expect(parameters.service).toMatchObject({
    spec: { type: "LoadBalancer", loadBalancerClass: "service.k8s.aws/nlb" },
  });
});

it("has an entry for each host of a listener, and follows the revision", () => {
  const certificates = { shop: { secret: "shop-tls" }, staff: { certificate: "PEM", privateKey: "PEM" } };
  const gateway = gatewayOf({
    revision: "canary",
    labels: { istio: "edge", team: "web" },
    certificates,
    listeners: {
      shop: { protocol: "HTTPS", port: 443, hosts: ["a.io", "*.b.io"], tls: { certificate: "shop" } },
      staff: { protocol: "HTTPS", port: 8443, tls: { certificate: "staff", mode: "MUTUAL" }, namespaces: ["b", "a"] },
      own: { protocol: "TLS", port: 443, hosts: ["own.io"] },
      db: { protocol: "TCP", port: 5432 },
    },
  });
  const refer = (name: string) => [{ group: "", kind: "Secret", name }];
  const shop = { mode: "Terminate", certificateRefs: refer("shop-tls") };
  const matchExpressions = [{ key: "kubernetes.io/metadata.name", operator: "In", values: ["a", "b"] }];
  expect(gateway?.metadata.labels).toEqual({ "istio.io/rev": "canary" });
  expect(gateway?.spec.infrastructure.labels).toEqual({ app: "public", istio: "edge", team: "web" });
  expect(gateway?.spec.listeners).toEqual([
    { name: "db", protocol: "TCP", port: 5432, allowedRoutes: everywhere },
    {
      name: "own.own.io",
      protocol: "TLS",
      port: 443,
      hostname: "own.io",
      tls: { mode: "Passthrough" },
      allowedRoutes: everywhere,
    },
    { name: "shop.a.io", protocol: "HTTPS", port: 443, hostname: "a.io", tls: shop, allowedRoutes: everywhere },
    {
      name: "shop.wc--any.b.io",
      protocol: "HTTPS",
      port: 443,
      hostname: "*.b.io",
      tls: shop,
      allowedRoutes: everywhere,
    },
    {
      name: "staff",
      protocol: "HTTPS",
      port: 8443,
      tls: {
        mode: "Terminate",
        certificateRefs: refer("public-staff"),
        options: { "gateway.istio.io/tls-terminate-mode": "MUTUAL" },
      },
      allowedRoutes: { namespaces: { from: "Selector", selector: { matchExpressions } } },
    },
  ]);
});

it("redirects by a route of its own, beside which no other may be", () => {
  const [, gateway, , redirect] = render({
    listeners: {
      http: { protocol: "HTTP", port: 80, httpsRedirect: true, hosts: ["a.io", "b.io"], namespaces: ["a"] },
    },
  });
  expect(gateway?.spec.listeners.map((one: { allowedRoutes: unknown }) => one.allowedRoutes)).toEqual([
    { namespaces: { from: "Same" } },
    { namespaces: { from: "Same" } },
  ]);
  expect(redirect).toEqual({
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: { name: "public-https-redirect", namespace: "ingress" },
    spec: {
      parentRefs: [
        { name: "public", sectionName: "http.a.io" },
        { name: "public", sectionName: "http.b.io" },
      ],
      rules: [{ filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }] }],
    },
  });
});

it("has the ports of its listeners", () => {
  const listeners = { db: { protocol: "TCP", port: 5432 } } as const;
  expect(computeGatewayPorts({ api: "gateway-api", listeners, ports: [{ name: "tls", port: 15443 }] })).toEqual([
    15021, 5432, 15443,
  ]);
  expect(computeGatewayPorts({ api: "gateway-api" })).toEqual([15021, 80]);
});

it("says what it cannot express", () => {
  const labels = Object.fromEntries([..."abcdefg"].map((key) => [key, "1"]));
  const settings = { api: "gateway-api", kind: "egress", values: { a: 1 }, labels } as const;
  expect(findGatewayProblems(settings).map(formatProblem)).toEqual([
    'error MESH0138: `kind` is "egress", but named external hosts are led through a gateway of Istio\'s API alone; set its `api` to "istio"',
    'error MESH0138: `values` are for Istio\'s gateway chart, and with `api: "gateway-api"` istiod makes the gateway without it; remove them, or use the settings that have a name',
    "error MESH0138: `labels` come to 9 with app and istio, and a Gateway takes 8; keep the ones that are needed",
  ]);
  expect(findGatewayProblems({ ...settings, api: "istio" })).toEqual([]);
  expect(findGatewayProblems({ api: "gateway-api", kind: "eastwest", network: "network1" }).map(formatProblem)).toEqual(
    [
      'error MESH0138: `kind` is "eastwest", but sidecars of other networks are led through a gateway of Istio\'s API alone; set its `api` to "istio"',
    ],
  );
  expect(findGatewayProblems({ api: "gateway" as "istio" }).map(formatProblem)).toEqual([
    'error MESH0106: `api` is "gateway", but must be one of istio, gateway-api; did you mean "gateway-api"?; use one of the listed values',
  ]);
});

it("refuses a name of a port that istiod gives to another one", () => {
  const say = (ports: { name: string; port: number }[]) =>
    findServingProblems(
      {
        api: "gateway-api",
        certificates: { shop: { secret: "shop-tls" } },
        listeners: {
          http: { protocol: "HTTP", port: 80 },
          https: { protocol: "HTTPS", port: 443, hosts: ["www.a.io"], tls: { certificate: "shop" } },
        },
        ports,
      },
      new Date(),
    ).map((problem) => `${problem.path.join(".")}: ${formatProblem(problem)}`);
  expect(
    say([
      { name: "http", port: 80 },
      { name: "more", port: 8080 },
    ]),
  ).toEqual([]);
  const remedy = "give each port a name and number of its own";
  expect(
    say([
      { name: "http", port: 8080 },
      { name: "https-www-a-io", port: 8443 },
      { name: "status-port", port: 9000 },
    ]),
  ).toEqual([
    `ports.0.name: error MESH0146: the port "http" is 8080, and istiod gives that name to port 80; ${remedy}`,
    `ports.1.name: error MESH0146: the port "https-www-a-io" is 8443, and istiod gives that name to port 443; ${remedy}`,
    `ports.2.name: error MESH0146: the port "status-port" is 9000, and istiod gives that name to port 15021; ${remedy}`,
  ]);
});

it("says what it cannot express of listeners, and what browsers see of a shared certificate", () => {
  const hosts = Array.from({ length: 62 }, (_, index) => `h${index}.io`);
  const tls = { certificate: "web", minProtocolVersion: "TLSV1_3" } as const;
  const listeners = {
    one: { protocol: "HTTPS", port: 443, hosts: ["a.io"], tls },
    two: { protocol: "HTTPS", port: 443, hosts: ["b.io"], tls },
    other: { protocol: "HTTPS", port: 8443, tls: { certificate: "web" } },
    many: { protocol: "TLS", port: 443, hosts },
  } as const;
  const certificates = { web: { secret: "web" } };
  const gateway = { certificates, listeners: listeners as unknown as ListeningGateway["listeners"] };
  const say = (api: "istio" | "gateway-api") =>
    findServingProblems(
      { api, profile: "default", ports: [443, 8443].map((port) => ({ name: "tls", port })), ...gateway },
      new Date(),
    ).map((problem) => `${problem.path.join(".")}: ${formatProblem(problem)}`);
  const version = (name: string) =>
    `listeners.${name}.tls.minProtocolVersion: error MESH0138: \`listeners.${name}.tls.minProtocolVersion\` is TLSV1_3, which listeners of the Gateway API cannot say; set \`controlPlane.meshConfig.tlsDefaults.minProtocolVersion\`, which is for all gateways, instead`;
  expect(say("istio")).toEqual([]);
  expect(say("gateway-api")).toEqual([
    version("one"),
    version("two"),
    "listeners: error MESH0138: the listeners have 65 hosts, and a Gateway takes 64; use wildcards, or several gateways",
    "listeners.two.tls.certificate: warning MESH0143: the certificate web is for a.io, b.io on port 443, one entry each: a browser that shares a connection between them gets 404; give the hosts certificates of their own, or one listener with a wildcard",
  ]);
});

it("wants an Istio that reads the versions of the Gateway API that it writes", () => {
  const listeners = { db: { protocol: "TCP", port: 5432 }, http: { protocol: "HTTP", port: 80 } } as const;
  const say = (version?: string) =>
    findServingProblems({ api: "gateway-api", version, listeners }, new Date()).map(
      (problem) => `${problem.path.join(".")}: ${formatProblem(problem)}`,
    );
  expect([say("1.31.4"), say("1.32.0"), say(), say("1.5.0")]).toEqual([[], [], [], []]);
  expect(say("1.30.5")).toEqual([
    'listeners.db.protocol: error MESH0139: the listener db is TCP, which takes Gateway API 1.6.0, and Istio 1.30.5 reads 1.5.1; install Istio 1.31, 1.32, or set the gateway\'s `api` to "istio"',
  ]);
  expect(say("1.29.9")).toEqual([
    'api: error MESH0139: Istio 1.29.9 reads versions of the Gateway API that this package does not write; install Istio 1.30, 1.31, 1.32, or set the gateway\'s `api` to "istio"',
  ]);
});

// Does not prove browsers, clouds' load balancers, nor other implementations of the Gateway API. The local proxy is upstream Envoy.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { computeListeners } from "../../../src/istio/gateway/gateway-listeners.js";
import { computeGatewaySelector } from "../../../src/istio/gateway/gateway-values.js";
import { renderKubernetesGateway } from "../../../src/istio/gateway-api/kubernetes-gateway.js";
import { resolveGateway } from "../../../src/istio/gateway/resolve.js";
import type { GatewayApiChoice } from "../../../src/mesh/gateway/listener-choices.js";
import type { Manifest } from "../../../src/kubernetes/manifest.js";
import type { MeshFacts } from "../../../src/policy/kind.js";
import { Authority, createTlsSecret, type KeyPair } from "./authority.js";
import { apply, eventually, kubectl, remove } from "./cluster.js";
import { ForwardedPorts } from "./forwarded-ports.js";
import { installGatewayApi } from "./gateway-api-definitions.js";
import { claimIngressGateway } from "./ingress-gateway.js";
import { callGrpc, sayByTcp, visit, type Reply, type Visit } from "./outside-client.js";
import { createOutside } from "./outside.js";
import { Policies } from "./policies.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-gateway-api";
const edge = `${namespace}-edge`;
const archive = `${namespace}-archive`;
const domain = "gateway-api.example";
const [www, api, staff, own] = ["www", "api", "staff", "own"].map((name) => `${name}.${domain}`) as [
  string,
  string,
  string,
  string,
];
const authority = new Authority("gateway-api");
const backend = createOutside(namespace, own);

const pairs: Record<string, KeyPair> = {
  www: authority.issue(www),
  api: authority.issue(api),
  staff: authority.issue(staff),
};
const secretsIn = (where: string) =>
  Object.entries(pairs).map(([name, pair]) => {
    const ofClients = name === "staff" ? { "ca.crt": authority.certificate } : undefined;
    return createTlsSecret({ name: `${namespace}-${name}`, namespace: where }, pair, ofClients);
  });

/** The same inputs for both. */
const settings = resolveGateway({
  profile: "demo",
  serviceType: "ClusterIP",
  certificates: Object.fromEntries(Object.keys(pairs).map((name) => [name, { secret: `${namespace}-${name}` }])),
  listeners: {
    http: { protocol: "HTTP", port: 80, httpsRedirect: true },
    www: { protocol: "HTTPS", port: 443, hosts: [www], tls: { certificate: "www" } },
    api: { protocol: "HTTPS", port: 443, hosts: [api], namespaces: [namespace], tls: { certificate: "api" } },
    staff: { protocol: "HTTPS", port: 443, hosts: [staff], tls: { certificate: "staff", mode: "MUTUAL" } },
    own: { protocol: "TLS", port: 443, hosts: [own] },
    bytes: { protocol: "TCP", port: 31400, namespaces: [namespace] },
  },
});
const ports = [80, 443, 31400];

interface Backend {
  api: GatewayApiChoice;
  name: string;
  namespace: string;
  service: string;
}
const backends: Backend[] = [
  { api: "istio", name: "istio-ingressgateway", namespace: "istio-system", service: "istio-ingressgateway" },
  { api: "gateway-api", name: "public", namespace: edge, service: "public-istio" },
];

const echos = [
  ...createEchos(namespace, [
    { name: "reviews", ports: [{ name: "http", port: 8081 }] },
    { name: "details", ports: [{ name: "http", port: 8081 }] },
    { name: "ratings", ports: [{ name: "grpc", port: 50051 }] },
    { name: "database", ports: [{ name: "tcp", port: 9090 }] },
  ]),
  ...backend.manifests.map((manifest) =>
    manifest.kind === "Service"
      ? { ...manifest, spec: { ...manifest.spec, ports: [{ name: "tls", port: 8443 }] } }
      : manifest,
  ),
];
const archived = createEchos(archive, [{ name: "old", ports: [{ name: "http", port: 8081 }] }]);

claimIngressGateway();

beforeAll(async () => {
  await installGatewayApi();
  await Promise.all([
    startNamespace(namespace, echos),
    startNamespace(archive, archived),
    startNamespace(
      edge,
      [...secretsIn(edge), ...renderKubernetesGateway({ name: "public", namespace: edge }, settings)],
      {},
    ),
    apply(secretsIn("istio-system")),
  ]);
  await kubectl(["-n", edge, "wait", "--for=condition=Programmed", "gateway/public", "--timeout=90s"]);
});
afterAll(async () => {
  await remove(secretsIn("istio-system"));
  for (const name of [namespace, archive, edge]) await removeNamespace(name);
});

const podOf = ({ body }: Reply) => /^Hostname=(\w+)/m.exec(body)?.[1];

describe.each(backends)("by the API $api", ({ api: choice, name, namespace: home, service }) => {
  const policies = new Policies([...echos, ...archived]);
  const mesh: Partial<MeshFacts> = {
    gateways: [
      {
        name,
        namespace: home,
        api: choice,
        labels: { ...computeGatewaySelector(name, settings) },
        listeners: computeListeners(name, settings),
      },
    ],
  };
  const expose = (exposed: string, rest: string) =>
    `service: ${namespace}/${exposed}\nexpose: [{ gateway: ${home}/${name}, ${rest} }]\n`;
  const documents = [
    `${expose("reviews", `hosts: [${www}, ${staff}]`)}timeout: 500ms
routes:
  - name: news
    match: [{ uri: { exact: /news }, method: { exact: GET }, headers: { x-user: { exact: tester } } }]
    to: { ${namespace}/details: 100 }
    headers: { response: { set: { x-route: news } } }
  - { name: moved, match: [{ uri: { exact: /moved } }], redirect: { uri: /news, redirectCode: 302 } }
  - { name: old, match: [{ uri: { exact: /old } }], to: { ${archive}/old: 100 } }
`,
    expose("details", `hosts: [${www}], paths: [/details]`),
    expose("ratings", `hosts: [${api}]`),
    expose("host", `hosts: [${own}], listener: own`),
    expose("database", "listener: bytes"),
  ];
  let made: Manifest[];
  let forwarded: ForwardedPorts;

  beforeAll(async () => {
    made = await policies.set(documents.join("---\n"), mesh);
    // A refused connection ends what kubectl forwards.
    const agent = [`deploy/${service}`, "--", "pilot-agent", "request", "GET", "listeners"];
    await eventually(async () => {
      const listening = await kubectl(["-n", home, "exec", ...agent]);
      for (const port of ports) expect(listening).toContain(`0.0.0.0_${port}::`);
    }, 60);
  });
  afterAll(() => policies.clear());
  beforeEach(async () => {
    forwarded = await ForwardedPorts.open(`${home}/${service}`, ports);
  });
  afterEach(() => {
    forwarded.close();
  });
  const reach = <T>(check: () => Promise<T>): Promise<T> => forwarded.reach(check);
  const at = (host: string, more: Partial<Visit> = {}): Visit => ({
    port: forwarded.of(443),
    host,
    ca: authority.certificate,
    ...more,
  });
  /** Which service answers, or with which status the gateway does. */
  const ask = async (path: string) => {
    const reply = await visit(at(www, { path }));
    return reply.status === 200 ? podOf(reply) : reply.status;
  };

  it("is made of the objects of that API", () => {
    const kinds = [...new Set(made.map(({ apiVersion, kind }) => `${apiVersion.split("/")[0] ?? ""} ${kind}`))];
    const ofMesh = "networking.istio.io VirtualService";
    const others = ["GRPCRoute", "HTTPRoute", "ReferenceGrant", "TCPRoute", "TLSRoute"];
    const expected = {
      istio: ["networking.istio.io Gateway", ofMesh],
      "gateway-api": [...others.map((kind) => `gateway.networking.k8s.io ${kind}`), ofMesh],
    };
    expect(kinds.sort()).toEqual(expected[choice]);
  });

  it("ends TLS with the certificate of the host, and routes by host, path and header", async () => {
    const reply = await reach(() => visit(at(www)));
    expect([reply.status, podOf(reply), reply.name]).toEqual([200, "reviews", `DNS:${www}`]);
    await reach(async () => expect(await ask("/details/1")).toBe("details"));
    const asked = ["/detailsx", "/news", "/old"];
    expect(await reach(() => Promise.all(asked.map(ask)))).toEqual(["reviews", "reviews", "old"]);
    const tester = await reach(() => visit(at(www, { path: "/news", headers: { "x-user": "tester" } })));
    expect([podOf(tester), tester.headers["x-route"]]).toEqual(["details", "news"]);
    await reach(() => expect(visit(at(www, { ca: backend.certificate }))).rejects.toThrow(/unable to (verify|get)/));
  });

  it("keeps the time-out of the exposed service", async () => {
    await reach(async () => expect(await ask("/?delay=1500ms")).toBe(504));
    expect(await reach(() => ask("/details?delay=1500ms"))).toBe("details");
  });

  it("redirects plain HTTP, and by a route", async () => {
    await reach(async () => {
      const { status, headers } = await visit(at(www, { port: forwarded.of(80), path: "/a?b=c" }), false);
      expect([status, headers.location]).toEqual([301, `https://${www}/a?b=c`]);
    });
    const { status, headers } = await reach(() => visit(at(www, { path: "/moved" })));
    expect([status, headers.location]).toEqual([302, `https://${www}/news`]);
  });

  it("takes clients with a certificate of the authority, and no other one or none", async () => {
    const show = ({ certificate: cert, privateKey: key }: KeyPair) => visit(at(staff, { cert, key }));
    const reply = await reach(() => show(authority.issue("client.example")));
    expect([reply.status, podOf(reply)]).toEqual([200, "reviews"]);
    await reach(() => expect(visit(at(staff))).rejects.toThrow(/certificate required/));
    const wrong = new Authority("other").issue("client.example");
    await reach(() => expect(show(wrong)).rejects.toThrow(/unknown ca/));
  });

  it("takes gRPC by HTTPS", async () => {
    await reach(async () => {
      const { status, body } = await callGrpc(at(api));
      expect([status, /Hostname=(\w+)/.exec(body)?.[1]]).toEqual(["0", "ratings"]);
    });
  });

  it("leads TLS through to the certificate of the service", async () => {
    const reply = await reach(() => visit(at(own, { ca: backend.certificate })));
    expect([reply.status, podOf(reply), reply.name]).toEqual([200, "host", `DNS:${own}`]);
  });

  it("takes TCP", async () => {
    const text = await reach(() => sayByTcp(forwarded.of(31400), "hello", "Hostname="));
    expect(/Hostname=(\w+)/.exec(text)?.[1]).toBe("database");
  });

  if (choice !== "gateway-api") return;
  it("reaches another namespace by its ReferenceGrant alone", async () => {
    const grants = made.filter(({ kind }) => kind === "ReferenceGrant");
    expect(grants.map(({ metadata }) => `${metadata.namespace ?? ""}/${metadata.name}`)).toEqual([
      `${archive}/old.${namespace}`,
    ]);
    await reach(async () => expect(await ask("/old")).toBe("old"));
    await remove(grants);
    await reach(async () => expect(await ask("/old")).toBe(500));
    await apply(grants);
    await reach(async () => expect(await ask("/old")).toBe("old"));
  });
});

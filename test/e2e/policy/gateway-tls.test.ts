// Does not prove browsers, nor client addresses behind a cloud's load balancer. The local proxy is upstream Envoy.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { MeshListener } from "../../../src/policy/kind.js";
import { Authority, createTlsSecret, type KeyPair } from "./authority.js";
import { apply, eventually, kubectl, remove } from "./cluster.js";
import { ForwardedPorts } from "./forwarded-ports.js";
import { claimIngressGateway } from "./ingress-gateway.js";
import { callGrpc, sayByTcp, visit, visitByOneConnection, type Reply, type Visit } from "./outside-client.js";
import { createOutside } from "./outside.js";
import { devMesh, Policies } from "./policies.js";
import { callDuring, countStatuses } from "./requests.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-gateway-tls";
const domain = "gateway-tls.example";
const [one, two, api, staff, own] = ["one.web", "two.web", "api", "staff", "own"].map(
  (name) => `${name}.${domain}`,
) as [string, string, string, string, string];
const authority = new Authority("gateway-tls");
const backend = createOutside(namespace, own);

const createSecret = (name: string, pair: KeyPair, more?: Record<string, string>) =>
  createTlsSecret({ name: `${namespace}-${name}`, namespace: "istio-system" }, pair, more);
const secrets = [
  createSecret("web", authority.issue(`*.web.${domain}`)),
  createSecret("api", authority.issue(api)),
  createSecret("staff", authority.issue(staff), { "ca.crt": authority.certificate }),
];
const withTls = (name: string, hosts: string[], mode: "SIMPLE" | "MUTUAL" = "SIMPLE"): MeshListener => ({
  protocol: "HTTPS",
  port: 443,
  hosts,
  tls: { mode, credentialName: `${namespace}-${name}`, minProtocolVersion: name === "api" ? "TLSV1_3" : "TLSV1_2" },
});
const listeners: Record<string, MeshListener> = {
  http: { protocol: "HTTP", port: 80, httpsRedirect: true },
  web: withTls("web", [`*.web.${domain}`]),
  api: withTls("api", [api]),
  staff: withTls("staff", [staff], "MUTUAL"),
  own: { protocol: "TLS", port: 443, hosts: [own], tls: { mode: "PASSTHROUGH" } },
  tcp: { protocol: "TCP", port: 31400, namespaces: [namespace] },
};
const mesh = { gateways: devMesh.gateways.map((gateway) => ({ ...gateway, listeners })) };

const echos = [
  ...createEchos(namespace, [
    { name: "caller", inject: false },
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
const policies = new Policies(echos);
const expose = (service: string, rest: string) =>
  `service: ${namespace}/${service}\nexpose: [{ gateway: istio-system/istio-ingressgateway, ${rest} }]\n`;

let ports: ForwardedPorts;

claimIngressGateway();

beforeAll(async () => {
  await apply(secrets);
  await startNamespace(namespace, echos);
  const documents = [
    expose("reviews", `hosts: [${one}, ${staff}]`),
    expose("details", `hosts: [${two}]`),
    expose("ratings", `hosts: [${api}]`),
    expose("host", `hosts: [${own}], listener: own`),
    expose("database", "listener: tcp"),
  ];
  await policies.set(documents.join("---\n"), mesh);
  // A refused connection ends what kubectl forwards.
  const agent = ["deploy/istio-ingressgateway", "--", "pilot-agent", "request", "GET", "listeners"];
  await eventually(async () => {
    const listening = await kubectl(["-n", "istio-system", "exec", ...agent]);
    for (const port of [80, 443, 31400]) expect(listening).toContain(`0.0.0.0_${port}::`);
  });
});
beforeEach(async () => {
  ports = await ForwardedPorts.open("istio-system/istio-ingressgateway", [80, 443, 31400]);
});
afterEach(() => {
  ports.close();
});
afterAll(async () => {
  await policies.clear();
  await remove(secrets);
  await removeNamespace(namespace);
});

const at = (host: string, more: Partial<Visit> = {}): Visit => ({
  port: ports.of(443),
  host,
  ca: authority.certificate,
  ...more,
});
const podOf = ({ body }: Reply) => /^Hostname=(\w+)/m.exec(body)?.[1];
const reach = <T>(check: () => Promise<T>, seconds?: number): Promise<T> => ports.reach(check, seconds);
/** That no answer comes, for this reason. */
const expectRefusal = (visited: () => Promise<unknown>, reason: RegExp) =>
  reach(() => expect(visited()).rejects.toThrow(reason));

it("ends TLS with the certificate of the host that is asked for", async () => {
  const reply = await reach(() => visit(at(one)));
  expect([reply.status, podOf(reply), reply.name]).toEqual([200, "reviews", `DNS:*.web.${domain}`]);
  await reach(async () => expect((await visit(at(api))).name).toBe(`DNS:${api}`));
  await expectRefusal(() => visit(at(one, { ca: backend.certificate })), /unable to (verify|get)/);
});

it("speaks no lower version of TLS than a listener says", async () => {
  const versionOf = async (host: string) => (await visit(at(host, { maxVersion: "TLSv1.2" }))).version;
  await reach(async () => expect(await versionOf(one)).toBe("TLSv1.2"));
  await expectRefusal(() => versionOf(api), /alert protocol version/);
  await reach(async () => expect((await visit(at(api))).version).toBe("TLSv1.3"));
});

it("answers for all hosts of a certificate on one connection", async () => {
  await reach(async () => {
    expect(await visitByOneConnection(at(one), [one, two])).toEqual({ [one]: 200, [two]: 200 });
  });
});

it("redirects plain HTTP", async () => {
  await reach(async () => {
    const { status, headers } = await visit(at(one, { port: ports.of(80), path: "/a?b=c" }), false);
    expect([status, headers.location]).toEqual([301, `https://${one}/a?b=c`]);
  });
});

describe("where clients must have a certificate", () => {
  const show = ({ certificate: cert, privateKey: key }: KeyPair) => visit(at(staff, { cert, key }));

  it("takes one of the authority, and no other one or none", async () => {
    const reply = await reach(() => show(authority.issue("client.example")));
    expect([reply.status, podOf(reply)]).toEqual([200, "reviews"]);
    await expectRefusal(() => visit(at(staff)), /certificate required/);
    const wrong = new Authority("other").issue("client.example");
    await expectRefusal(() => show(wrong), /unknown ca/);
  });
});

it("leads TLS through to the certificate of the service", async () => {
  const reply = await reach(() => visit(at(own, { ca: backend.certificate })));
  expect([reply.status, podOf(reply), reply.name]).toEqual([200, "host", `DNS:${own}`]);
});

it("takes gRPC by HTTPS", async () => {
  await reach(async () => {
    const { status, body } = await callGrpc(at(api));
    expect([status, /Hostname=(\w+)/.exec(body)?.[1]]).toEqual(["0", "ratings"]);
  });
});

it("takes TCP", async () => {
  const text = await reach(() => sayByTcp(ports.of(31400), "hello", "Hostname="));
  expect(/Hostname=(\w+)/.exec(text)?.[1]).toBe("database");
});

it("serves a new certificate without losing a request", async () => {
  const before = await reach(() => visit(at(one)));
  const flags = ["--qps=50", "--new-connection-per-request", "-k", `--server-name=${one}`];
  const url = "https://istio-ingressgateway.istio-system/";
  const request = { from: `${namespace}/caller-v1`, url, count: 100, headers: { Host: one }, flags };
  const answers = await callDuring(request, async () => {
    await apply([createSecret("web", authority.issue(`*.web.${domain}`))]);
    await reach(async () => expect((await visit(at(one))).serial).not.toBe(before.serial), 60);
  });
  expect(countStatuses(answers)).toEqual({ 200: answers.length });
});

// Does not prove that nothing gets past the proxy (that takes a NetworkPolicy), nor what the mesh's own document does to all
// namespaces. The local proxy is upstream Envoy.
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Manifest } from "../../../src/kubernetes/manifest.js";
import { apply, eventually, kubectl, remove } from "./cluster.js";
import { createOutside } from "./outside.js";
import { Policies } from "./policies.js";
import { call, readAccessLog, type Request } from "./requests.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-egress";
const host = "api.egress.example";
const outside = createOutside(`${namespace}-b`, host);
const secret = (name: string, own: string): Manifest => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name, namespace: own },
  stringData: { "ca.crt": outside.certificate },
});
const forGateway = secret("policy-egress-ca", "istio-system");
const annotations = {
  "sidecar.istio.io/userVolume": '[{"name":"outside","secret":{"secretName":"outside"}}]',
  "sidecar.istio.io/userVolumeMount": '[{"name":"outside","mountPath":"/etc/outside"}]',
};
const echos = createEchos(namespace, [{ name: "client", annotations }, { name: "server" }, { name: "other" }]);
const policies = new Policies(echos);
let address = "";
let gatewayAddress = "";

beforeAll(async () => {
  await apply([forGateway]);
  await Promise.all([
    startNamespace(namespace, [secret("outside", namespace), ...echos]),
    startNamespace(`${namespace}-b`, outside.manifests, {}),
  ]);
  address = await readAddress(`${namespace}-b`, "app=host");
  gatewayAddress = await readAddress("istio-system", "app=istio-egressgateway");
});
afterAll(async () => {
  await policies.clear();
  await remove([forGateway]);
  await Promise.all([removeNamespace(namespace), removeNamespace(`${namespace}-b`)]);
});

const readAddress = (own: string, selector: string) =>
  kubectl(["-n", own, "get", "pods", `--selector=${selector}`, "--output=jsonpath={.items[0].status.podIP}"]);
const ask = async (url: string, rest: Partial<Request> = {}) => {
  const [answer] = await call({ from: `${namespace}/client-v1`, url, ...rest });
  return answer;
};
const askStatus = async (url: string) => (await ask(url))?.status;
// The name in the request says which host is meant: no name server knows it.
const askHost = (port: number, path = "/") => ask(`http://${address}:${port}${path}`, { headers: { Host: host } });
const askTls = () => {
  const flags = [`--server-name=${host}`, "--insecure-skip-verify"];
  return ask(`https://${address}:8443/`, { flags });
};

it("blocks what is not declared, in the mesh and outside of it, and lets pass what is", async () => {
  expect([await askStatus(`http://${address}:8081/`), await askStatus("http://other:8081/")]).toEqual([200, 200]);
  expect((await askTls())?.status).toBe(200);
  const mode = `namespace: ${namespace}\negress: { mode: REGISTRY_ONLY }\n---\n`;
  await policies.set(mode);
  await eventually(async () => expect(await askStatus(`http://${address}:8081/`)).toBe(502));
  expect(await askStatus("http://other:8081/")).toBe(200);
  expect((await askHost(8081))?.status).toBe(502);
  expect((await askTls())?.status).toBeUndefined();

  const outsideCall = `{ host: ${host}, port: 8081, protocol: HTTP, endpoints: [${address}] }`;
  await policies.set(`${mode}service: ${namespace}/client\ncalls: [${namespace}/server, ${outsideCall}]\n`);
  await eventually(async () => expect((await askHost(8081))?.status).toBe(200));
  expect(await askStatus(`http://${address}:8081/`)).toBe(502);
  expect(await askStatus("http://server:8081/")).toBe(200);
  expect(await askStatus("http://other:8081/")).toBe(502);
});

const service = (tls: string, rest = "") => `
service: ${namespace}/client
calls: [{ host: ${host}, port: 8443, tls: ${tls}, endpoints: [${address}]${rest} }]
`;

it("speaks TLS to the server where the application speaks HTTP, and knows whom it speaks to", async () => {
  const ca = "caCertificates: /etc/outside/ca.crt";
  await policies.set(service(`{ mode: SIMPLE, ${ca} }`));
  const answer = await eventually(async () => {
    const got = await askHost(80);
    expect(got?.status).toBe(200);
    return got;
  });
  expect(answer?.body).toContain(`\nServicePort=8443\n`);
  expect(answer?.body).toContain(`\nSni=${host}\n`);
  await policies.set(service(`{ mode: SIMPLE, ${ca}, subjectAltNames: [other.example] }`));
  await eventually(async () => expect((await askHost(80))?.status).toBe(503));
});

it("goes through the gateway, which speaks TLS to the server", async () => {
  const path = `/through-${Date.now()}`;
  await policies.set(
    `namespace: ${namespace}\negress: { mode: REGISTRY_ONLY, through: istio-egressgateway }\n---\n` +
      service("{ mode: SIMPLE, credentialName: policy-egress-ca }"),
  );
  const answer = await eventually(async () => {
    const got = await askHost(80, path);
    expect(got?.body).toContain(`\nIP=${gatewayAddress}\n`);
    return got;
  });
  expect(answer?.status).toBe(200);
  expect(answer?.body).toContain(`\nSni=${host}\n`);
  expect(answer?.received).not.toHaveProperty("x-forwarded-client-cert");
  await eventually(async () => {
    const log = await readAccessLog("istio-system", "istio-egressgateway");
    expect(log).toMatch(new RegExp(`"GET ${path} HTTP/1.1" 200 .* outbound.80..${host} `));
  });
});

it("passes the application's own TLS through the gateway", async () => {
  expect((await askTls())?.body).not.toContain(gatewayAddress);
  await policies.set(`
service: ${namespace}/client
calls: [{ host: ${host}, port: 8443, protocol: TLS, endpoints: [${address}], through: istio-egressgateway }]
`);
  const answer = await eventually(async () => {
    const got = await askTls();
    expect(got?.body).toContain(`\nIP=${gatewayAddress}\n`);
    return got;
  });
  expect(answer?.status).toBe(200);
  expect(answer?.received).not.toHaveProperty("x-forwarded-proto");
});

// Does not prove mutual TLS itself (gateway-tls.test.ts does), only that there is no way around it by another port of the
// same certificate. The local proxy is upstream Envoy.
import { afterAll, beforeAll, expect, it } from "vitest";
import { Authority, createTlsSecret } from "./authority.js";
import { apply, eventually, remove } from "./cluster.js";
import { ForwardedPorts } from "./forwarded-ports.js";
import { claimIngressGateway } from "./ingress-gateway.js";
import { visit } from "./outside-client.js";
import { devMesh, Policies } from "./policies.js";
import { call } from "./requests.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-client-certs";
const secretName = "policy-client-certs";
const domain = "client-certs.example";
const gateway = "istio-system/istio-ingressgateway";
const echos = createEchos(namespace, [{ name: "open" }, { name: "closed" }, { name: "caller", inject: false }]);
const policies = new Policies(echos);
const tls = { credentialName: secretName } as const;
const hosts = [`*.${domain}`];
const mesh = {
  gateways: devMesh.gateways.map((one) => ({
    ...one,
    listeners: {
      all: { protocol: "HTTPS" as const, port: 443, hosts, tls: { ...tls, mode: "SIMPLE" as const } },
      known: { protocol: "HTTPS" as const, port: 15443, hosts, tls: { ...tls, mode: "MUTUAL" as const } },
    },
  })),
};

const authority = new Authority(namespace);
const secret = createTlsSecret({ name: secretName, namespace: "istio-system" }, authority.issue(`*.${domain}`), {
  "ca.crt": authority.certificate,
});

claimIngressGateway();

beforeAll(async () => {
  await apply([secret]);
  await startNamespace(namespace, echos);
});
afterAll(async () => {
  await policies.clear();
  await remove([secret]);
  await removeNamespace(namespace);
});

/** The service that answers a client without a certificate, or the gateway's status; undefined where there is no connection. */
const ask = async (port: number, name: string) => {
  const flags = [`--server-name=www.${domain}`, "--insecure-skip-verify"];
  const url = `https://istio-ingressgateway.istio-system:${port}/`;
  const headers = { Host: `${name}.${domain}` };
  const [answer] = await call({ from: `${namespace}/caller-v1`, url, headers, flags });
  return answer?.pod?.split("-")[0] ?? answer?.status;
};

it("a host that asks for the client's certificate has no second way in by a port that asks for none", async () => {
  await policies.set(
    `
service: ${namespace}/open
expose: [{ gateway: ${gateway}, listener: all, hosts: ["*.${domain}"], port: 8081 }]
---
service: ${namespace}/closed
expose: [{ gateway: ${gateway}, listener: known, hosts: [closed.${domain}], port: 8081 }]
`,
    mesh,
  );
  await eventually(async () => expect(await ask(443, "www")).toBe("open"));
  // The wildcard's own service answers: it is exposed for every host of that port.
  expect(await ask(443, "closed")).toBe("open");
  const ports = await ForwardedPorts.open("istio-system/istio-ingressgateway", [15443]);
  try {
    const show = (client: { cert?: string; key?: string }) =>
      visit({ port: ports.of(15443), host: `closed.${domain}`, ca: authority.certificate, ...client });
    const { certificate: cert, privateKey: key } = authority.issue("client.example");
    const { body } = await ports.reach(() => show({ cert, key }));
    expect(/^Hostname=(\w+)/m.exec(body)?.[1]).toBe("closed");
    await ports.reach(() => expect(show({})).rejects.toThrow(/certificate required/));
  } finally {
    ports.close();
  }
});

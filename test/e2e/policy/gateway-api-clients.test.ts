// Clients' certificates by the Gateway API's own `tls.frontend`, in a raw Gateway. Does not prove other implementations, nor expired
// authorities. The local proxy is upstream Envoy.
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Manifest } from "../../../src/kubernetes/manifest.js";
import { Authority, createTlsSecret, type KeyPair } from "./authority.js";
import { apply, eventually, kubectl } from "./cluster.js";
import { visitService } from "./forwarded-ports.js";
import { installGatewayApi } from "./gateway-api-definitions.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-gateway-api-clients";
const authorities = `${namespace}-authorities`;
const host = "clients.example";
const authority = new Authority(namespace);
const gatewayApi = "gateway.networking.k8s.io";

const ofAuthority = (name: string, home: string): Manifest => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace: home },
  data: { "ca.crt": authority.certificate },
});

/** A Gateway that asks its clients for certificates of these authorities. */
const createGateway = (names: readonly { name: string; namespace?: string }[], mode?: string): Manifest => ({
  apiVersion: `${gatewayApi}/v1`,
  kind: "Gateway",
  metadata: { name: "public", namespace, annotations: { "networking.istio.io/service-type": "ClusterIP" } },
  spec: {
    gatewayClassName: "istio",
    tls: {
      frontend: {
        default: {
          validation: { mode, caCertificateRefs: names.map((one) => ({ group: "", kind: "ConfigMap", ...one })) },
        },
      },
    },
    listeners: [{ name: "https", port: 443, protocol: "HTTPS", tls: { certificateRefs: [{ name: "web" }] } }],
  },
});

const route: Manifest = {
  apiVersion: `${gatewayApi}/v1`,
  kind: "HTTPRoute",
  metadata: { name: "web", namespace },
  spec: {
    parentRefs: [{ name: "public" }],
    hostnames: [host],
    rules: [{ backendRefs: [{ name: "web", port: 8081 }] }],
  },
};

const createGrant = (to: object): Manifest => ({
  apiVersion: `${gatewayApi}/v1beta1`,
  kind: "ReferenceGrant",
  metadata: { name: "clients", namespace: authorities },
  spec: { from: [{ group: gatewayApi, kind: "Gateway", namespace }], to: [{ group: "", kind: "ConfigMap", ...to }] },
});

beforeAll(async () => {
  await installGatewayApi();
  await startNamespace(authorities, [ofAuthority("far", authorities)], {});
  await startNamespace(namespace, [
    ...createEchos(namespace, [{ name: "web", ports: [{ name: "http", port: 8081 }] }]),
    createTlsSecret({ name: "web", namespace }, authority.issue(host)),
    ofAuthority("near", namespace),
    createGateway([{ name: "near" }]),
    route,
  ]);
});
afterAll(async () => {
  for (const name of [namespace, authorities]) await removeNamespace(name);
});

const show = async (client: Partial<KeyPair> = {}) => {
  const { certificate: cert, privateKey: key } = client;
  return (await visitService(`${namespace}/public-istio`, { host, ca: authority.certificate, cert, key })).status;
};

/** The reason of a condition of the only listener. */
const readReason = async (condition: string) => {
  const path = `{.status.listeners[0].conditions[?(@.type=="${condition}")].reason}`;
  return kubectl(["-n", namespace, "get", "gateway/public", "-o", `jsonpath=${path}`]);
};

it("lets in clients with a certificate of the authority, and no other one or none", async () => {
  await eventually(async () => expect(await show(authority.issue("client.example"))).toBe(200));
  await eventually(() => expect(show()).rejects.toThrow(/certificate required/));
  const wrong = new Authority("other").issue("client.example");
  await eventually(() => expect(show(wrong)).rejects.toThrow(/unknown ca/));
});

it("lets all clients in with AllowInsecureFallback", async () => {
  await apply([createGateway([{ name: "near" }], "AllowInsecureFallback")]);
  await eventually(async () => expect(await show()).toBe(200));
  const wrong = new Authority("other").issue("client.example");
  await eventually(async () => expect(await show(wrong)).toBe(200));
});

it("takes one authority alone", async () => {
  await apply([ofAuthority("second", namespace), createGateway([{ name: "near" }, { name: "second" }])]);
  await eventually(async () => expect(await readReason("ResolvedRefs")).toBe("InvalidCACertificateRef"));
});

it("takes no authority that is not there", async () => {
  await apply([createGateway([{ name: "nowhere" }])]);
  await eventually(async () => expect(await readReason("Programmed")).toBe("Invalid"));
  expect(await readReason("ResolvedRefs")).toBe("InvalidCACertificateRef");
});

it("takes that of another namespace by a grant, but by none that names it", async () => {
  await apply([createGrant({}), createGateway([{ name: "far", namespace: authorities }])]);
  await eventually(async () => expect(await readReason("ResolvedRefs")).toBe("ResolvedRefs"));
  await apply([createGrant({ name: "far" })]);
  await eventually(async () => expect(await readReason("ResolvedRefs")).toBe("RefNotPermitted"));
  await apply([createGrant({ name: "far-cacert" })]);
  await eventually(async () => expect(await readReason("ResolvedRefs")).toBe("ResolvedRefs"));
});

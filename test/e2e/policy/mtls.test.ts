// Does not prove what a mode for the whole mesh does (others share this one), nor anything of Istio's released proxy.
import { afterAll, beforeAll, expect, it } from "vitest";
import { analyzeBy } from "../../../src/analysis/analyze.js";
import { disabledMtls } from "../../../src/analysis/rules/peer-authentication/disabled-mtls.js";
import { apply, eventually, remove } from "./cluster.js";
import { Policies } from "./policies.js";
import { call, countStatuses } from "./requests.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-mtls";
const ports = [
  { name: "http", port: 80, targetPort: 8081 },
  { name: "grpc", port: 81, targetPort: 50051 },
];
const echos = createEchos(namespace, [
  { name: "client" },
  { name: "plain", inject: false },
  { name: "server", ports },
  { name: "other", ports },
]);
const policies = new Policies(echos);

beforeAll(() => startNamespace(namespace, echos));
afterAll(() => removeNamespace(namespace));

const ask = async (caller: string, url: string) =>
  countStatuses(await call({ from: `${namespace}/${caller}-v1`, url, flags: ["--timeout=3s"] }));

/** What comes of a call from a pod without sidecar to each. */
const askPlain = async (...urls: string[]) => Promise.all(urls.map((url) => ask("plain", url)));

const served = { 200: 1 };
const refused = { none: 1 };

it("refuses plain text in a namespace under STRICT, but not at a service that is PERMISSIVE", async () => {
  expect(await askPlain("http://server:80", "grpc://server:81", "http://other:80")).toEqual([served, served, served]);
  await policies.set(`
namespace: ${namespace}
mtls: { mode: STRICT }
---
service: ${namespace}/other
mtls: { mode: PERMISSIVE }
`);
  await eventually(async () =>
    expect(await askPlain("http://server:80", "grpc://server:81", "http://other:80")).toEqual([
      refused,
      refused,
      served,
    ]),
  );
  expect(await ask("client", "http://server:80")).toEqual(served);
  expect(await ask("client", "grpc://server:81")).toEqual(served);
  expect(await ask("client", "http://other:80")).toEqual(served);
});

it("is a port's own where the port has one, by the number that callers know", async () => {
  await policies.set(`service: ${namespace}/server\nmtls: { mode: STRICT, ports: { 80: PERMISSIVE } }\n`);
  await eventually(async () =>
    expect(await askPlain("http://server:80", "grpc://server:81", "http://other:80")).toEqual([
      served,
      refused,
      served,
    ]),
  );
  expect(await ask("client", "http://server:80")).toEqual(served);
  expect(await ask("client", "grpc://server:81")).toEqual(served);
});

it("is followed by the callers' sidecars: they send plain text where it is DISABLE, and serve no less", async () => {
  // The callee's proxy writes this header from the caller's certificate.
  const hasCertificate = async (url: string) => {
    const [answer] = await call({ from: `${namespace}/client-v1`, url });
    expect(answer?.status).toBe(200);
    return Object.keys(answer?.received ?? {}).includes("x-forwarded-client-cert");
  };
  expect(await hasCertificate("http://server:80")).toBe(true);
  await policies.set(`service: ${namespace}/server\nmtls: { mode: DISABLE, ports: { 81: STRICT } }\n`);
  await eventually(async () => {
    expect(await hasCertificate("http://server:80")).toBe(false);
    expect(await hasCertificate("grpc://server:81")).toBe(true);
    expect(await askPlain("http://server:80", "grpc://server:81")).toEqual([served, refused]);
  });
});

it("answers nobody who is made to call by it where it is DISABLE, as KIA0505 says", async () => {
  const policy = {
    apiVersion: "security.istio.io/v1",
    kind: "PeerAuthentication",
    metadata: { name: "off", namespace },
    spec: { mtls: { mode: "DISABLE" } },
  };
  const rule = {
    apiVersion: "networking.istio.io/v1",
    kind: "DestinationRule",
    metadata: { name: "mutual", namespace },
    spec: { host: "other", trafficPolicy: { tls: { mode: "ISTIO_MUTUAL" } } },
  };
  await policies.clear();
  await apply([policy]);
  await eventually(async () => expect(await ask("client", "http://other:80")).toEqual(served));
  await apply([rule]);
  await eventually(async () => expect(await ask("client", "http://other:80")).toEqual({ 503: 1 }));
  const objects = [...echos, policy, rule].map((manifest) => ({ manifest }));
  expect(analyzeBy([disabledMtls], { objects }).map(({ code, resource }) => [code, resource?.name])).toEqual([
    ["KIA0505", "mutual"],
  ]);
  await remove([policy, rule]);
});

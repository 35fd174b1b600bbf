// Does not prove what happens when an issuer changes its keys, nor anything of Istio's released proxy.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { eventually } from "./cluster.js";
import { Policies } from "./policies.js";
import { call } from "./requests.js";
import { createStaticServer } from "./static-server.js";
import { createKey, createToken } from "./token.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-jwt";
const echos = createEchos(namespace, [{ name: "client" }, { name: "server" }, { name: "other" }]);
const policies = new Policies(echos);
const own = createKey("own");
const foreign = createKey("foreign");
const keyServer = createStaticServer(namespace, "keys", { "keys.json": JSON.stringify({ keys: [own.public] }) });

beforeAll(() => startNamespace(namespace, [...echos, ...keyServer]));
afterAll(() => removeNamespace(namespace));

// Istiod keeps the keys of an issuer for 20 minutes, those of an earlier run too.
const issuer = `https://issuer.example/${randomUUID()}`;
const alice = (iss: string) => ({ iss, sub: "alice" });
const good = createToken(own, alice(issuer));
const expired = createToken(own, alice(issuer), -3600);
const forged = createToken({ ...foreign, kid: own.kid }, alice(issuer));

async function ask(url: string, token?: string, headers: Record<string, string> = {}) {
  const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const [answer] = await call({
    from: `${namespace}/client-v1`,
    url,
    headers: { ...headers, ...authorization },
    flags: ["--timeout=3s"],
  });
  return answer;
}

const status = async (url: string, token?: string) => (await ask(url, token))?.status;
const server = "http://server:8081";

it("refuses no token, a forged and an expired one, and hands the claims of a good one on", async () => {
  expect(await status(server)).toBe(200);
  await policies.set(`
service: ${namespace}/server
jwt:
  rules: [{ issuer: "${issuer}", jwks: ${JSON.stringify({ keys: [own.public] })}, claimsToHeaders: { x-sub: sub } }]
  exceptPaths: [/health]
`);
  await eventually(async () => {
    expect(await status(server)).toBe(403);
    expect(await status(server, forged)).toBe(401);
    expect(await status(server, expired)).toBe(401);
    expect(await status(server, createToken(own, alice("https://other.example")))).toBe(401);
    expect(await status(server, good)).toBe(200);
    expect(await status(`${server}/health`)).toBe(200);
    expect(await status(`${server}/health`, expired)).toBe(401);
    expect(await status("grpc://server:50051")).toBe(undefined);
    expect(await status("grpc://server:50051", good)).toBe(200);
    expect(await status("tcp://server:9090")).toBe(200);
    expect(await status("http://other:8081")).toBe(200);
  });
  const answer = await ask(server, good, { "x-sub": "mallory" });
  expect(answer?.received["x-sub"]).toBe("alice");
  expect(answer?.received.authorization).toBe(undefined);
  const untold = await ask(`${server}/health`, undefined, { "x-sub": "mallory" });
  expect(untold?.status).toBe(200);
  expect(untold?.received["x-sub"]).toBe(undefined);
});

it("takes keys by address, from the namespace where a service has none of its own", async () => {
  await policies.set(`
namespace: ${namespace}
jwt: { rules: [{ issuer: "${issuer}", jwksUri: "http://keys.${namespace}.svc.cluster.local:8000/keys.json" }] }
---
service: ${namespace}/other
jwt: { rules: [{ issuer: foreign, jwks: ${JSON.stringify({ keys: [foreign.public] })}, forwardOriginalToken: true }] }
`);
  const other = "http://other:8081";
  const theirs = createToken(foreign, alice("foreign"));
  await eventually(async () => {
    expect(await status(server)).toBe(403);
    expect(await status(server, good)).toBe(200);
    expect(await status(server, forged)).toBe(401);
    expect(await status(other)).toBe(403);
    expect(await status(other, good)).toBe(401);
    expect((await ask(other, theirs))?.received.authorization).toBe(`Bearer ${theirs}`);
  });
});

it("lets the claims of a token decide, and no token pass where none is required", async () => {
  await policies.set(`
service: ${namespace}/server
mtls: { mode: STRICT }
jwt: { rules: [{ issuer: "${issuer}", jwks: ${JSON.stringify({ keys: [own.public] })} }], required: false }
access: { deny: [{ claims: { sub: [alice] }, paths: [/private] }] }
`);
  await eventually(async () => {
    expect(await status(server)).toBe(200);
    expect(await status(server, expired)).toBe(401);
    expect(await status(server, good)).toBe(200);
    expect(await status(`${server}/private`, good)).toBe(403);
  });
});

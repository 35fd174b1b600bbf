// Does not prove what a default for the whole mesh does (others share this one), nor anything of Istio's released proxy.
import { afterAll, beforeAll, expect, it } from "vitest";
import { compile } from "../../../src/policy/compile.js";
import { loadPolicies } from "../../../src/policy/documents/load.js";
import { apply, eventually, remove } from "./cluster.js";
import { devMesh, Policies } from "./policies.js";
import { call, countStatuses, readStats } from "./requests.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-access";
const neighbour = "policy-access-b";
const ports = [
  { name: "http", port: 80, targetPort: 8081 },
  { name: "grpc", port: 81, targetPort: 50051 },
  { name: "tcp", port: 82, targetPort: 9090 },
];
const echos = createEchos(namespace, [
  { name: "client" },
  { name: "stranger" },
  { name: "server", ports },
  { name: "other", ports },
]);
const neighbours = createEchos(neighbour, [{ name: "client" }]);
const declared = [...echos, ...neighbours];
const policies = new Policies(declared);

beforeAll(() => Promise.all([startNamespace(namespace, echos), startNamespace(neighbour, neighbours)]));
afterAll(() => Promise.all([removeNamespace(namespace), removeNamespace(neighbour)]));

/** Status of one request to `server` or another service of the namespace. */
async function ask(caller: string, url: string, method = "GET"): Promise<string | undefined> {
  const [scheme, rest] = url.split("://");
  const [host, tail = ""] = (rest ?? "").split(":");
  const answers = await call({
    from: `${caller.includes("/") ? caller : `${namespace}/${caller}`}-v1`,
    url: `${scheme}://${host}.${namespace}:${tail}`,
    flags: ["--timeout=3s", `--method=${method}`],
  });
  return Object.keys(countStatuses(answers))[0];
}

const set = (text: string) =>
  policies.set(`namespace: ${namespace}\nmtls: { mode: STRICT }\n${text}`.replaceAll("NS", namespace));

it("lets the named callers in, by method and path", async () => {
  expect(await ask("stranger", "http://server:80/closed", "POST")).toBe("200");
  await set(`---
service: NS/server
access: { allow: [{ from: [NS/client], methods: [GET], paths: [/open*] }] }
`);
  await eventually(async () => {
    expect(await ask("stranger", "http://server:80/open")).toBe("403");
    expect(await ask("client", "http://server:80/open/a")).toBe("200");
    expect(await ask("client", "http://server:80/open/a", "POST")).toBe("403");
    expect(await ask("client", "http://server:80/closed")).toBe("403");
    expect(await ask("stranger", "http://other:80/closed")).toBe("200");
  });
});

it("lets callers in by the trust domain of their certificates", async () => {
  const write = (domain: string) =>
    `service: ${namespace}/server\naccess: { allow: [{ from: [${namespace}/client], trustDomains: ["${domain}"] }] }\n`;
  await policies.set(write("partner.example"));
  await eventually(async () => expect(await ask("client", "http://server:80/")).toBe("403"));
  await policies.set(write("cluster.*"));
  await eventually(async () => {
    expect(await ask("client", "http://server:80/")).toBe("200");
    expect(await ask("stranger", "http://server:80/")).toBe("403");
  });
});

it("lets a namespace in, by the port that callers know, and a gRPC method", async () => {
  await set(`---
service: NS/server
access: { allow: [{ from: [${neighbour}/*], ports: [80] }, { from: [NS/client], paths: [/proto.EchoTestService/Echo] }] }
`);
  await eventually(async () => {
    expect(await ask(`${neighbour}/client`, "http://server:80/")).toBe("200");
    expect(await ask(`${neighbour}/client`, "grpc://server:81")).toBe("none");
    expect(await ask("client", "grpc://server:81")).toBe("200");
    expect(await ask("client", "http://server:80/")).toBe("403");
  });
});

it("lets callers in on a TCP port", async () => {
  await set(`---
service: NS/server
access: { allow: [{ from: [NS/client], ports: [82] }] }
`);
  await eventually(async () => {
    expect(await ask("client", "tcp://server:82")).toBe("200");
    expect(await ask("stranger", "tcp://server:82")).toBe("none");
    expect(await ask("client", "http://server:80/")).toBe("403");
  });
});

it("refuses who is denied, and a rule for HTTP leaves TCP alone", async () => {
  await set(`---
service: NS/server
access: { deny: [{ from: [NS/stranger], ports: [80] }, { methods: [DELETE] }] }
`);
  await eventually(async () => {
    expect(await ask("client", "http://server:80/", "DELETE")).toBe("403");
    expect(await ask("client", "http://server:80/")).toBe("200");
    expect(await ask("stranger", "http://server:80/")).toBe("403");
    expect(await ask("stranger", "tcp://server:82")).toBe("200");
  });
});

it("refuses by a namespace's default all but a service of its own mind and declared callers", async () => {
  const text = `
namespace: ${namespace}
mtls: { mode: STRICT }
access: { default: deny }
---
service: ${namespace}/client
---
service: ${namespace}/other
access: { default: allow }
`;
  await policies.set(text);
  await eventually(async () => {
    expect(await ask("client", "http://server:80/")).toBe("403");
    expect(await ask("client", "tcp://server:82")).toBe("none");
    expect(await ask("stranger", "http://other:80/")).toBe("200");
  });
  const loaded = loadPolicies({ "policies.yaml": text });
  const documents = loaded.documents.map((document) =>
    document.id === `${namespace}/client` ? { ...document, values: { calls: [`${namespace}/server`] } } : document,
  );
  const { manifests } = compile({ ...loaded, documents, declared, mesh: devMesh });
  await apply(manifests);
  await eventually(async () => {
    expect(await ask("client", "http://server:80/")).toBe("200");
    expect(await ask("stranger", "http://server:80/")).toBe("403");
  });
  await remove(manifests);
});

it("only counts what a dry run would refuse", async () => {
  const count = async () => {
    const stats = await readStats(namespace, "server-v1", "rbac.*shadow_denied");
    return Object.values(stats).reduce((sum, one) => sum + one, 0);
  };
  const askCounted = async (caller: string) => {
    const before = await count();
    return { status: await ask(caller, "http://server:80/"), counted: (await count()) - before };
  };
  await set(`---
service: NS/server
access: { allow: [{ from: [NS/client] }], dryRun: true }
`);
  await eventually(async () => {
    expect(await askCounted("stranger")).toEqual({ status: "200", counted: 1 });
    expect(await askCounted("client")).toEqual({ status: "200", counted: 0 });
  });
});

it("lets clients in by the address that the nearest proxy has seen", async () => {
  await set(`---
service: NS/server
access: { allow: [{ from: [NS/client], remoteIpBlocks: [203.0.113.0/24] }] }
`);
  const status = async (caller: string, headers: Record<string, string>) => {
    const url = `http://server.${namespace}:80`;
    return (await call({ from: `${namespace}/${caller}-v1`, url, headers }))[0]?.status;
  };
  const from = (address: string) => ({ "x-forwarded-for": address });
  // All of it again where one is wrong: connections that were there before keep to the listener of before until it is drained.
  await eventually(async () => {
    expect(await status("client", from("203.0.113.7"))).toBe(200);
    expect(await status("client", from("198.51.100.1"))).toBe(403);
    expect(await status("client", from("198.51.100.1, 203.0.113.7"))).toBe(200);
    expect(await status("client", from("203.0.113.7, 198.51.100.1"))).toBe(403);
    expect(await status("client", {})).toBe(403);
    expect(await status("stranger", from("203.0.113.7"))).toBe(403);
  });
});

// Does not prove that other machines cannot reach the ports (they are bound to 127.0.0.1, which is what is looked at), nor
// HTTPS by a gateway.
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { clusterKubeconfig } from "../../src/folders.js";
import { listProcesses } from "../../src/local/cluster/cgroups.js";
import { down } from "../../src/local/cluster/down.js";
import { formatUrl } from "../../src/local/cluster/service-ports.js";
import { getStatus } from "../../src/local/cluster/status.js";
import { up } from "../../src/local/cluster/up.js";
import { silentProgress } from "../../src/local/progress.js";
import { getTools } from "../../src/local/tools/get-tools.js";
import { eventually, findProcesses, listRemains } from "./machine.js";
import { mesh, type Ended } from "./mesh.js";

const first = "dev";
const second = `ports-${process.pid}`;
// A port that no other cluster of this machine asks for, so that what is expected does not depend on them.
const taken = createServer();
let port: number;
let started: Ended;

beforeAll(async () => {
  await once(taken.listen(0, "127.0.0.1"), "listening");
  port = (taken.address() as AddressInfo).port;
  [started] = await Promise.all([mesh("start"), up(second, silentProgress)]);
});

afterAll(async () => {
  taken.close();
  await down(second, silentProgress);
});

async function kubectl(cluster: string, input: string, ...args: string[]): Promise<void> {
  const { kubectl: program } = await getTools(["kubectl"], silentProgress);
  const env = { ...process.env, KUBECONFIG: clusterKubeconfig(cluster) };
  execFileSync(program, args, { env, input, stdio: ["pipe", "pipe", "pipe"] });
}

/** The API server behind a load balancer: a Service that answers without any pod. */
const service = (name: string, ports: object[]) =>
  JSON.stringify({ apiVersion: "v1", kind: "Service", metadata: { name }, spec: { type: "LoadBalancer", ports } });

const endpoints = (name: string, ports: object[]) =>
  JSON.stringify({
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { name, labels: { "kubernetes.io/service-name": name } },
    addressType: "IPv4",
    endpoints: [{ addresses: ["10.250.0.1"], conditions: { ready: true } }],
    ports,
  });

const findPort = (cluster: string, of: number) => getStatus(cluster).ports.find((one) => one.port === of);

const localOf = (cluster: string, of: number) => findPort(cluster, of)?.local;

const untilPublished = async (cluster: string, of: number) =>
  Number(await eventually(() => String(localOf(cluster, of) ?? "")));

/** What answers there; the API server says to a plain request that it wants TLS. */
const call = async (local: number) => (await fetch(`http://127.0.0.1:${local}/`)).text();

const answer = "Client sent an HTTP request to an HTTPS server.\n";

const untilAnswered = (local: number) => eventually(() => call(local).catch(() => ""));

test("npm start ends with a curl line that works, and the status says the same port", async () => {
  expect(started, started.output).toMatchObject({ code: 0 });
  const line = started.stdout.trimEnd().split("\n").at(-1) ?? "";
  const [, url = ""] = /^curl -H 'Host: www\.service1\.io' (http:\/\/127\.0\.0\.1:\d+)\/ping$/.exec(line) ?? [];
  expect(url, line).not.toBe("");
  const answer = execFileSync("sh", ["-c", `${line} --fail --silent --show-error`], { encoding: "utf8" });
  expect(answer).toMatch(/^Host=www\.service1\.io$/m);
  expect(answer).toMatch(/^Hostname=k8s-combat-service-/m);
  const { stdout } = await mesh("local", "status");
  const listed = stdout.split("\n").filter((row) => row.includes("istio-ingressgateway"));
  expect(listed.map((row) => row.split(/ +/).slice(1, 4))).toEqual(
    ["80", "443", "15021", "15443", "31400"].map((number) => ["istio-system/istio-ingressgateway", number, "->"]),
  );
  expect(listed[0]?.endsWith(`-> ${url}`), listed[0]).toBe(true);
  expect(listed[1]).toMatch(/-> https:\/\/127\.0\.0\.1:\d+$/);
  // The same host, at the root, which the echo server answers too.
  const calls = stdout.split("\n").filter((row) => row.startsWith("  curl "));
  expect(calls).toEqual([`  curl -H 'Host: www.service1.io' ${url}/`]);
  const again = execFileSync("sh", ["-c", `${calls[0]} --fail --silent --show-error`], { encoding: "utf8" });
  expect(again).toMatch(/^Hostname=k8s-combat-service-/m);
});

test("a Service of type LoadBalancer answers on the host's loopback, by its own number where that is free", async () => {
  taken.close();
  await once(taken, "close");
  const ports = [{ name: "http", port, targetPort: 6443 }];
  await kubectl(first, service("web", ports), "apply", "-f", "-");
  await kubectl(first, endpoints("web", [{ name: "http", port: 6443 }]), "apply", "-f", "-");
  const local = await untilPublished(first, port);
  expect(local).toBe(port);
  expect(await untilAnswered(local)).toBe(answer);
  expect(getStatus(first).ports.map(formatUrl)).toContain(`http://127.0.0.1:${port}`);
  const listening = execFileSync("ss", ["-Hltn", `sport = :${local}`], { encoding: "utf8" });
  expect(listening.trim().split(/\s+/)[3]).toBe(`127.0.0.1:${local}`);
});

test("another cluster's Service of the same port gets another one, and both answer", async () => {
  const ports = [{ name: "http", port, targetPort: 6443 }];
  await kubectl(second, service("web", ports), "apply", "-f", "-");
  await kubectl(second, endpoints("web", [{ name: "http", port: 6443 }]), "apply", "-f", "-");
  const local = await untilPublished(second, port);
  expect(local).not.toBe(port);
  expect(await Promise.all([port, local].map(untilAnswered))).toEqual([answer, answer]);
});

test("it keeps its port over a killed supervisor, and over a killed cluster", async () => {
  const local = localOf(second, port);
  const [supervisor = 0] = findProcesses(second, "supervisor.js");
  process.kill(supervisor, "SIGKILL");
  await up(second, silentProgress);
  expect(await untilPublished(second, port)).toBe(local);
  expect(await untilAnswered(local ?? 0)).toBe(answer);
  const [firstProcess = 0] = findProcesses(second, "namespace.sh");
  process.kill(firstProcess, "SIGKILL");
  await eventually(() => (listProcesses(second).length === 0 ? "gone" : ""));
  expect(getStatus(second).ports).toEqual([]);
  await up(second, silentProgress);
  expect(await untilPublished(second, port)).toBe(local);
  expect(await untilAnswered(local ?? 0)).toBe(answer);
});

test("the port goes with its Service, and with its cluster, and nothing listens any more", async () => {
  const local = localOf(second, port) ?? 0;
  await kubectl(first, "", "delete", "service", "web");
  await eventually(() => (findPort(first, port) === undefined ? "gone" : ""));
  await expect(call(port)).rejects.toThrow("fetch failed");
  expect(await call(local)).toBe(answer);
  await down(second, silentProgress);
  await expect(call(local)).rejects.toThrow("fetch failed");
  expect(listRemains(second)).toEqual([]);
});

// Does not prove how exactly the delay is kept. The local proxy is upstream Envoy.
import { afterAll, beforeAll, expect, it } from "vitest";
import { eventually, tryKubectl } from "./cluster.js";
import { Policies } from "./policies.js";
import { call, countBy, countStatuses } from "./requests.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-fault";
const echos = createEchos(namespace, [{ name: "client" }, { name: "server" }]);
const policies = new Policies(echos);

beforeAll(() => startNamespace(namespace, echos));
afterAll(() => removeNamespace(namespace));

const from = `${namespace}/client-v1`;
const tester = { "x-user": "tester" };

const ask = async (headers: Record<string, string> = {}, path = "/", flags: readonly string[] = []) =>
  countStatuses(await call({ from, url: `http://server:8081${path}`, headers, flags }));

it("lets its share of the requests fail, whatever the retries, and the service does not see them", async () => {
  const count = 500;
  expect(countStatuses(await call({ from, url: "http://server:8081/", count }))).toEqual({ 200: count });
  await policies.set(`
service: ${namespace}/server
fault: { abort: { percentage: 30, httpStatus: 503 } }
retries: { attempts: 10, retryOn: 5xx }
`);
  const check = async () => {
    const answers = await call({ from, url: "http://server:8081/", count });
    const { 503: failed = 0, 200: passed = 0 } = countStatuses(answers);
    expect(failed + passed).toBe(count);
    expect(Math.abs(failed - 0.3 * count)).toBeLessThanOrEqual(5 * Math.sqrt(count * 0.3 * 0.7));
    expect(countBy(answers, ({ pod }) => (pod === undefined ? "a proxy" : "the service"))).toEqual({
      "a proxy": failed,
      "the service": passed,
    });
  };
  await eventually(check);
});

it("touches the matching requests alone", async () => {
  const abort = "abort: { percentage: 100, httpStatus: 418 }";
  await policies.set(`
service: ${namespace}/server
routes:
  - { name: slow, match: [{ uri: { prefix: /slow } }] }
  - { name: own, match: [{ uri: { prefix: /own } }], fault: { abort: { percentage: 100, httpStatus: 500 } } }
fault: { ${abort}, match: [{ headers: { x-user: { exact: tester } } }, { uri: { prefix: /slow/broken } }] }
`);
  await eventually(async () => expect(await ask(tester)).toEqual({ 418: 1 }));
  expect(await ask()).toEqual({ 200: 1 });
  expect(await ask(tester, "/slow")).toEqual({ 418: 1 });
  expect(await ask({}, "/slow")).toEqual({ 200: 1 });
  expect(await ask({}, "/slow/broken")).toEqual({ 418: 1 });
  expect(await ask({}, "/own")).toEqual({ 500: 1 });
});

it("keeps the matching requests waiting", async () => {
  const delay = "delay: { percentage: 100, fixedDelay: 1h }";
  await policies.set(`
service: ${namespace}/server
fault: { ${delay}, match: [{ headers: { x-user: { exact: tester } } }] }
`);
  const impatient = ["--timeout=2s"];
  await eventually(async () => expect(await ask(tester, "/", impatient)).toEqual({ none: 1 }));
  expect(await ask({}, "/", impatient)).toEqual({ 200: 1 });
});

it("gives gRPC callers a gRPC status", async () => {
  await policies.clear();
  const ping = async (user: string) => {
    const client = ["client", "-H", `x-user:${user}`, "grpc://server:50051"];
    const { stdout, stderr } = await tryKubectl([
      "-n",
      namespace,
      "exec",
      "deploy/client-v1",
      "-c",
      "echo",
      "--",
      ...client,
    ]);
    return stdout + stderr;
  };
  await eventually(async () => expect(await ping("tester")).toContain("All 1 requests succeeded"));
  const abort = "abort: { percentage: 100, grpcStatus: RESOURCE_EXHAUSTED }";
  await policies.set(`
service: ${namespace}/server
fault: { ${abort}, match: [{ headers: { x-user: { exact: tester } } }] }
`);
  await eventually(async () => expect(await ping("tester")).toContain("code = ResourceExhausted"));
  expect(await ping("guest")).toContain("All 1 requests succeeded");
});

// Does not prove that a thousand Envoys are as quick: the clients here ask for clusters alone, and throw them away. 200 of them;
// `npm run test:deep` has 1,000: DEEP_PROXIES says how many.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { fetchProxySync } from "../../src/components/istiod-debug.js";
import { clusterKubeconfig } from "../../src/folders.js";
import { changePolicies, changeStack, kubectl, mesh } from "./mesh.js";
import { eventually } from "./policy/cluster.js";
import { ForwardedPorts } from "./policy/forwarded-ports.js";
import { XdsClients } from "./xds-clients.js";

const count = Number(process.env.DEEP_PROXIES ?? 200);
const names = Array.from({ length: count }, (_, index) => `many-${index}.crowd`);
const undo: (() => void)[] = [];
let ports: ForwardedPorts;
let clients: XdsClients;

const up = () => mesh("up", "--yes", "--", "--skip-preview");

beforeAll(async () => {
  const { code, output } = await up();
  expect(code, output).toBe(0);
  ports = await ForwardedPorts.open("istio-system/istiod", [15010]);
  clients = new XdsClients(ports.of(15010));
  names.forEach((name, index) => clients.start(name, `10.99.${Math.floor(index / 250)}.${(index % 250) + 1}`));
  const kubeconfig = readFileSync(clusterKubeconfig("dev"), "utf8");
  // istiod takes 25 a second on two cores.
  await eventually(async () => {
    const { proxies } = await fetchProxySync(kubeconfig, "istio-system");
    expect(proxies.filter(({ proxy }) => proxy.endsWith(".crowd"))).toHaveLength(count);
  }, 120);
});
afterAll(async () => {
  for (const step of undo.reverse()) step();
  clients.close();
  ports.close();
  const { code, output } = await up();
  expect(code, output).toBe(0);
});

/** How many commands the API server has run in pods. */
async function countCommands(): Promise<number> {
  const metrics = await kubectl("get", "--raw", "/metrics");
  const rows = metrics.split("\n").filter((line) => /^apiserver_request_total\{.*subresource="exec"/.test(line));
  return rows.reduce((sum, row) => sum + Number(row.slice(row.lastIndexOf(" ") + 1)), 0);
}

it("an up waits for all proxies, and asks istiod, not each of them", async () => {
  const versions = "versions: { all: { app: k8s-combat-service } }\nroutes: [{ name: default, to: { all: 100 } }]\n";
  undo.push(changePolicies((text) => text.replace("timeout: 5s\n", `timeout: 5s\n${versions}`)));
  const before = await countCommands();
  const { code, output } = await up();
  expect(code, output).toBe(0);
  const [, all] = /(\d+) of \1 proxies have it \(\d+\.\d s\)/.exec(output) ?? [];
  // The gateways and the three pods of the application.
  expect(Number(all), output).toBe(count + 5);
  expect((await countCommands()) - before).toBeLessThan(count / 2);
  expect(clients.errors).toEqual([]);
});

it("one that confirms nothing is named, and holds what depends on it", async () => {
  clients.mute("many-7.crowd");
  undo.push(changeStack("dev", [[["propagation"], { timeoutSeconds: 5 }]]));
  undo.push(changePolicies((text) => text.replaceAll("all: ", "every: ")));
  const { code, output } = await up();
  expect(code, output).not.toBe(0);
  expect(output).toContain(
    `the routes stay as they are: after 5 s ${count + 4} of ${count + 5} proxies have it; late: many-7.crowd; run again once they have it`,
  );
});

// A gateway behind a network load balancer that sends PROXY headers, by Istio's chart and by the Gateway API. The load balancer is this test:
// it gives the Services an address and begins connections as AWS documents it. Does not prove AWS's own, nor its controller.
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clusterCharts } from "../../../src/folders.js";
import { eventually, kubectl } from "./cluster.js";
import { EngineStack } from "./engine-stack.js";
import { ForwardedPorts } from "./forwarded-ports.js";
import { installGatewayApi } from "./gateway-api-definitions.js";
import { devMesh, Policies } from "./policies.js";
import { createEchos, removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-proxy-protocol";
const echos = createEchos(namespace, [{ name: "reviews", ports: [{ name: "http", port: 8081 }] }]);
const policies = new Policies(echos);
const stack = new EngineStack(
  namespace,
  `const inputs = { ...args.settings, kubeconfig, controlPlaneNamespace: "istio-system" };
new Gateway("chart", { ...inputs, charts: args.charts }, { providers });
new Gateway("api", { ...inputs, api: "gateway-api" }, { providers });`,
);
const settings = { namespace, imagePullPolicy: "Never", replicas: 1, awsLoadBalancer: { proxyProtocol: true } };
const gateways = [
  { gateway: "chart", service: "chart", api: "istio", labels: { app: "chart", istio: "chart" } },
  { gateway: "api", service: "api-istio", api: "gateway-api", labels: {} },
] as const;

/** As the load balancer's controller does it: `up` waits for that. */
const giveAddress = (service: string) =>
  eventually(() => {
    const status = { status: { loadBalancer: { ingress: [{ hostname: `${service}.example` }] } } };
    const patch = ["patch", "service", service, "--subresource=status", "--type=merge", "-p", JSON.stringify(status)];
    return kubectl(["-n", namespace, ...patch]);
  }, 90);

beforeAll(async () => {
  await installGatewayApi();
  await Promise.all([startNamespace(namespace, echos), stack.create()]);
  await Promise.all([
    stack.up({ settings, charts: { folder: clusterCharts("dev") } }),
    ...gateways.map(({ service }) => giveAddress(service)),
  ]);
  const listeners = { http: { protocol: "HTTP", port: 80 } } as const;
  const mesh = gateways.map(({ gateway: name, api, labels }) => ({ name, namespace, api, labels, listeners }));
  const exposed = gateways.map(
    ({ gateway }) => `{ gateway: ${namespace}/${gateway}, hosts: [${gateway}.proxy-protocol.example] }`,
  );
  await policies.set(`service: ${namespace}/reviews\nexpose: [${exposed.join(", ")}]\n`, {
    ...devMesh,
    gateways: mesh,
  });
});
afterAll(async () => {
  await policies.clear();
  await stack.destroy();
  await removeNamespace(namespace);
});

const client = "203.0.113.7";

/** What a network load balancer of AWS begins a connection of a client with: version 2 of the protocol, TCP over IPv4. */
function createProxyHeader(): Buffer {
  const signature = Buffer.from("0d0a0d0a000d0a515549540a", "hex");
  const addresses = [client, "10.0.0.1"].flatMap((address) => address.split(".").map(Number));
  const ports = Buffer.alloc(4);
  ports.writeUInt16BE(51_234, 0);
  ports.writeUInt16BE(80, 2);
  return Buffer.concat([signature, Buffer.from([0x21, 0x11, 0, 12, ...addresses]), ports]);
}

/** All that comes back for one HTTP request on a connection that begins so; nothing where the gateway ends the connection. */
function ask(port: number, { host, path = "/", start = "" }: { host: string; path?: string; start?: Buffer | string }) {
  return new Promise<string>((resolve, reject) => {
    let text = "";
    const socket = connect({ host: "127.0.0.1", port, timeout: 10_000 }, () => {
      socket.write(start);
      socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    });
    socket.setEncoding("utf8").on("data", (part: string) => (text += part));
    socket.on("error", () => resolve(text)).on("close", () => resolve(text));
    socket.on("timeout", () => reject(new Error(`no answer after ${JSON.stringify(text)}`)));
  });
}

describe.each(gateways)("by the API $api", ({ gateway, service }) => {
  const host = `${gateway}.proxy-protocol.example`;

  it("tells the service the client's address that the load balancer has seen, and answers nobody who comes past it", async () => {
    const ports = await ForwardedPorts.open(`${namespace}/${service}`, [80]);
    try {
      const answer = await ports.reach(async () => {
        const text = await ask(ports.of(80), { host, start: createProxyHeader() });
        expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
        return text;
      });
      expect(/^RequestHeader=X-Forwarded-For:(.*)$/m.exec(answer)?.[1]?.trim()).toBe(client);
      expect(/^Hostname=(\w+)/m.exec(answer)?.[1]).toBe("reviews");
      expect(await ask(ports.of(80), { host })).toBe("");
    } finally {
      ports.close();
    }
  });

  it("says that it is ready to the load balancer, which begins with a header, and to the kubelet, which does not", async () => {
    for (const start of [createProxyHeader(), ""]) {
      const ports = await ForwardedPorts.open(`${namespace}/${service}`, [15021]);
      try {
        const text = await ask(ports.of(15021), { host, path: "/healthz/ready", start });
        expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
      } finally {
        ports.close();
      }
    }
  });
});

// A kubectl and a gateway of our own. Does not prove that a real gateway answers: test/e2e/local-ports.test.ts runs the line.
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { findOutsideCall, formatForwardedCall } from "../../src/cli/outside-call.js";

let folder: string;
let gateway: Server;
let asked: string[];
let statuses: number[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-istio-outside-"));
  [asked, statuses] = [[], []];
  gateway = createServer((request, response) => {
    asked.push(`${request.headers.host}${request.url}`);
    response.writeHead(statuses.shift() ?? 200).end();
  });
  await once(gateway.listen(0, "127.0.0.1"), "listening");
});

afterEach(() => {
  gateway.close();
  rmSync(folder, { recursive: true });
});

/** A kubectl that answers with these hosts. */
function source(hosts: string) {
  const kubectl = join(folder, "kubectl");
  const words = "--kubeconfig k get virtualservices.networking.istio.io -A -o jsonpath={.items[*].spec.hosts[*]}";
  writeFileSync(kubectl, `#!/bin/sh\n[ "$*" = "${words}" ] && printf %s "${hosts}"\n`);
  chmodSync(kubectl, 0o755);
  return { kubectl, kubeconfig: "k" };
}

const hosts = "k8s-combat-service.k8s-combat.svc.cluster.local www.service1.io";
const own = { namespace: "istio-system", service: "istio-ingressgateway", port: 80 };
const localPort = () => (gateway.address() as AddressInfo).port;

it("gives the line of a call that was answered, once the port is there and the routes are", async () => {
  statuses = [404, 503];
  const others = [
    { ...own, port: 443, local: 1 },
    { ...own, namespace: "edge", local: 1 },
    { ...own, service: "other", local: 1 },
  ];
  const looks = [[], others];
  const line = await findOutsideCall(source(hosts), () => looks.shift() ?? [...others, { ...own, local: localPort() }]);
  expect(line).toBe(`curl -H 'Host: www.service1.io' http://127.0.0.1:${localPort()}/ping`);
  expect(asked).toEqual(["www.service1.io/ping", "www.service1.io/ping", "www.service1.io/ping"]);
});

it("gives none where the application is not exposed", async () => {
  expect(await findOutsideCall(source("www.service1.io.example"), () => [])).toBeUndefined();
  expect(await findOutsideCall(source(""), () => [])).toBeUndefined();
});

it.each([
  ["its port is not on loopback", () => []],
  ["status 403", () => [{ ...own, local: localPort() }]],
])("says what was there instead of an answer: %s", async (given, listPorts) => {
  statuses = Array.from({ length: 1000 }, () => 403);
  const failure = findOutsideCall(source(hosts), listPorts, 0);
  await expect(failure).rejects.toThrow(
    "port 80 of gateway istio-system/istio-ingressgateway does not answer www.service1.io/ping with 200 within 0 s: " +
      `${given}; see: mesh local status, and: mesh local kubectl -- get pods -A`,
  );
});

it.each<[string[], string]>([
  [["--context", "kind-kind"], "--context kind-kind"],
  [["--kubeconfig", "/home/me/k", "--context", "it's mine"], "--kubeconfig /home/me/k --context 'it'\\''s mine'"],
])("forwards the gateway's port on a cluster that %j leads to", async (flags, shown) => {
  const asked: string[] = [];
  const lines = await formatForwardedCall((...args) => {
    asked.push(args.join(" "));
    return Promise.resolve(hosts);
  }, flags);
  expect(lines).toBe(
    `kubectl ${shown} -n istio-system port-forward service/istio-ingressgateway 8080:80\n` +
      "curl -H 'Host: www.service1.io' http://127.0.0.1:8080/ping",
  );
  expect(asked).toEqual(["get virtualservices.networking.istio.io -A -o jsonpath={.items[*].spec.hosts[*]}"]);
});

it("forwards nothing where the application is not exposed", async () => {
  expect(await formatForwardedCall(() => Promise.resolve("other.example"), [])).toBeUndefined();
});

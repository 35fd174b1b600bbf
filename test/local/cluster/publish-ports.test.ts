// In one network namespace. Does not prove that a socket is the host's: test/e2e/local-cluster.test.ts calls from outside.
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect, createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ServiceObject } from "../../../src/local/cluster/load-balancer.js";
import { createPublisher, type Publisher } from "../../../src/local/cluster/publish-ports.js";

let folder: string;
let echo: Server;
let publishers: Publisher[];
let asked: (readonly number[])[];
let changes: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-istio-ports-"));
  echo = createServer((socket) => socket.pipe(socket));
  [publishers, asked, changes] = [[], [], 0];
  await once(echo.listen(0, "127.0.0.1"), "listening");
});

afterEach(async () => {
  for (const publisher of publishers) await publisher.follow([]);
  echo.close();
  rmSync(folder, { recursive: true });
});

/** Takes the first candidate, or where that is not wanted any free port. */
function publish(choose: (candidates: readonly number[]) => number = () => 0): Publisher {
  const publisher = createPublisher({
    file: join(folder, "ports.json"),
    open: async (candidates) => {
      asked.push(candidates);
      const server = createServer();
      await once(server.listen(choose(candidates), "127.0.0.1"), "listening");
      return { server, port: (server.address() as AddressInfo).port };
    },
    onChange: () => (changes += 1),
  });
  publishers.push(publisher);
  return publisher;
}

function web(name = "http"): ServiceObject {
  const { port } = echo.address() as AddressInfo;
  return {
    metadata: { namespace: "shop", name: "web" },
    spec: { type: "LoadBalancer", ports: [{ port, name }] },
    status: { loadBalancer: { ingress: [{ ip: "127.0.0.1" }] } },
  };
}

const localOf = (publisher: Publisher) => publisher.list()[0]?.local ?? 0;

async function call(port: number): Promise<string> {
  const socket = connect({ host: "127.0.0.1", port }).setEncoding("utf8");
  socket.end("hello");
  let answer = "";
  for await (const text of socket) answer += String(text);
  return answer;
}

test("a Service's port answers on loopback; one that goes takes its connections along", async () => {
  const publisher = publish();
  await publisher.follow([web()]);
  const local = localOf(publisher);
  expect(await call(local)).toBe("hello");
  const open = connect({ host: "127.0.0.1", port: local });
  open.write("x");
  await once(open, "data");
  const ended = once(open, "close");
  await publisher.follow([]);
  await ended;
  expect(publisher.list()).toEqual([]);
  await expect(call(local)).rejects.toThrow("ECONNREFUSED");
  expect(changes).toBe(2);
});

test("nothing is opened twice, and a port's new name is told", async () => {
  const publisher = publish();
  await publisher.follow([web("http")]);
  await publisher.follow([web("tcp")]);
  expect(asked.length).toBe(1);
  expect(publisher.list().map(({ name }) => name)).toEqual(["tcp"]);
});

test("asks for the preferred port, then for the one that it had", async () => {
  const first = publish();
  await first.follow([web()]);
  const local = localOf(first);
  const { port } = echo.address() as AddressInfo;
  expect(JSON.parse(readFileSync(join(folder, "ports.json"), "utf8"))).toEqual({ [`shop/web:${port}`]: local });
  await first.follow([]);
  const second = publish(([candidate = 0]) => candidate);
  await second.follow([web()]);
  expect(localOf(second)).toBe(local);
  expect(asked).toEqual([
    [port, 0],
    [local, port, 0],
  ]);
});

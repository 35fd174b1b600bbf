// Does not prove: that real components come back with their data; test/e2e/local-cluster.test.ts kills those.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { connect, createServer as createTcpServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { keepRunning } from "../../../src/local/cluster/keep-running.js";
import { createRelay } from "../../../src/local/cluster/relay.js";

const servers: { close(): unknown }[] = [];
const folder = mkdtempSync(join(tmpdir(), "pulumi-istio-keep-"));
let logs: string;

// What is kept running is so until the process ends (test/vitest.config.ts gives it one of its own).
process.on("exit", () => rmSync(folder, { recursive: true }));

beforeEach(() => {
  logs = mkdtempSync(join(folder, "logs-"));
  vi.spyOn(console, "error").mockReturnValue(undefined);
});

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  vi.restoreAllMocks();
});

async function portOf(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

describe("keepRunning", () => {
  test("starts after its predecessor, again after its end, and says how it ended", async () => {
    let status = 503;
    const port = await portOf(createServer((_, answer) => answer.writeHead(status).end()));
    const args = ["-c", "echo life; sleep 0.3; exit 3"];
    const component = { name: "part", command: "sh", args, health: `http://127.0.0.1:${port}/` };
    let release: () => void = () => undefined;
    const after = new Promise<void>((resolve) => (release = resolve));
    const states: string[] = [];
    const watched = keepRunning(component, { logs, after, onChange: () => states.push(watched.health().state) });
    expect(watched.health()).toEqual({ name: "part", state: "waiting", started: 0, restarts: 0, failures: 0 });
    release();
    await vi.waitFor(() =>
      expect(watched.health()).toMatchObject({ restarts: 1, failures: 1, lastEnd: "exit code 3" }),
    );
    status = 200;
    await watched.healthy;
    expect(watched.health().failures).toBe(0);
    await vi.waitFor(() => expect(watched.health().restarts).toBe(2));
    // Its port answers all the time here, so it is healthy as soon as it runs.
    expect(states.slice(0, 5)).toEqual(["starting", "restarting", "starting", "healthy", "restarting"]);
    expect(readFileSync(join(logs, "part.log"), "utf8")).toMatch(/^life\nlife\n/);
  });

  test("one that stops answering is unhealthy, until it answers again", async () => {
    let status = 200;
    const port = await portOf(createServer((_, answer) => answer.writeHead(status).end()));
    const component = { name: "part", command: "sleep", args: ["60"], health: `http://127.0.0.1:${port}/` };
    const watched = keepRunning(component, { logs, onChange: () => undefined });
    const waitFor = (state: string) =>
      vi.waitFor(() => expect(watched.health().state).toBe(state), { timeout: 5000, interval: 20 });
    await waitFor("healthy");
    status = 500;
    await waitFor("unhealthy");
    status = 200;
    await waitFor("healthy");
  });
});

describe("relay", () => {
  test("carries both directions, and a half-closed connection to its end", async () => {
    const inside = createTcpServer({ allowHalfOpen: true }, (socket) => {
      // Not `text(socket)`, which destroys the socket at its end.
      let asked = "";
      socket.on("data", (data) => (asked += data.toString()));
      socket.on("end", () => socket.end(`answer to ${asked}`));
    });
    const relay = createRelay({ host: "127.0.0.1", port: await portOf(inside) });
    const client = connect({ host: "127.0.0.1", port: await portOf(relay), allowHalfOpen: true });
    client.end("question");
    expect(await text(client)).toBe("answer to question");
  });

  test("a connection that nobody answers inside is closed, not left hanging", async () => {
    const gone = createTcpServer();
    const port = await portOf(gone);
    gone.close();
    const relay = createRelay({ host: "127.0.0.1", port });
    const client = connect({ host: "127.0.0.1", port: await portOf(relay) });
    client.on("error", () => undefined);
    client.write("x");
    await once(client, "close");
  });
});

import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { capture, describeFailure } from "../run.js";
import { createCgroups } from "./cgroups.js";
import { componentLog, nodeAddress, serviceRange, type ClusterPaths } from "./layout.js";
import { findFirstProcess } from "./read-health.js";

// Found from the compiled files and from the sources alike, both of which lie three folders below the package's root.
const packageFile = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const namespaceScript = packageFile("src/local/cluster/namespace.sh");
const supervisorScript = packageFile("dist/local/cluster/supervisor.js");

/** What the cluster's processes get to see of our environment. */
const environment = { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", HOME: "/root" };

/**
 * Starts the cluster's namespaces with the supervisor in them. They live until they are killed: nothing of this process
 * is needed by them.
 *
 * @param port on the host's loopback
 */
export async function startNamespaces(name: string, paths: ClusterPaths, port: number): Promise<void> {
  if (!existsSync(supervisorScript)) throw new Error(`${supervisorScript} is missing; make it with: npm run build`);
  rmSync(paths.health, { force: true });
  const server = await listen(port);
  const log = openSync(componentLog(paths, "supervisor"), "a");
  const network = openSync("/proc/self/ns/net", "r");
  // A shell puts itself into the cluster's cgroups and then becomes `unshare`, or ends (-e) where `down` was faster.
  const enter = 'while [ "$1" != -- ]; do echo $$ >"$1"; shift; done; shift; exec "$@"';
  const unshare = ["unshare", "--net", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child"];
  const inside = ["sh", namespaceScript, paths.folder, `${nodeAddress}/24`, serviceRange];
  const supervisor = [process.execPath, supervisorScript, paths.plan];
  const child = spawn("sh", ["-ec", enter, "sh", ...createCgroups(name), "--", ...unshare, ...inside, ...supervisor], {
    // The listening socket goes along as file descriptor 3, see relay.ts; the way out to our network, see host-socket.ts.
    stdio: ["ignore", log, log, handleOf(server), network],
    env: environment,
    cwd: "/",
    detached: true,
  });
  closeSync(log);
  closeSync(network);
  server.close();
  while (findFirstProcess(name) === undefined) {
    if (child.exitCode !== null || child.signalCode !== null) {
      const how = `exit code ${child.exitCode ?? child.signalCode}`;
      throw new Error(describeFailure(`cluster ${name}: unshare`, how, componentLog(paths, "supervisor")));
    }
    await delay(10);
  }
  child.unref();
}

/** Runs a short command in the namespaces of the cluster and returns what it prints. */
export async function captureInside(name: string, command: readonly string[]): Promise<string> {
  return capture("nsenter", [...targetOf(name), ...command]);
}

/** Whether a port of the host's loopback is free. */
export async function isFree(port: number): Promise<boolean> {
  try {
    const server = await listen(port);
    server.close();
    return true;
  } catch {
    return false;
  }
}

/** A port of the host's loopback that nobody uses. */
export async function findFreePort(): Promise<number> {
  const server = await listen(0);
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("the system gave no port");
  return address.port;
}

function targetOf(name: string): string[] {
  const first = findFirstProcess(name);
  if (first === undefined)
    throw new Error(`cluster ${name} is not running; start it with: mesh local up --name ${name}`);
  return ["--target", String(first), "--mount", "--pid", "--net", "--"];
}

async function listen(port: number): Promise<Server> {
  const server = createServer();
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}

/** child_process takes a listening socket by its handle; the type definitions only know the public classes. */
function handleOf(server: Server): number {
  return (server as unknown as { _handle: { fd: number } })._handle.fd;
}

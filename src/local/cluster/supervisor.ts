import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { createApiClient } from "./api-client.js";
import { keepRunning, type Watched } from "./keep-running.js";
import { apiPort } from "./layout.js";
import { openHostSocket } from "./host-socket.js";
import { runLoadBalancer } from "./load-balancer.js";
import type { Health, Plan } from "./plan.js";
import { createPublisher } from "./publish-ports.js";
import { createRelay, relayDescriptor } from "./relay.js";
import type { PublishedPort } from "./service-ports.js";

// Runs inside the cluster's namespaces, started and restarted by namespace.sh: `node supervisor.js <plan>`.

/** Milliseconds between two writings of the health file, which say that somebody is there; changes are written at once. */
const heartbeat = 1000;

async function supervise(plan: Plan): Promise<never> {
  createRelay({ host: "127.0.0.1", port: apiPort }).listen({ fd: relayDescriptor });
  const watched = new Map<string, Watched>();
  const publisher = createPublisher({ file: plan.ports, open: openHostSocket, onChange: () => write() });
  const write = () => writeHealth(plan.health, [...watched.values()], publisher.list());
  for (const component of plan.components) {
    const after = component.after === undefined ? undefined : watched.get(component.after)?.healthy;
    watched.set(component.name, keepRunning(component, { logs: plan.logs, after, onChange: write }));
  }
  const api = createApiClient({ port: apiPort, authority: plan.authority, token: plan.token });
  void watched
    .get("kube-apiserver")
    ?.healthy.then(() => runLoadBalancer(api, (services) => publisher.follow(services)));
  for (;;) {
    write();
    await delay(heartbeat);
  }
}

/** Renamed into place, so that nobody reads half of it. */
function writeHealth(file: string, watched: readonly Watched[], ports: readonly PublishedPort[]): void {
  const health: Health = { time: Date.now(), components: watched.map((one) => one.health()), ports };
  writeFileSync(`${file}.partial`, JSON.stringify(health));
  renameSync(`${file}.partial`, file);
}

await supervise(JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")));

import { existsSync, renameSync, writeFileSync } from "node:fs";
import type { Server, Socket } from "node:net";
import { readStateFile } from "../state-file.js";
import { startAnew } from "./layout.js";
import type { ServiceObject } from "./load-balancer.js";
import { createRelay } from "./relay.js";
import {
  comparePorts,
  computePreferredPort,
  keyOf,
  listServicePorts,
  type PublishedPort,
  type ServicePort,
} from "./service-ports.js";

/** A listening socket on the host's loopback. */
export interface LocalSocket {
  server: Server;
  port: number;
}

export interface Publishing {
  /** File that keeps each port's number on loopback, for as long as the cluster's folder is there. */
  file: string;
  /** Opens the first of these ports that is free; 0 is any. */
  open: (candidates: readonly number[]) => Promise<LocalSocket>;
  /** Called whenever a port has come or gone. */
  onChange: () => void;
}

export interface Publisher {
  /** Publishes the ports of these Services, and no others any more. */
  follow(services: readonly ServiceObject[]): Promise<void>;
  list(): PublishedPort[];
}

interface Published {
  port: PublishedPort;
  close: () => void;
}

/** Brings the ports of Services to the host's loopback, as the Services come and go. */
export function createPublisher({ file, open, onChange }: Publishing): Publisher {
  const published = new Map<string, Published>();
  const publish = async (port: ServicePort) => {
    const kept = readKept(file);
    const before = kept[keyOf(port)];
    const socket = await open([...(before === undefined ? [] : [before]), computePreferredPort(port.port), 0]);
    if (socket.port !== before) writeKept(file, { ...kept, [keyOf(port)]: socket.port });
    const close = serve(socket.server, { host: port.address, port: port.port });
    published.set(keyOf(port), { port: { ...port, local: socket.port }, close });
    onChange();
  };
  return {
    follow: async (services) => {
      const wanted = listServicePorts(services);
      for (const [key, { port, close }] of published) {
        if (wanted.some((one) => keyOf(one) === key && one.address === port.address)) continue;
        close();
        published.delete(key);
        onChange();
      }
      for (const one of wanted) {
        const there = published.get(keyOf(one));
        if (there === undefined) await publish(one);
        else there.port = { ...one, local: there.port.local };
      }
    },
    list: () => [...published.values()].map(({ port }) => port).sort(comparePorts),
  };
}

/** Relays what arrives on the socket. @returns what ends it, with the connections that are open */
function serve(socket: Server, target: { host: string; port: number }): () => void {
  const connections = new Set<Socket>();
  const relay = createRelay(target).on("connection", (connection: Socket) => {
    connections.add(connection);
    connection.on("close", () => connections.delete(connection));
  });
  relay.listen(socket);
  return () => {
    relay.close();
    for (const connection of connections) connection.destroy();
  };
}

function readKept(file: string): Record<string, number> {
  return existsSync(file) ? readStateFile(file, startAnew) : {};
}

/** Renamed into place: a cluster that is killed while it writes keeps its ports. */
function writeKept(file: string, kept: Record<string, number>): void {
  writeFileSync(`${file}.partial`, JSON.stringify(kept, null, 2));
  renameSync(`${file}.partial`, file);
}

import { connect, createServer, type Server, type Socket } from "node:net";

/** File descriptor of the listening socket that `up` opens on the host's loopback and hands down. */
export const relayDescriptor = 3;

/** Where a relay's connections go to, as seen from inside the cluster's network namespace. */
export interface RelayTarget {
  host: string;
  port: number;
}

/**
 * Brings a port inside to the host's loopback. A socket belongs to the network namespace that it was made in, so the
 * cluster's supervisor accepts the host's connections on an inherited one, and no process outside must live for it.
 */
export function createRelay(target: RelayTarget): Server {
  return createServer({ allowHalfOpen: true }, (outside) => {
    const inside = connect({ ...target, allowHalfOpen: true });
    join(outside, inside);
    join(inside, outside);
  });
}

function join(from: Socket, to: Socket): void {
  from.setNoDelay(true);
  from.pipe(to);
  from.on("error", () => to.destroy());
  // A connection that breaks must break on the other side too; one that ends has been piped to its end.
  from.on("close", (broken) => {
    if (broken) to.destroy();
  });
}
